/// Where something stands in a text: line and column, both from 1.
package struct SourcePosition: Sendable, Hashable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    static let start = SourcePosition(line: 1, column: 1)
}

/// A word, number, text or mark of FEEL.
struct Token {
    enum Kind: Equatable {
        /// A name part or keyword.
        case word
        case number
        /// A quoted text; `text` is what it means, escapes resolved.
        case string
        case mark
        case end
    }

    let kind: Kind
    let text: String
    let position: SourcePosition
    /// Whether white space stands before it.
    let isApart: Bool
}

/// Cuts a text into tokens.
struct Lexer {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var line = 1
    private var lineStart = 0

    /// Throws: `SyntaxError` for an unclosed text or comment, an unknown escape or a character that FEEL does not use.
    static func tokens(of source: String) throws(SyntaxError) -> [Token] {
        var lexer = Lexer(scalars: Array(source.unicodeScalars))
        return try lexer.all()
    }

    private init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    private var position: SourcePosition { SourcePosition(line: line, column: index - lineStart + 1) }

    private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        index + ahead < scalars.count ? scalars[index + ahead] : nil
    }

    private mutating func all() throws(SyntaxError) -> [Token] {
        var tokens: [Token] = []
        while true {
            let before = index
            try skipSpace()
            let isApart = index > before
            let start = position
            guard let scalar = peek() else {
                tokens.append(Token(kind: .end, text: "", position: start, isApart: isApart))
                return tokens
            }
            let (kind, text) = try next(scalar)
            tokens.append(Token(kind: kind, text: text, position: start, isApart: isApart))
        }
    }

    private mutating func next(_ scalar: Unicode.Scalar) throws(SyntaxError) -> (Token.Kind, String) {
        if scalar == "\"" { return (.string, try quoted()) }
        if Self.isDigit(scalar) || (scalar == "." && peek(1).map(Self.isDigit) == true) { return (.number, number()) }
        if Self.isNameStart(scalar) { return (.word, take(while: Self.isNamePart)) }
        return (.mark, try mark(scalar))
    }

    // MARK: Space and comments

    private mutating func skipSpace() throws(SyntaxError) {
        while let scalar = peek() {
            if scalar == "/", peek(1) == "/" {
                while let next = peek(), next != "\n" { index += 1 }
            } else if scalar == "/", peek(1) == "*" {
                try skipComment()
            } else if Self.isSpace(scalar) {
                index += 1
                if scalar == "\n" { (line, lineStart) = (line + 1, index) }
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(SyntaxError) {
        let start = position
        index += 2
        while let scalar = peek() {
            index += 1
            if scalar == "*", peek() == "/" {
                index += 1
                return
            }
            if scalar == "\n" { (line, lineStart) = (line + 1, index) }
        }
        throw SyntaxError(.unclosedComment, at: start)
    }

    // MARK: Tokens

    private static let pairs: Set<String> = ["**", "<=", ">=", "!=", "..", "->"]

    private mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = peek(), condition(scalar) {
            text.append(scalar)
            index += 1
        }
        return String(text)
    }

    private mutating func number() -> String {
        var text = take(while: Self.isDigit)
        if peek() == ".", peek(1).map(Self.isDigit) == true {
            index += 1
            text += "." + take(while: Self.isDigit)
        }
        // An exponent needs a digit; otherwise `e` begins a word.
        if peek() == "e" || peek() == "E" {
            let signed = peek(1) == "+" || peek(1) == "-"
            if peek(signed ? 2 : 1).map(Self.isDigit) == true {
                text += "e"
                index += 1
                if signed {
                    text.unicodeScalars.append(scalars[index])
                    index += 1
                }
                text += take(while: Self.isDigit)
            }
        }
        return text
    }

    private mutating func mark(_ scalar: Unicode.Scalar) throws(SyntaxError) -> String {
        if let second = peek(1) {
            let pair = String(String.UnicodeScalarView([scalar, second]))
            if Self.pairs.contains(pair) {
                index += 2
                return pair
            }
        }
        guard
            "+-*/=<>()[]{},.:@'!|;".unicodeScalars.contains(scalar) || scalar.properties.generalCategory == .mathSymbol
        else { throw SyntaxError(.unexpectedCharacter(String(scalar)), at: position) }
        index += 1
        return String(scalar)
    }

    private mutating func quoted() throws(SyntaxError) -> String {
        let start = position
        index += 1
        var text = String.UnicodeScalarView()
        while let scalar = peek() {
            index += 1
            switch scalar {
            case "\"": return String(text)
            case "\\": text.append(try escaped())
            case "\n":
                (line, lineStart) = (line + 1, index)
                text.append(scalar)
            default: text.append(scalar)
            }
        }
        throw SyntaxError(.unclosedText, at: start)
    }

    private mutating func escaped() throws(SyntaxError) -> Unicode.Scalar {
        let start = position
        guard let scalar = peek() else { throw SyntaxError(.unclosedText, at: start) }
        index += 1
        switch scalar {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "\"", "\\", "'": return scalar
        case "u", "U":
            var code = try hexadecimal(scalar == "u" ? 4 : 6, start)
            // Two halves of a surrogate pair make one character.
            if (0xD800..<0xDC00).contains(code), peek() == "\\", peek(1) == "u" {
                index += 2
                let low = try hexadecimal(4, start)
                guard (0xDC00..<0xE000).contains(low) else { throw SyntaxError(.unknownEscape, at: start) }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let result = Unicode.Scalar(code) else { throw SyntaxError(.unknownEscape, at: start) }
            return result
        default: throw SyntaxError(.unknownEscape, at: start)
        }
    }

    private mutating func hexadecimal(_ count: Int, _ start: SourcePosition) throws(SyntaxError) -> UInt32 {
        let digits = String(String.UnicodeScalarView(scalars[index..<min(index + count, scalars.count)]))
        guard digits.utf8.count == count, let code = UInt32(digits, radix: 16) else {
            throw SyntaxError(.unknownEscape, at: start)
        }
        index += count
        return code
    }

    // MARK: Characters

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{180E}" || scalar == "\u{200B}"
    }

    /// Letters, underscore and the question mark that stands for the tested value.
    static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return scalar.properties.isAlphabetic || scalar == "_" || scalar == "?"
        }
        switch scalar.value {
        case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F,
            0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            return !Self.isSpace(scalar)
        default: return false
        }
    }

    static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        isNameStart(scalar) || isDigit(scalar) || scalar == "\u{B7}" || (0x300...0x36F).contains(scalar.value)
            || (0x203F...0x2040).contains(scalar.value)
    }
}
