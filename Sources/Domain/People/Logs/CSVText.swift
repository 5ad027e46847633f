/// A table as CSV for spreadsheet programs: UTF-8 with byte order mark, CRLF, every cell quoted.
package struct CSVText: Sendable {
    package private(set) var text: String

    /// Lines that go on from others.
    init() {
        text = ""
    }

    /// - Parameter header: the names of the columns.
    package init(header: [String]) {
        text = "\u{FEFF}"
        append(header)
    }

    /// Adds a row. A cell that a spreadsheet would run as a formula gets an apostrophe in front.
    package mutating func append(_ cells: [String]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { text += "," }
            text += "\""
            if let first = cell.unicodeScalars.first, Self.startsFormula(first) { text += "'" }
            for character in cell.unicodeScalars {
                switch character {
                case "\"": text += "\"\""
                case "\r", "\n", "\t": text += " "
                default: text.unicodeScalars.append(character)
                }
            }
            text += "\""
        }
        text += "\r\n"
    }

    private static func startsFormula(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": true
        default: false
        }
    }
}
