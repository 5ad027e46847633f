import Base
import Foundation
import Items
import People
import Postgres
import TestSupport
import Testing

@testable import Cases

@Suite("Taking in a walk-in case")
struct RegisterCaseTests {
    @Test("a walk-in case is received by the clerk, with paper materials and its receipt")
    func registersCompletely() async throws {
        let world = try await CaseWorld.make()

        let record = try await world.registered()

        let detail = try await world.detail(record.id)
        #expect(detail.record.status == .received)
        #expect(detail.record.channel == .window)
        #expect(detail.record.posts.receiver == world.clerk.officer?.staffID)
        #expect(detail.materials.first { $0.key == "m2" }?.receipt == .paper)
        #expect(detail.materials.first { $0.key == "m2" }?.copies == 2)
        #expect(detail.documents.map(\.kind) == [.receipt])
    }

    @Test("a walk-in case is one round trip and once for each key")
    func oneRoundTripOnce() async throws {
        let world = try await CaseWorld.make()
        _ = try await world.registered()
        let command = RegisterCase(.onPaper(), submitKey: "window-key-1")
        let before = world.office.database.statistics.roundTrips

        let first = try await world.office.register(command, by: world.clerk)

        #expect(world.office.database.statistics.roundTrips - before == 1)
        let again = try await world.office.register(
            RegisterCase(.onPaper(), submitKey: "window-key-1"), by: world.clerk)
        #expect(again.id == first.id)
    }

    @Test("lacking materials are refused unless the clerk takes in what there is")
    func incompleteNeedsTheWord() async throws {
        let world = try await CaseWorld.make()
        let bare = CaseApplication(handlingItemID: CaseWorld.promisedLeaf, applicant: .example)

        await #expect(throws: CaseRefusal.self) {
            _ = try await world.office.register(RegisterCase(bare, submitKey: "incomplete-1"), by: world.clerk)
        }
        let record = try await world.office.register(
            RegisterCase(bare, submitKey: "incomplete-2", isIncomplete: true), by: world.clerk)

        #expect(record.status == .received)
        await #expect(throws: CaseRefusal.self) {
            _ = try await world.office.accept(AcceptCase(record.id, version: record.version), by: world.clerk)
        }
    }

    @Test("a walk-in case joins the account of a person whose identity was checked, no other")
    func joinsNamedAccount() async throws {
        let world = try await CaseWorld.make()
        let account = try #require(world.citizen.citizen?.accountID)

        let before = try await world.registered()
        try await world.owner.execute("UPDATE people.account SET assurance = 'named' WHERE id = \(account)")
        let after = try await world.registered()

        #expect(try await world.detail(before.id).record.accountID == nil)
        #expect(try await world.detail(after.id).record.accountID == account)
    }

    @Test("an item of another body cannot be taken in")
    func otherBodyIsRefused() async throws {
        let world = try await CaseWorld.make()
        let elsewhere = try await world.people.organisation("另一个局")
        let clerk = try await world.staff("elsewhere", [.receiveCases], bodies: [elsewhere])

        await #expect(throws: CaseRefusal.itemUnavailable) {
            _ = try await world.office.register(RegisterCase(.onPaper(), submitKey: "other-body"), by: clerk)
        }
    }
}
