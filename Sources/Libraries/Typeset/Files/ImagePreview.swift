/// A small JPEG made from a picture that somebody handed in: upright, on white, without its metadata.
package struct ImagePreview: Sendable, Hashable {
    package let jpeg: [UInt8]
    package let width: Int
    package let height: Int

    /// Longest side of a preview, in pixels.
    package enum Size: Int, Sendable, CaseIterable {
        /// For lists.
        case thumbnail = 320
        /// For reading on a screen.
        case page = 1600
    }

    /// Why there is no preview.
    package enum Failure: Error, Hashable {
        /// Neither JPEG nor PNG.
        case unknownFormat
        /// The file declares more than ``ImagePreview/maximumPixels`` pixels, or none.
        case tooLarge(width: Int, height: Int)
        /// The file is cut off or broken.
        case damaged
        /// The preview could not be written.
        case encoding
    }

    /// Pictures that declare more pixels than this are refused before anything is decoded.
    package static let maximumPixels = 50_000_000

    /// A camera's progressive JPEG has some ten scans.
    private static let maximumScans = 100

    /// Makes a preview; smaller pictures keep their size.
    ///
    /// Decoding takes up to about a second and 200 MB and blocks the thread: in asynchronous code use
    /// ``make(from:size:)``.
    package init(_ bytes: [UInt8], size: Size) throws(Failure) {
        let format: String
        let declared: ImageDimensions
        if let chunks = PNGChunks(bytes) {
            (format, declared) = ("png", chunks.dimensions)
        } else if let segments = JPEGSegments(bytes), let scans = segments.scanCount(in: bytes),
            scans <= Self.maximumScans
        {
            (format, declared) = ("jpeg", segments.dimensions)
        } else if bytes.starts(with: PNGChunks.signature) || bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            throw .damaged
        } else {
            throw .unknownFormat
        }
        guard declared.width > 0, declared.height > 0,
            declared.width <= Self.maximumPixels / declared.height
        else { throw .tooLarge(width: declared.width, height: declared.height) }

        let target = Self.fitting(declared, longestSide: size.rawValue)
        let picture = try Pixels.decoding(bytes, format: format, size: target).upright().onWhite()
        jpeg = try picture.jpeg(quality: 82)
        width = picture.dimensions.width
        height = picture.dimensions.height
    }

    /// As ``init(_:size:)``, on threads outside the Swift concurrency pool.
    package static func make(from bytes: [UInt8], size: Size) async throws -> ImagePreview {
        try await BackgroundWork.pictures.run { try ImagePreview(bytes, size: size) }
    }

    private static func fitting(_ dimensions: ImageDimensions, longestSide: Int) -> ImageDimensions {
        let longest = max(dimensions.width, dimensions.height)
        guard longest > longestSide else { return dimensions }
        return ImageDimensions(
            width: max(1, dimensions.width * longestSide / longest),
            height: max(1, dimensions.height * longestSide / longest))
    }
}
