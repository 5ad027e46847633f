/// Something wrong with an expression, found before or while it is evaluated. The code is stable, the sentence is for people.
package enum Problem: Sendable, Equatable {
    case syntax(SyntaxError.Reason)
    case unknownName(String)
    case unknownType(String)
    case unknownMember(String, of: String)
    case notCallable(String)
    case operands(String, String, String)
    case condition(String)
    case argumentCount(function: String, given: Int)
    case unknownArgument(function: String, name: String)
    case argument(function: String, parameter: String, given: String)
    case functionFailed(String)
    case noFiniteNumber
    case divisionByZero
    case notIterable(String)
    case notComparable(String, String)
    case indexOutOfRange
    case external
    case noClock
    case result(expected: String, given: String)

    /// Stable, for programs and documentation.
    package var code: String {
        switch self {
        case .syntax: "feel.syntax"
        case .unknownName: "feel.unknown-name"
        case .unknownType: "feel.unknown-type"
        case .unknownMember: "feel.unknown-member"
        case .notCallable: "feel.not-callable"
        case .operands, .condition: "feel.type"
        case .argumentCount, .unknownArgument, .argument: "feel.arguments"
        case .functionFailed: "feel.function"
        case .noFiniteNumber, .divisionByZero: "feel.arithmetic"
        case .notIterable: "feel.not-iterable"
        case .notComparable: "feel.not-comparable"
        case .indexOutOfRange: "feel.index"
        case .external: "feel.external"
        case .noClock: "feel.no-clock"
        case .result: "feel.result"
        }
    }
}

/// A problem with its place, as the checker reports it.
package struct Diagnostic: Sendable, Equatable {
    package let problem: Problem
    package let position: SourcePosition

    /// Line, column and sentence, for people.
    package var message: String { "第 \(position.line) 行第 \(position.column) 列：\(problem.sentence)" }
}
