import Foundation
import WorkCalendar

/// Silence past the fifth working day is acceptance on the day of receipt (逾期不告知视为受理, 行政许可法 第三十二条).
struct DeemAccepted: CaseCommand {
    let caseID: Case.ID
    let version: Int

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.deemAccepted, version: version, in: context)
        let record = file.record
        guard let due = record.clock.receptionDue, context.today > due else {
            throw .transition(from: record.status, act: .deemAccepted)
        }
        step.accept(at: record.receivedAt ?? record.submittedAt, in: context)
        step.reason = CaseEventTerms.deemedAcceptedAlarm
        step.happened(
            .deemedAccepted, CaseEventTerms.deemedAccepted(on: record.days.received),
            opinion: CaseEventTerms.deemedAcceptedAlarm)
        step.documents = [.acceptanceNotice(step.record, in: context)]
        step.notice = NoticeDraft(kind: .accepted, due: step.record.clock.promisedDue)
        return step
    }
}
