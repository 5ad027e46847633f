/// SplitMix64: the same seed gives the same numbers.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Chinese prose without sense: characters, punctuation, now and then a Latin word, a number or a rare character.
    /// About `length` pieces, from the first `alphabet` ideographs.
    mutating func prose(length: Int, alphabet: UInt32 = 20_902) -> String {
        var text = ""
        for _ in 0..<length {
            switch Int.random(in: 0..<40, using: &self) {
            case 0...2: text += pick(["，", "。", "、", "；", "：", "（", "）", "《", "》", "“", "”", "？"])
            case 3: text += "2026年11月24日"
            case 4: text += pick([" Swift ", "GB/T 9704", "办件编号14090020261124000123", "user@example.cn"])
            case 5: text += pick(["𠮷", "䶮", "㛃", "〇", "喆"])
            default:
                let code = UInt32.random(in: 0x4E00..<(0x4E00 + alphabet), using: &self)
                if let scalar = Unicode.Scalar(code) { text.unicodeScalars.append(scalar) }
            }
        }
        return text
    }

    private mutating func pick(_ words: [String]) -> String {
        words[Int.random(in: 0..<words.count, using: &self)]
    }
}
