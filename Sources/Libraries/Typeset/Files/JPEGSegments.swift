/// The chain of segments of a JPEG file (ITU-T T.81) up to its first scan.
struct JPEGSegments {
    let dimensions: ImageDimensions
    /// Bytes that are no image: application data, comments, and what stands behind the end.
    let foreignBytes: [UInt8]
    /// Offset of the first byte of picture data.
    private let firstScan: Int

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
        firstScan = offset
        foreignBytes = foreign + Self.tail(of: bytes).prefix(PNGChunks.longestForeignPart)
    }

    /// Number of scans of the picture, each of which costs the decoder a pass over all of it; `nil` if the picture does
    /// not end, which decoders would hide by painting the rest grey.
    func scanCount(in bytes: [UInt8]) -> Int? {
        var scans = 1
        var offset = firstScan
        while offset + 1 < bytes.count {
            switch (bytes[offset], bytes[offset + 1]) {
            case (0xFF, 0xD9): return scans
            case (0xFF, 0x00), (0xFF, 0xD0...0xD7): offset += 2
            case (0xFF, 0x01...0xFE):
                if bytes[offset + 1] == 0xDA { scans += 1 }
                offset += 2 + max(2, bytes.bigEndian16(at: offset + 2) ?? 2)
            default: offset += 1
            }
        }
        return nil
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
