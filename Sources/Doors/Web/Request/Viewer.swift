import Base
package import People

/// Who looks at a page and how they want to see it: all that a layout needs to know about a request.
package struct Viewer: Sendable {
    package let preferences: Preferences
    /// The path of the page, to mark the place in the menus.
    package let path: String
    /// The path with its query, to come back to.
    package let location: String
    let facts: RequestFacts
    let formGuard: FormGuard

    package var visitor: Visitor { facts.visitor }

    /// The open session, if any.
    package var session: Session? {
        if case .session(let session) = visitor { session } else { nil }
    }

    package var citizen: Citizen? { session?.citizen }

    package var officer: Officer? { session?.officer }

    /// Names this request in the log; shown with errors as 查询编号.
    package var requestID: String { facts.requestID }

    /// The hidden field that every form of this reader must begin with.
    package var formToken: FormToken { FormToken(value: formGuard.token(for: facts)) }
}

/// What makes a form one of our own; `form(…)` puts it into the form as its first field.
package struct FormToken: Sendable, Hashable {
    package let value: String

    package init(value: String) {
        self.value = value
    }
}
