/// Why a text is no FEEL, and where.
package struct SyntaxError: Error, Sendable, Equatable {
    /// What is wrong.
    package enum Reason: Sendable, Equatable {
        case unclosedComment
        case unclosedText
        case unknownEscape
        case unexpectedCharacter(String)
        case unexpected(String, expected: String)
        case unexpectedEnd(expected: String)
        case invalidLiteral(String)
        case tooLong
        case tooDeep
        case repeatedKey(String)
    }

    package let reason: Reason
    package let position: SourcePosition

    init(_ reason: Reason, at position: SourcePosition) {
        self.reason = reason
        self.position = position
    }
}
