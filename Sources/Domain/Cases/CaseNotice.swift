package import Foundation
package import Postgres
package import WorkCalendar

/// A message to the applicant about a step of the case, ready to be written by Notices in the same transaction.
package struct CaseNotice: Sendable {
    /// Which step the applicant is told about.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case submitted, registered, correctionRequested, correctionAnswered, accepted, notAccepted, paused, resumed
        case granted, denied, withdrawn, terminated, delivered
    }

    package let kind: Kind
    package let caseID: Case.ID
    /// Whom an SMS goes to.
    package let phone: String
    /// Whose site messages it joins, if they have accounts.
    package let accountIDs: [UUID]
    package let title: String
    /// The text as an expression of SQL: a new case's number exists only once its row is written.
    package let text: SQL
    /// Path of the page that shows more.
    package let link: String
    /// The day named in the text.
    package let due: CalendarDate?
}

/// Turns a notice into the statements of messages and SMS jobs; Notices offers one.
package typealias NoticeWriter = @Sendable (CaseNotice) throws -> [SQL]

/// The invitation to review a closed case: what to write, and the path of the page that opens with it.
package struct ReviewInvitation: Sendable {
    package let statements: [SQL]
    package let path: String

    package init(statements: [SQL], path: String) {
        self.statements = statements
        self.path = path
    }
}

/// Makes the invitation to review a case; Reviews offers one.
package typealias ReviewInviter = @Sendable (Case) throws -> ReviewInvitation?
