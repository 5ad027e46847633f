import Base
import Foundation
import Items
import People
import Postgres
import Testing
import WorkCalendar

@testable import Cases

@Suite("Examination and decision")
struct ExaminationTests {
    @Test("a case goes through three posts to a grant, with opinions and documents")
    func grant() async throws {
        let world = try await CaseWorld.make()

        let granted = try await world.decided()

        let detail = try await world.detail(granted.id)
        #expect(detail.record == granted)
        #expect(granted.status == .granted)
        #expect(detail.events.map(\.kind) == [.registered, .accepted, .examined, .reviewed, .granted])
        #expect(detail.events[2].opinion == "拟准予：符合条件")
        #expect(detail.documents.map(\.title) == ["申请材料接收凭证", "受理通知书", "准予行政许可决定书"])
        #expect(granted.clock.nextDue?.description == "2026-12-08")
        #expect(try await world.count("SELECT count(*) FROM reviews.invitation") == 1)
    }

    @Test("a denial states its reasons and remedies")
    func denial() async throws {
        let world = try await CaseWorld.make()

        let denied = try await world.decided(.deny)

        let content = try await world.texts("SELECT content::text FROM cases.document WHERE kind = 'denial'")
        #expect(denied.status == .denied)
        #expect(content.first?.contains("理由充分") == true)
        #expect(content.first?.contains("行政复议") == true && content.first?.contains("行政诉讼") == true)
    }

    @Test("one person with all rights cannot hold two posts of a promised case")
    func segregation() async throws {
        let world = try await CaseWorld.make()
        let all = try await world.staff("all", Set(Right.allCases))
        let record = try await world.accepted()
        let examined = try await world.office.examine(
            ExamineCase(record.id, version: record.version, proposal: .grant, opinion: "符合"), by: all)

        await #expect(throws: CaseRefusal.segregation(.reviewer)) {
            _ = try await world.office.review(
                ReviewCase(record.id, version: examined.version, proposal: .grant, opinion: "同意"), by: all)
        }
    }

    @Test("a case sent back goes to the person who held the post, and forward again")
    func sendBack() async throws {
        let world = try await CaseWorld.make()
        let approving = try await world.approving()

        let back = try await world.office.sendBack(
            SendBackCase(approving.id, version: approving.version, reason: "请复核面积"), by: world.decider)
        let examining = try await world.office.sendBack(
            SendBackCase(back.id, version: back.version, reason: "请补充核查"), by: world.reviewer)
        let atWindow = try await world.office.sendBack(
            SendBackCase(back.id, version: examining.version, reason: "请补扫原件"), by: world.examiner)
        let supplemented = try await world.office.supplement(
            SupplementCase(back.id, version: atWindow.version, opinion: "已补扫"), by: world.clerk)

        #expect(back.status == .reviewing && back.posts.assignee == world.reviewer.officer?.staffID)
        #expect(examining.status == .examining && examining.posts.assignee == world.examiner.officer?.staffID)
        #expect(atWindow.status == .accepted && atWindow.posts.assignee == world.clerk.officer?.staffID)
        #expect(supplemented.status == .examining && supplemented.posts.assignee == world.examiner.officer?.staffID)
        #expect(try await world.detail(back.id).record == supplemented)
    }

    @Test("a colleague must take over before examining what somebody else has taken")
    func takeOver() async throws {
        let world = try await CaseWorld.make()
        let colleague = try await world.staff("colleague", [.examineCases])
        let record = try await world.accepted()
        let taken = try await world.office.take(TakeCase(record.id, version: record.version), by: world.examiner)
        let examine = ExamineCase(record.id, version: taken.version, proposal: .grant, opinion: "符合")

        await #expect(throws: CaseRefusal.assignedToAnother) {
            _ = try await world.office.examine(examine, by: colleague)
        }
        let takenOver = try await world.office.take(TakeCase(record.id, version: taken.version), by: colleague)

        #expect(takenOver.posts.examiner == colleague.officer?.staffID)
    }

    @Test("a special procedure stops the clock, and its end moves the days by the working days between")
    func pause() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.accepted()
        world.clock.set(.noon("2026-11-25"))
        let paused = try await world.office.pauseClock(
            PauseClock(record.id, version: record.version, ground: .testing, reason: "检测约需 5 个工作日"), by: world.reviewer)
        world.clock.set(.noon("2026-12-02"))

        await #expect(throws: CaseRefusal.clockPaused) {
            _ = try await world.office.examine(
                ExamineCase(record.id, version: paused.version, proposal: .grant, opinion: "符合"), by: world.examiner)
        }
        let resumed = try await world.office.resumeClock(
            ResumeClock(record.id, version: paused.version, result: "合格"), by: world.reviewer)

        #expect(paused.clock.nextDue == nil)
        #expect(resumed.clock.promisedDue?.description == "2026-12-08")
        #expect(
            resumed.clock.pauses == [Pause(start: CalendarDate.day("2026-11-25"), end: CalendarDate.day("2026-12-02"))])
        #expect(try await world.detail(record.id).record == resumed)
    }

    @Test("the window adds a scan to a case under examination")
    func checkMaterials() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.accepted()
        let scan = try await world.file(of: world.clerk)

        _ = try await world.office.checkMaterials(
            CheckMaterials(
                record.id, version: record.version,
                findings: [
                    .init(key: "m2", receipt: .scan, copies: 1, checked: .fine, remark: "清晰", newFileIDs: [scan])
                ]),
            by: world.clerk)

        let detail = try await world.detail(record.id)
        #expect(detail.materials.first { $0.key == "m2" }?.checked == .fine)
        #expect(detail.files.map(\.id) == [scan])
    }
}
