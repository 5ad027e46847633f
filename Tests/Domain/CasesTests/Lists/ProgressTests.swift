import Base
import Foundation
import Items
import People
import Postgres
import Testing
import WorkCalendar

@testable import Cases

@Suite("Progress and own cases")
struct ProgressTests {
    @Test("number and last four digits show the progress without names of persons")
    func progress() async throws {
        let world = try await CaseWorld.make()
        let submitted = try await world.submitted()
        let record = try await world.office.accept(AcceptCase(submitted.id, version: 1), by: world.clerk)
        _ = try await world.office.take(TakeCase(record.id, version: record.version), by: world.examiner)

        let progress = try await world.open.progress(number: " xz2026112400010001 ", lastFour: "0621")

        #expect(progress.status == .examining)
        #expect(progress.promisedDue?.description == "2026-12-01")
        #expect(progress.events.map(\.kind) == [.accepted, .submitted])
        #expect(!"\(progress)".contains("李秀英") && !"\(progress)".contains("员工"))
    }

    @Test(
        "a wrong pair shows nothing",
        arguments: [("XZ2026112400010001", "0000"), ("XZ1", "0621"), ("XZ2026112400010001", "621"), ("", "")])
    func wrongPair(_ number: String, _ lastFour: String) async throws {
        let world = try await CaseWorld.make()
        _ = try await world.submitted()

        await #expect(throws: CaseRefusal.progressNotFound) {
            _ = try await world.open.progress(number: number, lastFour: lastFour)
        }
    }

    @Test("a citizen's own cases come in pages, last handed in first")
    func ownCases() async throws {
        let world = try await CaseWorld.make()
        let citizen = try #require(world.citizen.citizen)
        var made: [UUID] = []
        for index in 0..<25 {
            world.clock.set(.noon + Double(index))
            made.insert(try await world.submitted().id, at: 0)
        }
        _ = try await world.submitted(by: try await world.otherCitizen())

        let first = try await world.open.ownCases(of: citizen, party: world.citizen.party)
        let second = try await world.open.ownCases(of: citizen, after: first.next, party: world.citizen.party)

        #expect(first.rows.map(\.id) + second.rows.map(\.id) == made)
        #expect(second.next == nil)
    }

    @Test("a case page is one round trip and at most ten statements")
    func detailIsOneRoundTrip() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.submitted()
        let before = world.open.database.statistics.roundTrips

        try await Database.counting { counter in
            _ = try await world.open.detail(record.id, party: world.citizen.party)
            #expect(counter.statements <= 10)
        }

        #expect(world.open.database.statistics.roundTrips - before == 1)
    }
}
