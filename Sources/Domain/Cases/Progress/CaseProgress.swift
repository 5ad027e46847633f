package import Foundation
import Items
import Postgres
package import WorkCalendar

/// What anybody learns about a case by its number and the last four digits of the phone (进度查询): no names, no numbers
/// of persons.
package struct CaseProgress: Sendable, Hashable {
    package let number: String
    package let status: CaseStatus
    package let itemName: String
    package let handlingItemName: String
    package let bodyName: String
    package let submittedAt: Date
    package let isPaused: Bool
    package let isProvisional: Bool
    package let receptionDue: CalendarDate?
    package let promisedDue: CalendarDate?
    package let statutoryDue: CalendarDate?
    /// The last day to answer an open correction notice.
    package let correctionDue: CalendarDate?
    package let closingReason: String
    /// Newest first.
    package let events: [Step]

    package struct Step: Sendable, Hashable {
        package let at: Date
        package let kind: CaseEventKind
        package let status: CaseStatus
        package let bodyName: String
        package let text: String
    }
}

extension CaseOperations {
    /// Progress without signing in; the door limits how often one may ask.
    ///
    /// - Throws: `CaseRefusal.progressNotFound` for any pair that does not belong together.
    package func progress(number: String, lastFour: String) async throws -> CaseProgress {
        guard lastFour.utf8.count == 4, lastFour.utf8.allSatisfy({ (48...57).contains($0) }),
            number.utf8.count <= 50
        else { throw CaseRefusal.progressNotFound }
        let wanted = number.uppercased().filter { !$0.isWhitespace }
        let statement: SQL = "SELECT cases.progress(\(wanted), \(lastFour)) AS progress"
        let found = try await database.first(statement) { row in
            try row.json("progress", as: ProgressDocument?.self)
        }
        guard let document = found ?? nil else { throw CaseRefusal.progressNotFound }
        return document.value
    }
}

/// The document that `cases.progress` makes.
struct ProgressDocument: Decodable, Sendable {
    struct Step: Decodable, Sendable {
        let at: Double
        let kind: CaseEventKind
        let status: CaseStatus
        let bodyName: String
        let text: String
    }

    let number: String
    let status: CaseStatus
    let itemName: String
    let handlingItemName: String
    let bodyName: String
    let submittedAt: Double
    let paused: Bool
    let provisional: Bool
    let receptionDue: CalendarDate?
    let promisedDue: CalendarDate?
    let statutoryDue: CalendarDate?
    let correctionDue: CalendarDate?
    let closingReason: String
    let events: [Step]

    var value: CaseProgress {
        CaseProgress(
            number: number, status: status, itemName: itemName, handlingItemName: handlingItemName, bodyName: bodyName,
            submittedAt: Date(timeIntervalSince1970: submittedAt), isPaused: paused, isProvisional: provisional,
            receptionDue: receptionDue, promisedDue: promisedDue, statutoryDue: statutoryDue,
            correctionDue: correctionDue, closingReason: closingReason,
            events: events.map { step in
                CaseProgress.Step(
                    at: Date(timeIntervalSince1970: step.at), kind: step.kind, status: step.status,
                    bodyName: step.bodyName, text: step.text)
            })
    }
}
