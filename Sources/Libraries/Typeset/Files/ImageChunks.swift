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
            if !Self.imageChunks.contains(name) { foreign += content }
        }
        foreignBytes = foreign + bytes[offset...]
    }

    private static let imageChunks: Set<String> = ["IHDR", "PLTE", "IDAT", "tRNS"]

    private static func name<Bytes: RandomAccessCollection<UInt8>>(in bytes: Bytes, at offset: Int) -> String?
    where Bytes.Index == Int {
        guard offset <= bytes.count - 4 else { return nil }
        let name = bytes[offset..<(offset + 4)]
        guard name.allSatisfy({ (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }) else { return nil }
        return String(decoding: name, as: UTF8.self)
    }
}

/// The chain of segments of a JPEG file (ITU-T T.81) up to its first scan.
struct JPEGSegments {
    let dimensions: ImageDimensions
    /// Bytes that are no image: application data, comments, and what stands behind the end.
    let foreignBytes: [UInt8]

    /// `nil` unless a frame header and a scan are found.
    init?<Bytes: RandomAccessCollection<UInt8>>(_ bytes: Bytes) where Bytes.Index == Int {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var dimensions: ImageDimensions?
        var foreign: [UInt8] = []
        var offset = 2
        while true {
            guard offset + 4 <= bytes.count, bytes[offset] == 0xFF else { return nil }
            let marker = bytes[offset + 1]
            if marker == 0xFF {
                offset += 1
                continue
            }
            guard let length = bytes.bigEndian16(at: offset + 2), length >= 2, offset + 2 + length <= bytes.count else {
                return nil
            }
            switch marker {
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                guard dimensions == nil, length >= 8, let height = bytes.bigEndian16(at: offset + 5),
                    let width = bytes.bigEndian16(at: offset + 7)
                else { return nil }
                dimensions = ImageDimensions(width: width, height: height)
            case 0xE0...0xEF, 0xFE: foreign += bytes[(offset + 4)..<(offset + 2 + length)]
            default: break
            }
            offset += 2 + length
            if marker == 0xDA { break }
        }
        guard let dimensions else { return nil }
        self.dimensions = dimensions
        foreignBytes = foreign + Self.tail(of: bytes)
    }

    /// What stands behind the last end-of-image marker.
    private static func tail<Bytes: RandomAccessCollection<UInt8>>(of bytes: Bytes) -> Bytes.SubSequence
    where Bytes.Index == Int {
        var index = bytes.count - 2
        while index >= 0 {
            if bytes[index] == 0xFF && bytes[index + 1] == 0xD9 { return bytes[(index + 2)...] }
            index -= 1
        }
        return bytes[bytes.endIndex...]
    }
}
