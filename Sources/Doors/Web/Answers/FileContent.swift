/// A file to be sent: its size and name are known, its bytes are asked for piece by piece.
package struct FileContent: Sendable {
    /// How a browser shall treat the file.
    package enum Disposition: String, Sendable {
        /// Save it. The rule for everything that people upload.
        case attachment
        /// Show it; only for types that cannot carry script (PDF, JPEG, PNG, plain text).
        case inline
    }

    let name: String
    let type: String
    let size: Int
    /// Names these very bytes, such as their digest; becomes the strong `ETag`.
    let version: String
    let disposition: Disposition
    /// Writes the bytes of the range, and only them, through the closure.
    let read: @Sendable (Range<Int>, _ write: ([UInt8]) async throws -> Void) async throws -> Void

    /// - Parameters:
    ///   - version: names the bytes (a digest); two files with one version are the same file.
    ///   - read: sends the bytes of a range in pieces; a piece should stay below 256 KB.
    package init(
        name: String, type: String, size: Int, version: String, disposition: Disposition = .attachment,
        read: @escaping @Sendable (Range<Int>, _ write: ([UInt8]) async throws -> Void) async throws -> Void
    ) {
        self.name = name
        self.type = type
        self.size = size
        self.version = version
        self.disposition = disposition
        self.read = read
    }

    /// A file whose bytes are at hand.
    package init(
        name: String, type: String, bytes: [UInt8], version: String, disposition: Disposition = .attachment
    ) {
        self.init(name: name, type: type, size: bytes.count, version: version, disposition: disposition) {
            range, write in
            try await write(Array(bytes[range]))
        }
    }

    /// The `Content-Disposition` of RFC 6266: a plain name for old programs, the whole name by RFC 5987 for the others.
    var dispositionHeader: String {
        let plain = name.unicodeScalars.map { scalar -> String in
            let isSafe =
                scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F
                && !"\"\\%;/".unicodeScalars.contains(scalar)
            return isSafe ? String(scalar) : "_"
        }
        return "\(disposition.rawValue); filename=\"\(plain.joined())\"; filename*=UTF-8''\(urlEncoded(name))"
    }
}

/// The one range of bytes that a request may ask for (RFC 9110 section 14).
enum ByteRange: Equatable {
    /// No range, or one that we may ignore: send everything.
    case whole
    case part(Range<Int>)
    /// Nothing of it lies within the file: 416.
    case unsatisfiable

    init(header: String?, size: Int) {
        guard let header, header.hasPrefix("bytes=") else {
            self = .whole
            return
        }
        let spec = header.dropFirst("bytes=".count)
        let ends = spec.split(separator: "-", omittingEmptySubsequences: false)
        guard !spec.contains(","), ends.count == 2 else {
            self = .whole
            return
        }
        switch (Self.number(ends[0]), Self.number(ends[1])) {
        case (.some(let first), .some(let last)):
            guard first <= last else {
                self = .whole
                return
            }
            self = first < size ? .part(first..<min(last, size - 1) + 1) : .unsatisfiable
        case (.some(let first), nil) where ends[1].isEmpty:
            self = first < size ? .part(first..<size) : .unsatisfiable
        case (nil, .some(let suffix)) where ends[0].isEmpty:
            self = suffix > 0 && size > 0 ? .part(max(0, size - suffix)..<size) : .unsatisfiable
        default:
            self = .whole
        }
    }

    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return Int(text)
    }
}
