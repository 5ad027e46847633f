import CQRencode
import Glibc

/// A QR code (ISO/IEC 18004), error correction level M.
package struct QRCode: Sendable, Hashable {
    /// Modules per side, without the quiet zone.
    package let side: Int
    /// Row by row; true is dark.
    package let modules: [Bool]

    /// Why a text has no QR code.
    package enum Failure: Error, Hashable {
        case emptyText
        /// The text holds U+0000.
        case nullCharacter
        /// More than a code of version 40 can hold.
        case tooLong
        /// The encoder failed, with its `errno`.
        case encoder(Int32)
    }

    /// Encodes a text as UTF-8, in the smallest version that holds it.
    package init(_ text: String) throws(Failure) {
        guard !text.isEmpty else { throw .emptyText }
        guard !text.utf8.contains(0) else { throw .nullCharacter }
        errno = 0
        guard let code = text.utf8.allSatisfy({ $0 < 0x80 }) ? Self.encodedASCII(text) : Self.encodedUTF8(text) else {
            throw errno == ERANGE ? .tooLong : .encoder(errno)
        }
        defer { QRcode_free(code) }
        let side = Int(code.pointee.width)
        self.side = side
        modules = (0..<side * side).map { code.pointee.data[$0] & 1 == 1 }
    }

    /// Digits and capitals in their shorter modes.
    private static func encodedASCII(_ text: String) -> UnsafeMutablePointer<CQRencode.QRcode>? {
        QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1)
    }

    /// In one piece, declared as UTF-8 (ECI 26): readers guess the encoding of each piece, and guess short ones wrong.
    private static func encodedUTF8(_ text: String) -> UnsafeMutablePointer<CQRencode.QRcode>? {
        guard let input = QRinput_new2(0, QR_ECLEVEL_M) else { return nil }
        defer { QRinput_free(input) }
        let bytes = Array(text.utf8)
        guard bytes.count <= Int(Int32.max), QRinput_appendECIheader(input, 26) == 0,
            QRinput_append(input, QR_MODE_8, Int32(bytes.count), bytes) == 0
        else { return nil }
        return QRcode_encodeInput(input)
    }

    /// Whether the module is dark.
    package subscript(row row: Int, column column: Int) -> Bool {
        modules[row * side + column]
    }

    /// Light modules around the code that readers need.
    package static let quietZone = 4

    /// Horizontal bars of dark modules, as (row, first column, length).
    var bars: [(row: Int, column: Int, length: Int)] {
        var bars: [(row: Int, column: Int, length: Int)] = []
        for row in 0..<side {
            var column = 0
            while column < side {
                let start = column
                while column < side && self[row: row, column: column] { column += 1 }
                if column > start { bars.append((row, start, column - start)) }
                column += 1
            }
        }
        return bars
    }

    /// The code as an SVG element of `size` CSS pixels for use in HTML, with its quiet zone on white; `label` is what a
    /// screen reader says. It holds no style attribute, so a strict content security policy lets it pass.
    package func svg(size: Int, label: String) -> String {
        let zone = Self.quietZone
        let full = side + 2 * zone
        let path = bars.map { "M\($0.column + zone) \($0.row + zone)h\($0.length)v1h-\($0.length)z" }.joined()
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(size)" height="\(size)" viewBox="0 0 \(full) \(full)" \
            role="img" aria-label="\(Self.escaped(label))" shape-rendering="crispEdges">\
            <rect width="\(full)" height="\(full)" fill="#fff"/><path d="\(path)"/></svg>
            """
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\u{0}"..<" ": escaped += " "
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
