@testable import Typeset

/// A picture made for a test, written as an uncompressed PNG.
struct TestPicture {
    let width: Int
    let height: Int
    /// Red, green, blue, opacity of each pixel.
    var pixels: [UInt8]

    /// A picture of one colour.
    init(width: Int, height: Int, red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
        self.width = width
        self.height = height
        pixels = (0..<width * height).flatMap { _ in [red, green, blue, alpha] }
    }

    /// A QR code with its quiet zone.
    init(code: QRCode, scale: Int) {
        let zone = QRCode.quietZone
        let side = (code.side + 2 * zone) * scale
        self.init(width: side, height: side, red: 255, green: 255, blue: 255)
        for y in 0..<side {
            for x in 0..<side {
                let row = y / scale - zone
                let column = x / scale - zone
                guard (0..<code.side).contains(row), (0..<code.side).contains(column), code[row: row, column: column]
                else { continue }
                for channel in 0..<3 { pixels[(y * side + x) * 4 + channel] = 0 }
            }
        }
    }

    /// The file; `header` tells lies about the size, `extra` chunks stand before the pixels.
    func png(claiming claimed: (width: Int, height: Int)? = nil, extra: [(String, [UInt8])] = []) -> [UInt8] {
        let size = claimed ?? (width, height)
        var rows: [UInt8] = []
        for row in 0..<height { rows += [0] + pixels[(row * width * 4)..<((row + 1) * width * 4)] }
        var file = PNGChunks.signature
        file += Self.chunk("IHDR", Self.big(size.width) + Self.big(size.height) + [8, 6, 0, 0, 0])
        for (name, content) in extra { file += Self.chunk(name, content) }
        return file + Self.chunk("IDAT", Self.stored(rows)) + Self.chunk("IEND", [])
    }

    static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return big(content.count) + body + big(Int(checksum(body)))
    }

    /// A zlib stream of stored blocks.
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        var rest = bytes[...]
        repeat {
            let part = rest.prefix(65_535)
            rest = rest.dropFirst(part.count)
            let length = UInt16(part.count)
            stream += [rest.isEmpty ? 1 : 0]
            for number in [length, ~length] { stream += [UInt8(number & 255), UInt8(number >> 8)] }
            stream += part
        } while !rest.isEmpty
        var low = 1
        var high = 0
        for byte in bytes {
            low = (low + Int(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return stream + big(high << 16 | low)
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
    }

    private static func big(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
