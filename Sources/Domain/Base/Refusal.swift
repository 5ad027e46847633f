/// A "no" that the rules gave: an answer, not a failure.
///
/// Each module has one enum of refusals. Doors map `kind` to an HTTP status and show `reason` to people.
package protocol Refusal: Error, Sendable {
    /// Stable machine word such as `case.changed-meanwhile`; one page in `docs/problems` explains each.
    var code: String { get }
    var kind: RefusalKind { get }
    /// What is wrong and what to do, in Chinese, without row values or ID numbers.
    var reason: String { get }
    /// What is wrong in single fields, in the order of the form.
    var fields: [FieldProblem] { get }
}

extension Refusal {
    package var fields: [FieldProblem] { [] }
}

/// The shapes of refusal that every door knows how to answer.
package enum RefusalKind: Sendable, CaseIterable {
    case invalid
    case unauthenticated
    case forbidden
    case notFound
    /// Another person was faster or the state does not allow it.
    case conflict
    /// The version given is not the current one (HTTP 412 for programs, a comparison page for people).
    case stale
    case gone
    case tooLarge
    case tooMany
    case unavailable
}

/// What is wrong with one field of a form: the field's key and a sentence in Chinese.
package struct FieldProblem: Sendable, Hashable, Codable {
    package let field: String
    package let message: String

    package init(field: String, message: String) {
        self.field = field
        self.message = message
    }
}
