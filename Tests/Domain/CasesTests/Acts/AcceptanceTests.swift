import Base
import Foundation
import Items
import People
import Postgres
import Testing
import WorkCalendar

@testable import Cases

@Suite("Acceptance")
struct AcceptanceTests {
    @Test("an accepted case has its limits, its notice with the decision day, a message")
    func acceptance() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.registered()

        let accepted = try await world.office.accept(AcceptCase(record.id, version: record.version), by: world.clerk)

        let detail = try await world.detail(record.id)
        #expect(detail.record == accepted)
        #expect(accepted.status == .accepted)
        #expect(accepted.version == 2)
        #expect(accepted.clock.promisedDue?.description == "2026-12-01")
        #expect(accepted.clock.statutoryDue?.description == "2026-12-22")
        #expect(accepted.clock.nextDue == accepted.clock.promisedDue)
        #expect(detail.documents.map(\.number).last == "忻州市示例审批局受字〔2026〕0001号")
        #expect(detail.documents.last?.title == "受理通知书")
        let messages = try await world.texts("SELECT text FROM notices.message WHERE purpose = 'accepted'")
        #expect(messages.count == 1 && messages[0].contains(record.number) && messages[0].contains("12 月 1 日"))
        let jobs = try await world.count("SELECT count(*) FROM base.job WHERE kind = 'case.document.make.1'")
        #expect(jobs == 1)
    }

    @Test("an act is two round trips")
    func twoRoundTrips() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.registered()
        let before = world.office.database.statistics.roundTrips

        _ = try await world.office.accept(AcceptCase(record.id, version: record.version), by: world.clerk)

        #expect(world.office.database.statistics.roundTrips - before == 2)
    }

    @Test("of two clerks with the same page only one accepts, the other sees the case as it is")
    func onlyOneAccepts() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.registered()
        let other = try await world.staff("other-clerk", [.receiveCases])
        let actors = [world.clerk, other]

        let outcomes = await withTaskGroup(of: Swift.Result<Case, any Error>.self) { group in
            for actor in actors {
                group.addTask {
                    do {
                        return .success(
                            try await world.office.accept(AcceptCase(record.id, version: record.version), by: actor))
                    } catch { return .failure(error) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }

        let refusals = outcomes.compactMap { outcome -> CaseRefusal? in
            if case .failure(let error) = outcome { error as? CaseRefusal } else { nil }
        }
        #expect(refusals.count == 1)
        let current = try await world.detail(record.id).record
        #expect(refusals.first == .changedMeanwhile(current))
        #expect(try await world.count("SELECT count(*) FROM cases.document WHERE kind = 'acceptanceNotice'") == 1)
    }

    @Test("an online case can be received first, or accepted at once")
    func onlineCase() async throws {
        let world = try await CaseWorld.make()
        let first = try await world.submitted()
        let second = try await world.submitted()

        let received = try await world.office.receive(ReceiveCase(first.id, version: 1), by: world.clerk)
        let accepted = try await world.office.accept(AcceptCase(second.id, version: 1), by: world.clerk)

        #expect(received.status == .received)
        #expect(received.clock.receptionDue == first.clock.receptionDue)
        #expect(accepted.posts.receiver == world.clerk.officer?.staffID)
        #expect(try await world.detail(second.id).events.map(\.kind) == [.submitted, .accepted])
    }

    @Test("a refusal at the door closes the case with its document and an invitation to review")
    func notAccepted() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.registered()

        let refused = try await world.office.refuseAcceptance(
            RefuseAcceptance(record.id, version: 1, ground: .otherAuthority("忻州市示例农业局"), reason: ""), by: world.clerk)

        let detail = try await world.detail(record.id)
        #expect(detail.record == refused)
        #expect(refused.status == .notAccepted)
        #expect(refused.closingReason.contains("忻州市示例农业局"))
        #expect(detail.documents.last?.kind == .nonAcceptance)
        #expect(try await world.count("SELECT count(*) FROM reviews.invitation") == 1)
        let link = try await world.texts("SELECT link FROM notices.message WHERE purpose = 'notAccepted'")
        #expect(link.first?.hasPrefix("/review/") == true)
    }

    @Test("an instant item is accepted and granted in one act, with rising times and both documents")
    func grantAtOnce() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.registered(leaf: CaseWorld.instantLeaf)

        let granted = try await world.office.grantAtOnce(
            GrantAtOnce(record.id, version: 1, opinion: "符合条件"), by: world.clerk)

        let detail = try await world.detail(record.id)
        #expect(detail.record == granted)
        #expect(granted.status == .granted)
        #expect(detail.events.map(\.kind) == [.registered, .accepted, .examined, .granted])
        let act = detail.events.suffix(3).map(\.at)
        #expect(act == act.sorted() && Set(act).count == 3)
        #expect(detail.documents.map(\.kind) == [.receipt, .acceptanceNotice, .grant])
    }
}
