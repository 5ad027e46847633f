/// Repeatable random numbers for property tests (SplitMix64): the seed in a failure message brings the failure back.
package struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    package init(_ seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

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
