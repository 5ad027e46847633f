import Foundation

/// Readings of Chinese texts in pinyin without tones, for search; built once for the characters that occur.
struct Pinyin {
    private var readings: [Character: [UInt8]] = [:]

    /// Full spelling and initials of a text; Latin letters and digits stand for themselves.
    struct Reading: Hashable {
        var full: [UInt8] = []
        var initials: [UInt8] = []
    }

    mutating func read(_ text: String) -> Reading {
        var reading = Reading()
        var rest = Substring(text)
        while let character = rest.first {
            if let (word, syllables) = Self.override(at: rest) {
                for syllable in syllables { append(Array(syllable.utf8), to: &reading) }
                rest = rest.dropFirst(word)
                continue
            }
            append(syllable(of: character), to: &reading)
            rest = rest.dropFirst()
        }
        return reading
    }

    private func append(_ syllable: [UInt8], to reading: inout Reading) {
        guard let first = syllable.first else { return }
        reading.full += syllable
        reading.initials.append(first)
    }

    private mutating func syllable(of character: Character) -> [UInt8] {
        if let known = readings[character] { return known }
        let syllable = Self.transform(character)
        readings[character] = syllable
        return syllable
    }

    private static func transform(_ character: Character) -> [UInt8] {
        if let ascii = character.asciiValue {
            let isWord = (48...57).contains(ascii) || (97...122).contains(ascii | 0x20)
            return isWord ? [(65...90).contains(ascii) ? ascii | 0x20 : ascii] : []
        }
        if character == "地" { return Array("di".utf8) }
        let latin = String(character).applyingTransform(.mandarinToLatin, reverse: false) ?? ""
        let plain = latin.applyingTransform(.stripDiacritics, reverse: false) ?? ""
        return plain.utf8.filter { (97...122).contains($0) }
    }

    /// Words whose characters have another reading than the usual one of each.
    private static let overrides: [String: [String]] = [
        "会计": ["kuai", "ji"], "银行": ["yin", "hang"], "行业": ["hang", "ye"], "长期": ["chang", "qi"],
        "延长": ["yan", "chang"], "给付": ["ji", "fu"], "供给": ["gong", "ji"], "调解": ["tiao", "jie"],
        "调整": ["tiao", "zheng"], "空调": ["kong", "tiao"], "音乐": ["yin", "yue"], "畜牧": ["xu", "mu"],
        "重新": ["chong", "xin"], "繁峙": ["fan", "shi"], "偿还": ["chang", "huan"], "归还": ["gui", "huan"],
        "便宜": ["pian", "yi"], "首都": ["shou", "du"], "成都": ["cheng", "du"], "厦门": ["xia", "men"],
        "参差": ["cen", "ci"], "重复": ["chong", "fu"], "行长": ["hang", "zhang"], "特长": ["te", "chang"],
        "还款": ["huan", "kuan"], "还贷": ["huan", "dai"], "曲艺": ["qu", "yi"], "单于": ["chan", "yu"],
    ]
    private static let overrideStarts = Set(overrides.keys.compactMap(\.first))

    private static func override(at text: Substring) -> (Int, [String])? {
        guard let first = text.first, overrideStarts.contains(first) else { return nil }
        let word = String(text.prefix(2))
        return overrides[word].map { (2, $0) }
    }
}
