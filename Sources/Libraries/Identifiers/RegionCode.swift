/// The code of an administrative division (区划代码, GB/T 2260 and its 12-digit extension), kept as 12 digits.
package struct RegionCode: TextIdentifier {
    package let text: String

    /// Reads 6, 9 or 12 digits; shorter forms are filled with zeros.
    package init(_ text: String) throws(IdentifierError) {
        let bytes = try TypedText(text).bytes(as: .regionCode, lengths: [6, 9, 12]) { _ in .digit }
        let digits = String(decoding: bytes, as: UTF8.self)
        guard let province = Int(digits.prefix(2)), Self.provincePrefixes.contains(province) else {
            throw IdentifierError(.regionCode, .unknownSegment(String(digits.prefix(2)), position: 1))
        }
        self.text = digits + String(repeating: "0", count: 12 - digits.count)
    }

    private init(padding digits: Substring) {
        text = digits + String(repeating: "0", count: 12 - digits.count)
    }

    /// The first two digits of the provinces, regions and municipalities.
    static let provincePrefixes: Set<Int> = [
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
        50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82,
    ]

    /// How far down a division stands.
    package enum Level: Int, Sendable, Hashable, Codable, CaseIterable, Comparable {
        case province = 2
        case city = 4
        case county = 6
        case town = 9
        case village = 12

        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// How far down the division stands, by its last digits that are not zero.
    package var level: Level {
        let significant = text.reversed().drop { $0 == "0" }.count
        return Level.allCases.first { $0.rawValue >= significant } ?? .village
    }

    /// The division above; cities without counties are the parents of their towns. Nil for a province.
    package var parent: RegionCode? {
        let above = Level.allCases.last { $0 < level }
        guard let above else { return nil }
        return RegionCode(padding: text.prefix(above.rawValue))
    }

    /// Whether `other` is this division or lies within it.
    package func contains(_ other: RegionCode) -> Bool {
        other.text.hasPrefix(text.prefix(level.rawValue))
    }

    /// The first six digits, the form of GB/T 2260.
    package var six: String { String(text.prefix(6)) }

    /// As short as the level allows: six digits to the county, nine for a town, twelve for a village.
    package var short: String {
        String(text.prefix(max(6, level.rawValue)))
    }
}
