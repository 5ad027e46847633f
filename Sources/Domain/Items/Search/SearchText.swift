/// A text as the search compares it: letters small, full-width forms narrowed, blanks and marks dropped.
struct SearchText: Hashable {
    let scalars: [UInt32]

    init(_ text: some StringProtocol) {
        var scalars: [UInt32] = []
        scalars.reserveCapacity(text.utf8.count / 3 + 1)
        for scalar in text.unicodeScalars {
            var value = scalar.value
            if (0xFF01...0xFF5E).contains(value) { value -= 0xFEE0 }
            if (65...90).contains(value) { value |= 0x20 }
            if Self.isKept(value) { scalars.append(value) }
        }
        self.scalars = scalars
    }

    init(scalars: [UInt32]) {
        self.scalars = scalars
    }

    private static func isKept(_ value: UInt32) -> Bool {
        switch value {
        case 48...57, 97...122: true
        case 0...0xFF, 0x2000...0x2FFF, 0x3000...0x303F, 0xFE30...0xFE4F, 0xFF00...0xFFEF: false
        default: true
        }
    }

    var isEmpty: Bool { scalars.isEmpty }

    /// Letters and digits only.
    var isLatin: Bool { scalars.allSatisfy { $0 < 0x80 } }

    /// The bytes of a Latin text, with `v` for `ü` written as the readings have it.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for scalar in scalars {
            let byte = UInt8(truncatingIfNeeded: scalar)
            let afterLN = bytes.last == UInt8(ascii: "l") || bytes.last == UInt8(ascii: "n")
            bytes.append(byte == UInt8(ascii: "v") && afterLN ? UInt8(ascii: "u") : byte)
        }
        return bytes
    }

    var string: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
        return String(view)
    }

    /// Without the words around what is asked for: 我要开个饭店怎么办 → 开饭店.
    var core: SearchText {
        var text = string
        for (word, shorter) in Self.shorter { text = text.replacing(word, with: shorter) }
        var isChanging = true
        while isChanging {
            isChanging = false
            for opening in Self.openings where text.hasPrefix(opening) && text.count > opening.count + 1 {
                text.removeFirst(opening.count)
                isChanging = true
            }
            for ending in Self.endings where text.hasSuffix(ending) && text.count > ending.count + 1 {
                text.removeLast(ending.count)
                isChanging = true
            }
        }
        return SearchText(text)
    }

    private static let shorter: [(String, String)] = [
        ("开一家", "开"), ("开一个", "开"), ("开个", "开"), ("开家", "开"), ("办一个", "办"), ("办个", "办"),
        ("领个", "领"), ("要个", "要"), ("补一个", "补"), ("补个", "补"),
    ]
    private static let openings = ["我要", "我想", "我们", "想要", "请问", "怎么", "怎样", "如何", "需要", "在哪", "去哪", "哪里", "我"]
    private static let endings = [
        "怎么办理", "怎么办", "怎么弄", "需要什么材料", "要什么材料", "需要什么", "要什么", "需要哪些材料", "在哪办", "去哪办", "去哪里办", "多少钱", "流程", "手续",
        "吗", "呢", "啊",
    ]
}
