/// A regular expression of XPath (XML Schema patterns with anchors, lazy repeats and back-references), matched with a
/// bounded number of steps: a pattern that would run for ever throws instead.
struct Pattern {
    let root: PatternNode
    let groupCount: Int
    let options: Options
    private(set) var program = PatternProgram()

    /// What making it cost, in steps.
    var size: Int { program.steps.count }

    struct Options {
        var dotTakesNewline = false
        var isMultiline = false
        var ignoresCase = false
        var ignoresSpace = false
        var isLiteral = false
    }

    /// Nil for an invalid pattern or unknown flags.
    init?(_ source: String, flags: String) {
        var options = Options()
        for flag in flags {
            switch flag {
            case "s": options.dotTakesNewline = true
            case "m": options.isMultiline = true
            case "i": options.ignoresCase = true
            case "x": options.ignoresSpace = true
            case "q": options.isLiteral = true
            default: return nil
            }
        }
        guard source.utf8.count <= 4_096 else { return nil }
        self.options = options
        if options.isLiteral {
            root = .sequence(source.unicodeScalars.map { .scalar($0) })
            groupCount = 0
        } else {
            var parser = PatternParser(source, options: options)
            guard let root = parser.parse() else { return nil }
            self.root = root
            groupCount = parser.groupCount
        }
        guard let program = PatternProgram(self) else { return nil }
        self.program = program
    }

    /// What matched: the whole and its groups, as positions in the text.
    struct Found {
        let range: Range<Int>
        let groups: [Range<Int>?]
    }

    /// Throws: `LimitExceeded` when the steps run out.
    func firstMatch(in text: [Unicode.Scalar], from start: Int, _ machine: inout Machine) throws -> Found? {
        var matcher = PatternMatcher(pattern: self, text: text)
        for position in start...text.count {
            if let found = try matcher.match(at: position, &machine) { return found }
        }
        return nil
    }

    private func allMatches(in text: [Unicode.Scalar], _ machine: inout Machine) throws -> [Found] {
        var matches: [Found] = []
        var position = 0
        while position <= text.count, let found = try firstMatch(in: text, from: position, &machine) {
            try machine.take(cells: 2)
            matches.append(found)
            position = found.range.isEmpty ? found.range.upperBound + 1 : found.range.upperBound
        }
        return matches
    }

    /// Every match replaced, `$1` … `$9` standing for groups and `$0` for all of it; nil for a wrong replacement text.
    func replacing(in text: String, with replacement: String, _ machine: inout Machine) throws -> String? {
        guard let parts = options.isLiteral ? [.text(replacement)] : ReplacementPart.parts(of: replacement) else {
            return nil
        }
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var position = 0
        for found in try allMatches(in: scalars, &machine) {
            result.append(contentsOf: scalars[position..<found.range.lowerBound])
            for part in parts {
                switch part {
                case .text(let text): result.append(contentsOf: text.unicodeScalars)
                case .group(0): result.append(contentsOf: scalars[found.range])
                case .group(let number):
                    guard number <= found.groups.count, let range = found.groups[number - 1] else { continue }
                    result.append(contentsOf: scalars[range])
                }
            }
            position = found.range.upperBound
            try machine.take(cells: replacement.utf8.count / 24 + 1)
        }
        result.append(contentsOf: scalars[position...])
        let made = String(result)
        try machine.take(text: made)
        return made
    }

    /// The pieces between matches.
    func split(_ text: String, _ machine: inout Machine) throws -> [String] {
        let scalars = Array(text.unicodeScalars)
        var pieces: [String] = []
        var position = 0
        for found in try allMatches(in: scalars, &machine) where !found.range.isEmpty {
            pieces.append(String(String.UnicodeScalarView(scalars[position..<found.range.lowerBound])))
            position = found.range.upperBound
        }
        pieces.append(String(String.UnicodeScalarView(scalars[position...])))
        try machine.take(cells: pieces.count + scalars.count / 24)
        return pieces
    }
}

/// A part of a replacement text.
enum ReplacementPart {
    case text(String)
    case group(Int)

    static func parts(of source: String) -> [ReplacementPart]? {
        var parts: [ReplacementPart] = []
        var text = ""
        var rest = source[...]
        while let character = rest.popFirst() {
            switch character {
            case "\\":
                guard let next = rest.popFirst(), next == "\\" || next == "$" else { return nil }
                text.append(next)
            case "$":
                guard let digit = rest.popFirst()?.wholeNumberValue else { return nil }
                parts.append(.text(text))
                parts.append(.group(digit))
                text = ""
            default: text.append(character)
            }
        }
        parts.append(.text(text))
        return parts
    }
}

/// A piece of a pattern.
indirect enum PatternNode {
    case scalar(Unicode.Scalar)
    case set(ScalarSet)
    case dot
    case start
    case end
    case sequence([PatternNode])
    case choice([PatternNode])
    case group(PatternNode, Int?)
    case backReference(Int)
    case repeated(PatternNode, min: Int, max: Int?, isLazy: Bool)
}

/// Characters that a class takes.
struct ScalarSet {
    var isNegated = false
    var ranges: [ClosedRange<UInt32>] = []
    var classes: [ScalarClass] = []
    /// Characters taken away again: `[a-z-[aeiou]]`.
    var without: [ScalarSet] = []

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let isMember = ranges.contains { $0.contains(scalar.value) } || classes.contains { $0.contains(scalar) }
        return isMember != isNegated && !without.contains { $0.contains(scalar) }
    }
}

/// `\d`, `\s`, `\w`, `\i`, `\c`, `\p{…}` and their opposites.
struct ScalarClass {
    enum Kind {
        case digit, space, word, nameStart, namePart
        case category(String)
        case block(ClosedRange<UInt32>)
    }

    let kind: Kind
    let isNegated: Bool

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let isMember: Bool =
            switch kind {
            case .digit: scalar.properties.generalCategory == .decimalNumber
            case .space: " \t\n\r".unicodeScalars.contains(scalar)
            case .word: !["P", "Z", "C"].contains(Self.category(of: scalar).prefix(1))
            case .nameStart: Lexer.isNameStart(scalar) && scalar != "?" || scalar == ":"
            case .namePart: Lexer.isNamePart(scalar) && scalar != "?" || ":.-".unicodeScalars.contains(scalar)
            case .category(let name): Self.category(of: scalar).hasPrefix(name)
            case .block(let range): range.contains(scalar.value)
            }
        return isMember != isNegated
    }

    static func category(of scalar: Unicode.Scalar) -> String {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .surrogate: "Cs"
        case .privateUse: "Co"
        case .unassigned: "Cn"
        @unknown default: "Cn"
        }
    }
}
