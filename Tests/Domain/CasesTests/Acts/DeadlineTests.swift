import Base
import Foundation
import Items
import People
import Postgres
import Testing
import WorkCalendar

@testable import Cases

@Suite("What time brings about")
struct DeadlineTests {
    @Test("on the fifth working day nothing happens, on the sixth the case is accepted as of receipt")
    func deemedAcceptance() async throws {
        let world = try await CaseWorld.make()
        let online = try await world.submitted()
        let walkIn = try await world.registered()

        world.clock.set(.noon("2026-12-01"))
        let fifth = try await world.worker.applyDeadlines()
        world.clock.set(.noon("2026-12-02"))
        let sixth = try await world.worker.applyDeadlines()

        #expect(fifth.deemedAccepted == 0)
        #expect(sixth.deemedAccepted == 2)
        for id in [online.id, walkIn.id] {
            let detail = try await world.detail(id)
            #expect(detail.record.status == .accepted)
            #expect(detail.record.days.accepted?.description == "2026-11-24")
            #expect(detail.record.clock.promisedDue?.description == "2026-12-01")
            #expect(detail.events.last?.kind == .deemedAccepted)
            #expect(detail.events.last?.actorKind == .system)
            #expect(detail.documents.last?.kind == .acceptanceNotice)
            #expect(detail.documents.last?.issuedOn.description == "2026-12-02")
        }
        let alarms = try await world.texts("SELECT reason FROM base.audit_entry WHERE act = 'case.deemAccepted'")
        #expect(alarms.count == 2 && !alarms[0].isEmpty)
    }

    @Test("a correction that does not come ends the case after its day")
    func unansweredCorrection() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.correcting(try await world.submitted(), due: CalendarDate.day("2026-12-10"))

        world.clock.set(.noon("2026-12-10"))
        let onTheDay = try await world.worker.applyDeadlines()
        world.clock.set(.noon("2026-12-11"))
        let after = try await world.worker.applyDeadlines()
        let again = try await world.worker.applyDeadlines()

        #expect(onTheDay.closedUnanswered == 0)
        #expect(after.closedUnanswered == 1)
        #expect(again.closedUnanswered == 0)
        let detail = try await world.detail(record.id)
        #expect(detail.record.status == .terminated)
        #expect(detail.record.closingReason.contains("2026-12-10"))
    }

    @Test("a case answered in time is not touched")
    func answeredInTime() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.accepted()

        world.clock.set(.noon("2027-03-01"))
        let run = try await world.worker.applyDeadlines()

        #expect(run == DeadlineRun())
        #expect(try await world.detail(record.id).record == record)
    }

    @Test("a published calendar moves provisional days later, never earlier")
    func replay() async throws {
        let world = try await CaseWorld.make()
        world.clock.set(.noon("2026-12-25"))
        let record = try await world.accepted()
        #expect(record.clock.isProvisional)
        let year = try CalendarYear(
            year: 2027, isPublished: true, notice: nil, festivals: [],
            offWeekdays: ["2027-01-01", "2027-01-04"].compactMap { CalendarDate(String($0)) }, workingWeekends: [])
        let calendar = try WorkdayCalendar(years: WorkdayCalendar.bundledYears.filter { $0.year < 2027 } + [year])
        let services = world.worker.services.with(calendar: calendar)
        let worker = CaseOperations(database: world.worker.database, services: services, now: world.worker.now)

        let changed = try await worker.replayClocks()

        let replayed = try await world.detail(record.id).record
        #expect(changed == 1)
        #expect(!replayed.clock.isProvisional)
        #expect(try #require(replayed.clock.promisedDue) > (try #require(record.clock.promisedDue)))
        #expect(try await worker.replayClocks() == 0)
    }

    @Test("drafts go thirty days after their last change")
    func draftsExpire() async throws {
        let world = try await CaseWorld.make()
        let citizen = try #require(world.citizen.citizen)
        let draft = try await world.open.startDraft(
            handlingItemID: CaseWorld.promisedLeaf, by: citizen, party: world.citizen.party)

        world.clock.set(.noon + 29 * 86_400)
        let early = try await world.worker.applyDeadlines()
        world.clock.set(.noon + 31 * 86_400)
        let late = try await world.worker.applyDeadlines()

        #expect(early.draftsDeleted == 0)
        #expect(late.draftsDeleted == 1)
        await #expect(throws: CaseRefusal.draftNotFound) {
            _ = try await world.open.draft(draft.id, party: world.citizen.party)
        }
    }
}

extension CaseServices {
    func with(calendar: WorkdayCalendar) -> CaseServices {
        CaseServices(
            catalogue: catalogue, revision: revision, calendar: { calendar }, documents: documents, store: store,
            notices: notices, reviews: reviews)
    }
}
