import SeededRandom

extension SeededRandom {
    /// Chinese prose without sense: characters, punctuation, now and then a Latin word, a number or a rare character.
    /// About `length` pieces, from the first `alphabet` ideographs.
    mutating func prose(length: Int, alphabet: UInt32 = 20_902) -> String {
        var text = ""
        for _ in 0..<length {
            switch int(0...39) {
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
}
