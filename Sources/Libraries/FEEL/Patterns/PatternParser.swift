/// Reads a pattern; nil wherever it is not one.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private let options: Pattern.Options
    private(set) var groupCount = 0
    /// Groups that are closed, and may be referred to.
    private var closed: Set<Int> = []
    private var depth = 0

    init(_ source: String, options: Pattern.Options) {
        scalars = Array(source.unicodeScalars)
        self.options = options
    }

    mutating func parse() -> PatternNode? {
        guard let node = choice(), index == scalars.count else { return nil }
        return node
    }

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        index += 1
        return true
    }

    private mutating func choice() -> PatternNode? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 50, let first = sequence() else { return nil }
        var branches = [first]
        while take("|") {
            guard let branch = sequence() else { return nil }
            branches.append(branch)
        }
        return branches.count == 1 ? first : .choice(branches)
    }

    private mutating func sequence() -> PatternNode? {
        var nodes: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            if options.ignoresSpace, " \t\n\r".unicodeScalars.contains(scalar) {
                index += 1
                continue
            }
            guard let atom = atom(), let piece = repeated(atom) else { return nil }
            nodes.append(piece)
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func atom() -> PatternNode? {
        guard let scalar = next else { return nil }
        index += 1
        switch scalar {
        case "(": return group()
        case "[": return set().map { .set($0) }
        case ".": return .dot
        case "^": return .start
        case "$": return .end
        case "\\": return escape()
        case "*", "+", "?", "{", "}", "]", ")": return nil
        default: return .scalar(scalar)
        }
    }

    private mutating func group() -> PatternNode? {
        var number: Int?
        if take("?") {
            guard take(":") else { return nil }
        } else {
            groupCount += 1
            number = groupCount
        }
        guard let inner = choice(), take(")") else { return nil }
        if let number { closed.insert(number) }
        return .group(inner, number)
    }

    private mutating func repeated(_ atom: PatternNode) -> PatternNode? {
        guard let scalar = next else { return atom }
        var bounds: (Int, Int?)
        switch scalar {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{":
            index += 1
            guard let counted = counts() else { return nil }
            bounds = counted
            index -= 1
        default: return atom
        }
        index += 1
        let isLazy = take("?")
        if let next, "*+?{".unicodeScalars.contains(next) { return nil }
        return .repeated(atom, min: bounds.0, max: bounds.1, isLazy: isLazy)
    }

    /// `{2}`, `{2,}`, `{2,5}`, behind the opening brace.
    private mutating func counts() -> (Int, Int?)? {
        guard let low = number() else { return nil }
        var high: Int? = low
        if take(",") { high = next == "}" ? nil : number() ?? -1 }
        guard take("}"), high ?? low >= low else { return nil }
        return (low, high)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let scalar = next, Lexer.isDigit(scalar) {
            value = (value ?? 0) * 10 + Int(scalar.value - 48)
            guard value ?? 0 <= 10_000 else { return nil }
            index += 1
        }
        return value
    }

    // MARK: Escapes

    private mutating func escape() -> PatternNode? {
        guard let scalar = next else { return nil }
        if ("1"..."9").contains(scalar) {
            index += 1
            let number = Int(scalar.value - 48)
            return closed.contains(number) ? .backReference(number) : nil
        }
        if let known = classEscape() {
            return .set(ScalarSet(classes: [known]))
        }
        return plainEscape().map { .scalar($0) }
    }

    private mutating func plainEscape() -> Unicode.Scalar? {
        guard let scalar = next else { return nil }
        index += 1
        switch scalar {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "\\", "|", ".", "?", "*", "+", "(", ")", "{", "}", "[", "]", "-", "^", "$", "/": return scalar
        default: return nil
        }
    }

    private mutating func classEscape() -> ScalarClass? {
        guard let scalar = next else { return nil }
        let kind: ScalarClass.Kind
        switch scalar {
        case "d", "D": kind = .digit
        case "s", "S": kind = .space
        case "w", "W": kind = .word
        case "i", "I": kind = .nameStart
        case "c", "C": kind = .namePart
        case "p", "P": return category(isNegated: scalar == "P")
        default: return nil
        }
        index += 1
        return ScalarClass(kind: kind, isNegated: ("A"..."Z").contains(scalar))
    }

    private mutating func category(isNegated: Bool) -> ScalarClass? {
        let start = index
        index += 1
        guard take("{") else {
            index = start
            return nil
        }
        var name = ""
        while let scalar = next, scalar != "}" {
            name.unicodeScalars.append(scalar)
            index += 1
        }
        guard take("}") else { return nil }
        if name.hasPrefix("Is") {
            return Self.blocks[String(name.dropFirst(2))].map { ScalarClass(kind: .block($0), isNegated: isNegated) }
        }
        guard Self.categories.contains(name) else { return nil }
        return ScalarClass(kind: .category(name), isNegated: isNegated)
    }

    private static let categories: Set<String> = [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe",
        "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn",
    ]

    private static let blocks: [String: ClosedRange<UInt32>] = [
        "BasicLatin": 0x0...0x7F, "Latin-1Supplement": 0x80...0xFF, "LatinExtended-A": 0x100...0x17F,
        "LatinExtended-B": 0x180...0x24F, "Greek": 0x370...0x3FF, "GreekandCoptic": 0x370...0x3FF,
        "Cyrillic": 0x400...0x4FF, "Hebrew": 0x590...0x5FF, "Arabic": 0x600...0x6FF,
        "GeneralPunctuation": 0x2000...0x206F, "CurrencySymbols": 0x20A0...0x20CF,
        "CJKSymbolsandPunctuation": 0x3000...0x303F, "Hiragana": 0x3040...0x309F, "Katakana": 0x30A0...0x30FF,
        "CJKUnifiedIdeographsExtensionA": 0x3400...0x4DBF, "CJKUnifiedIdeographs": 0x4E00...0x9FFF,
        "HangulSyllables": 0xAC00...0xD7AF, "HalfwidthandFullwidthForms": 0xFF00...0xFFEF,
    ]

    // MARK: Sets

    /// Behind the opening bracket.
    private mutating func set() -> ScalarSet? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 50 else { return nil }
        var set = ScalarSet()
        set.isNegated = take("^")
        var isEmpty = true
        while let scalar = next, scalar != "]" {
            if scalar == "-", index + 1 < scalars.count, scalars[index + 1] == "[", !isEmpty {
                index += 2
                guard let inner = self.set(), next == "]" else { return nil }
                set.without.append(inner)
                break
            }
            guard member(into: &set) else { return nil }
            isEmpty = false
        }
        guard take("]"), !isEmpty else { return nil }
        return set
    }

    private mutating func member(into set: inout ScalarSet) -> Bool {
        guard let low = setScalar(&set) else { return false }
        guard let low else { return true }
        guard next == "-", index + 1 < scalars.count, scalars[index + 1] != "]", scalars[index + 1] != "[" else {
            set.ranges.append(low.value...low.value)
            return true
        }
        index += 1
        guard let high = setScalar(&set), let high, low.value <= high.value else { return false }
        set.ranges.append(low.value...high.value)
        return true
    }

    /// Nil when wrong; nil within when a whole class was added.
    private mutating func setScalar(_ set: inout ScalarSet) -> Unicode.Scalar?? {
        guard let scalar = next, scalar != "[" else { return nil }
        guard scalar == "\\" else {
            index += 1
            return .some(scalar)
        }
        index += 1
        if let known = classEscape() {
            set.classes.append(known)
            return .some(nil)
        }
        guard let plain = plainEscape() else { return nil }
        return .some(plain)
    }
}
