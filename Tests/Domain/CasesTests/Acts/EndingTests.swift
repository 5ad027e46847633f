import Base
import Foundation
import Items
import People
import Testing
import WorkCalendar

@testable import Cases

@Suite("Delivery, withdrawal, termination")
struct EndingTests {
    @Test("a delivery keeps who received it, with the delivery receipt")
    func delivery() async throws {
        let world = try await CaseWorld.make()
        let granted = try await world.decided()

        let delivered = try await world.office.deliver(
            DeliverResult(granted.id, version: granted.version, mode: .window, receiverName: "李秀英"), by: world.deliverer
        )

        let detail = try await world.detail(granted.id)
        #expect(detail.record == delivered)
        #expect(delivered.status == .delivered)
        #expect(delivered.deliveredAt != nil)
        #expect(delivered.clock.nextDue == nil)
        #expect(detail.documents.last?.title == "送达回证")
    }

    @Test("the applicant withdraws online before the decision, under the public door's role")
    func withdrawal() async throws {
        let world = try await CaseWorld.make()
        let submitted = try await world.submitted()

        let withdrawn = try await world.open.withdraw(
            WithdrawCase(submitted.id, version: 1, reason: "不再经营"), by: world.citizen)

        let detail = try await world.detail(submitted.id)
        #expect(detail.record == withdrawn)
        #expect(withdrawn.status == .withdrawn)
        #expect(detail.documents.last?.title == "撤回申请通知书")
    }

    @Test("the applicant withdraws while the case is with the reviewer")
    func withdrawalUnderExamination() async throws {
        let world = try await CaseWorld.make()
        let submitted = try await world.submitted()
        let accepted = try await world.office.accept(AcceptCase(submitted.id, version: 1), by: world.clerk)
        let examined = try await world.office.examine(
            ExamineCase(submitted.id, version: accepted.version, proposal: .grant, opinion: "符合"), by: world.examiner)

        let withdrawn = try await world.open.withdraw(
            WithdrawCase(submitted.id, version: examined.version, reason: "不再经营"), by: world.citizen)

        #expect(try await world.detail(submitted.id).record == withdrawn)
    }

    @Test("after the decision nobody withdraws")
    func noWithdrawalAfterDecision() async throws {
        let world = try await CaseWorld.make()
        let granted = try await world.decided()

        await #expect(throws: CaseRefusal.transition(from: .granted, act: .withdraw)) {
            _ = try await world.office.withdraw(
                WithdrawCase(granted.id, version: granted.version, reason: "不再经营"), by: world.clerk)
        }
    }

    @Test("the head of the body ends a case whose object is gone")
    func termination() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.reviewing()

        let ended = try await world.office.terminate(
            TerminateCase(record.id, version: record.version, ground: .objectGone, reason: "场所已拆除"), by: world.decider)

        let detail = try await world.detail(record.id)
        #expect(detail.record == ended)
        #expect(ended.closingReason == "申请事项已不存在。场所已拆除")
        #expect(detail.documents.last?.title == "终止办理通知书")
    }
}
