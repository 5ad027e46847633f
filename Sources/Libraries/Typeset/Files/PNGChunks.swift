/// Width and height in pixels, as an image file declares them.
struct ImageDimensions: Hashable {
    var width: Int
    var height: Int
}

/// The chain of chunks of a PNG file (ISO/IEC 15948).
struct PNGChunks {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    let dimensions: ImageDimensions
    /// Bytes that are no image: texts in chunks, and what stands behind the end.
    let foreignBytes: [UInt8]

    /// `nil` unless the chain begins with a header and reaches the end chunk.
    init?<Bytes: RandomAccessCollection<UInt8>>(_ bytes: Bytes) where Bytes.Index == Int {
        guard bytes.starts(with: Self.signature), bytes.bigEndian32(at: 8) == 13,
            Self.name(in: bytes, at: 12) == "IHDR",
            let width = bytes.bigEndian32(at: 16), let height = bytes.bigEndian32(at: 20)
        else { return nil }
        dimensions = ImageDimensions(width: width, height: height)
        var foreign: [UInt8] = []
        var offset = 8
        while true {
            guard let length = bytes.bigEndian32(at: offset), let name = Self.name(in: bytes, at: offset + 4),
                offset + 12 + length <= bytes.count
            else { return nil }
            let content = bytes[(offset + 8)..<(offset + 8 + length)]
            offset += 12 + length
            if name == "IEND" { break }
            if !Self.imageChunks.contains(name) { foreign += content.prefix(Self.longestForeignPart) }
        }
        foreignBytes = foreign + bytes[offset...].prefix(Self.longestForeignPart)
    }

    /// As far as programs look when they guess the kind of a file.
    static let longestForeignPart = 65_536

    private static let imageChunks: Set<String> = ["IHDR", "PLTE", "IDAT", "tRNS"]

    private static func name<Bytes: RandomAccessCollection<UInt8>>(in bytes: Bytes, at offset: Int) -> String?
    where Bytes.Index == Int {
        guard offset <= bytes.count - 4 else { return nil }
        let name = bytes[offset..<(offset + 4)]
        guard name.allSatisfy({ (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }) else { return nil }
        return String(decoding: name, as: UTF8.self)
    }
}
