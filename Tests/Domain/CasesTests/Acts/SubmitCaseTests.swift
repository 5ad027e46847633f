import Base
import Foundation
import Items
import People
import Postgres
import TestSupport
import Testing
import WorkCalendar

@testable import Cases

@Suite("Submitting a case")
struct SubmitCaseTests {
    @Test("a submitted case has its number, event, materials, files, receipt, message, log row")
    func submissionWritesEverything() async throws {
        let world = try await CaseWorld.make()

        let record = try await world.submitted()

        let detail = try await world.detail(record.id)
        #expect(detail.record.number == record.number)
        #expect(record.number == "XZ2026112400010001")
        #expect(detail.record.status == .submitted)
        #expect(detail.record.applicant.name == "李秀英")
        #expect(detail.record.accountID == world.citizen.citizen?.accountID)
        #expect(detail.record.clock.receptionDue?.description == "2026-12-01")
        #expect(detail.materials.map(\.receipt) == [.form, .upload, .licence, .later])
        #expect(detail.files.count == 1)
        #expect(detail.events.map(\.kind) == [.submitted])
        #expect(detail.documents.map(\.number) == ["XZ2026112400010001-1"])
        let messages = try await world.texts("SELECT text FROM notices.message ORDER BY channel")
        #expect(messages.count == 2)
        #expect(messages.allSatisfy { $0.contains("XZ2026112400010001") })
        #expect(try await world.count("SELECT count(*) FROM base.audit_entry WHERE act = 'case.submit'") == 1)
    }

    @Test("what the operation answers is what the database holds")
    func answerEqualsRow() async throws {
        let world = try await CaseWorld.make()

        let record = try await world.submitted()

        #expect(try await world.open.find(record.id, party: world.citizen.party) == record)
        #expect(try await world.open.find(number: record.number, party: world.citizen.party).id == record.id)
    }

    @Test("a new case is one round trip")
    func oneRoundTrip() async throws {
        let world = try await CaseWorld.make()
        _ = try await world.submitted()
        let file = try await world.file(of: world.citizen)
        let command = SubmitCase(.example(files: [file]), submitKey: "one-round-trip", channel: .web)
        let before = world.open.database.statistics.roundTrips

        _ = try await world.open.submit(command, by: world.citizen)

        #expect(world.open.database.statistics.roundTrips - before == 1)
    }

    @Test("fifty arrivals of the same submission make one case")
    func sameKeyGivesOneCase() async throws {
        let world = try await CaseWorld.make(poolSize: 16)
        let file = try await world.file(of: world.citizen)
        let application = CaseApplication.example(files: [file])

        let numbers = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    let command = SubmitCase(application, submitKey: "the-same-key", channel: .web)
                    return try await world.open.submit(command, by: world.citizen).number
                }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }

        #expect(numbers.count == 50)
        #expect(Set(numbers).count == 1)
        #expect(try await world.count("SELECT count(*) FROM cases.case_record") == 1)
        #expect(try await world.count("SELECT count(*) FROM notices.message WHERE channel = 'sms'") == 1)
    }

    @Test("the same key of another person makes another case, for another item it is refused")
    func keysAreKeptPerParty() async throws {
        let world = try await CaseWorld.make()
        let first = try await world.submitted(key: "shared-key")

        let second = try await world.submitted(key: "shared-key", by: try await world.otherCitizen())

        #expect(first.id != second.id)
        await #expect(throws: CaseRefusal.submitKeyTaken) {
            _ = try await world.submitted(key: "shared-key", leaf: CaseWorld.instantLeaf)
        }
    }

    @Test("two hundred cases at once get two hundred numbers without a gap")
    func numbersAreUnique() async throws {
        let world = try await CaseWorld.make(poolSize: 16)

        let numbers = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<200 {
                group.addTask { try await world.registered(key: "case-number-\(index)").number }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }

        #expect(numbers.count == 200)
        #expect(numbers.min() == "XZ2026112400010001")
        #expect(numbers.max() == "XZ2026112400010200")
    }

    @Test("a file of another person, or one that serves another case, refuses the whole submission")
    func foreignFilesAreRefused() async throws {
        let world = try await CaseWorld.make()
        let foreign = try await world.file(of: try await world.otherCitizen())
        let used = try await world.file(of: world.citizen)
        _ = try await world.open.submit(
            SubmitCase(.example(files: [used]), submitKey: "first-case", channel: .web), by: world.citizen)

        for file in [foreign, used, UUID()] {
            await #expect(throws: CaseRefusal.filesUnknown) {
                let command = SubmitCase(.example(files: [file]), submitKey: "second-case", channel: .web)
                _ = try await world.open.submit(command, by: world.citizen)
            }
        }
        #expect(try await world.count("SELECT count(*) FROM cases.case_record") == 1)
        #expect(try await world.count("SELECT count(*) FROM cases.document") == 1)
    }

    @Test("the applicant's identity comes from the account, not from the form")
    func identityComesFromAccount() async throws {
        let world = try await CaseWorld.make()
        let file = try await world.file(of: world.citizen)
        let pretender = Applicant(
            kind: .natural, name: "别人", documentType: "111", documentNumber: "1", phone: "13700000000")
        let command = SubmitCase(
            .example(applicant: pretender, files: [file]), submitKey: "pretender-1", channel: .web)

        let record = try await world.open.submit(command, by: world.citizen)

        #expect(record.applicant.name == "李秀英")
        #expect(record.applicant.documentNumber == "140902199001010021")
        #expect(record.applicant.phone == "13700000000")
    }

    @Test("an agent applies for a company with confirmed representation, nobody else does")
    func representation() async throws {
        let world = try await CaseWorld.make()
        let founder = try await world.people.citizen("赵六", phone: "13600000001", documentNumber: "140902197001010011")
        let company = try await world.people.company("示例餐饮公司", creditCode: "91140900MA0EXAMPLE", representedBy: founder)
        let token = founder.token
        func agent(_ id: UUID, _ token: String) -> CaseActor {
            let citizen = Citizen(
                accountID: id, name: "赵六", phone: "13600000001", documentType: "111", documentNumber: "1",
                actingFor: company, principalName: "示例餐饮公司")
            return CaseWorld.actor(.citizen(citizen), token: token, door: .public)
        }
        let stranger = try await world.people.citizen("钱七", phone: "13600000002", documentNumber: "140902197001010038")
        let applicant = Applicant(
            kind: .legal, name: "示例餐饮公司", documentType: "USCC", documentNumber: "91140900MA0EXAMPLE",
            phone: "13600000001",
            agent: .init(name: "赵六", documentNumber: "140902197001010011", phone: "13600000001"))
        let founderFile = try await world.file(of: agent(founder.id, token))
        let strangerFile = try await world.file(of: agent(stranger.id, stranger.token))

        let record = try await world.open.submit(
            SubmitCase(.example(applicant: applicant, files: [founderFile]), submitKey: "company-1", channel: .web),
            by: agent(founder.id, token))

        #expect(record.applicant.name == "示例餐饮公司")
        #expect(record.applicant.kind == .legal)
        #expect(record.accountID == company)
        #expect(record.agentAccountID == founder.id)
        let party = agent(founder.id, token).party
        let acting = try #require(agent(founder.id, token).citizen)
        #expect(try await world.open.ownCases(of: acting, party: party).rows.map(\.id) == [record.id])
        await #expect(throws: CaseRefusal.representationMissing) {
            let command = SubmitCase(
                .example(applicant: applicant, files: [strangerFile]), submitKey: "company-2", channel: .web)
            _ = try await world.open.submit(command, by: agent(stranger.id, stranger.token))
        }

        try await world.owner.execute(
            "UPDATE people.representation SET ended_at = now() WHERE agent_id = \(founder.id)")

        #expect(try await world.open.ownCases(of: acting, party: party).rows.isEmpty)
        await #expect(throws: CaseRefusal.notFound) {
            _ = try await world.open.withdraw(
                WithdrawCase(record.id, version: 1, reason: "不办了"), by: agent(founder.id, token))
        }
    }

    @Test("a connected system hands in a case and sees only its own")
    func clientSubmits() async throws {
        let world = try await CaseWorld.make()
        let client = try await world.people.client("shop", scopes: ["cases"])
        let other = try await world.people.client("other", scopes: ["cases"])
        let mine = TestPeopleClient(id: client.id, token: client.token)
        let theirs = TestPeopleClient(id: other.id, token: other.token)
        let application = CaseApplication(
            handlingItemID: CaseWorld.promisedLeaf, applicant: .example, situation: ["q1": "no"],
            form: ["shopName": "示例店", "area": "80"],
            materials: [.upload("m2", [try await clientFile(client.id, world)])])

        let record = try await world.api.submit(
            SubmitCase(application, submitKey: "api-key-1", channel: .api), by: mine.actor)

        #expect(record.clientID == "shop")
        #expect(try await world.api.find(record.id, party: mine.actor.party) == record)
        await #expect(throws: CaseRefusal.notFound) {
            _ = try await world.api.find(record.id, party: theirs.actor.party)
        }
        #expect(try await world.api.ownCases(of: mine.client, party: mine.actor.party).rows.map(\.id) == [record.id])
    }

    @Test("a connected system takes back its own case from an officer's desk; another system cannot")
    func clientWithdraws() async throws {
        let world = try await CaseWorld.make()
        let client = try await world.people.client("shop", scopes: ["cases"])
        let other = try await world.people.client("other", scopes: ["cases"])
        let mine = TestPeopleClient(id: client.id, token: client.token)
        let theirs = TestPeopleClient(id: other.id, token: other.token)
        let application = CaseApplication(
            handlingItemID: CaseWorld.promisedLeaf, applicant: .example, situation: ["q1": "no"],
            form: ["shopName": "示例店", "area": "80"],
            materials: [.upload("m2", [try await clientFile(client.id, world)])])
        let record = try await world.api.submit(
            SubmitCase(application, submitKey: "api-key-2", channel: .api), by: mine.actor)
        let accepted = try await world.office.accept(AcceptCase(record.id, version: 1), by: world.clerk)
        let wish = WithdrawCase(record.id, version: accepted.version, reason: "不再经营")

        await #expect(throws: CaseRefusal.notFound) { _ = try await world.api.withdraw(wish, by: theirs.actor) }
        let withdrawn = try await world.api.withdraw(wish, by: mine.actor)

        #expect(withdrawn.status == .withdrawn)
        #expect(try await world.detail(record.id).record == withdrawn)
    }

    private func clientFile(_ client: String, _ world: CaseWorld) async throws -> UUID {
        let id = UUID()
        try await world.owner.execute(
            """
            INSERT INTO base.file (id, name, media_type, size, digest, client_id)
            VALUES (\(id), 'a.pdf', 'application/pdf', 1, \(String(repeating: "b", count: 64)), \(client))
            """)
        return id
    }

    @Test("an aborted submission leaves nothing, not even a used number")
    func abortLeavesNothing() async throws {
        let world = try await CaseWorld.make()
        let context = try await world.open.context(for: world.citizen)
        let file = try await world.file(of: world.citizen)
        let command = SubmitCase(.example(files: [file]), submitKey: "aborted-1", channel: .web)
        let new = try command.decide(against: world.catalogue.current, in: context)
        let statements = try CaseWriter(services: world.open.services, context: context).create(new)

        await #expect(throws: PostgresError.self) {
            try await world.open.database.pipeline(
                settings: world.citizen.party.settings, statements + ["SELECT 1 / 0"])
        }

        for table in ["case_record", "case_event", "case_material", "document"] {
            #expect(try await world.count("SELECT count(*) FROM \(SQL(trusted: "cases." + table))") == 0)
        }
        #expect(try await world.count("SELECT count(*) FROM base.file WHERE case_id IS NOT NULL") == 0)
        #expect(try await world.count("SELECT count(*) FROM base.audit_entry") == 0)
        #expect(try await world.submitted().number == "XZ2026112400010001")
    }
}

/// A client as the api door would know it.
struct TestPeopleClient {
    let id: String
    let token: String

    var client: Client { Client(id: id, name: id, scopes: ["cases"], requestsPerMinute: 600) }

    var actor: CaseActor {
        CaseActor(client, party: ActingParty(kind: .client, id: id, name: id, door: .api, clientToken: token))
    }
}
