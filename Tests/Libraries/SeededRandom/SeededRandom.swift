import Identifiers

/// Repeatable random numbers for property tests : the seed in a failure message brings the failure back.
package struct SeededRandom: RandomNumberGenerator {
    private var source: SplitMix64

    package init(_ seed: UInt64) {
        source = SplitMix64(seed: seed)
    }

    package mutating func next() -> UInt64 { source.next() }

    /// A number within the range.
    package mutating func int(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &self)
    }

    /// One of the elements.
    package mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[int(0...elements.count - 1)]
    }

    /// Random bytes.
    package mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &self) }
    }

    /// Text that mixes what people type with what they should not: letters, digits, Chinese, marks, emoji, controls.
    package mutating func text(upTo length: Int) -> String {
        var text = ""
        for _ in 0..<int(0...length) {
            switch int(0...9) {
            case 0...4: text.append(pick(Self.usual))
            case 5: text.append(pick(Self.chinese))
            case 6: text.append(pick(Self.awkward))
            default:
                let scalar = Unicode.Scalar(UInt32(int(0...0x10FFFF))) ?? "\u{FFFD}"
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static let usual = Array("0123456789XxAaYyNn-+ ()")
    private static let chinese = Array("忻州市五台山张王李阳省区县号转𠮷㛃０１Ｘ")
    private static let awkward: [Character] = [
        "\u{301}", "\u{200B}", "\u{0}", "\r\n", "👨‍👩‍👧", "ﬁ", "İ", "ß", "٣", "\u{FEFF}",
    ]
}
