import Base
import Foundation
import Identifiers
import Postgres
import TestSupport
import Testing

@testable import People

struct PrincipalsTests {
    private let creditCode = { () -> String in
        var identity = SyntheticIdentity(seed: 5)
        return identity.creditCode().text
    }()

    private func session(_ database: PeopleDatabase, _ person: TestPeople.Person) async throws -> Session {
        try #require(try await Sessions(database: database.open).open(token: person.token))
    }

    private func form(representative: String = "李秀英") -> Principals.OrganisationForm {
        .init(name: "忻州示例商贸有限公司", creditCode: creditCode, legalRepresentative: representative, address: "")
    }

    @Test("the legal representative registers an organisation and acts for it")
    func organisation() async throws {
        let database = try await PeopleDatabase.make()
        let person = try await database.people.citizen("李秀英", phone: "19900000001", documentNumber: "X-1")
        let principals = Principals(database: database.open)
        let session = try await session(database, person)

        try await principals.register(form(), by: session, from: .citizen())

        let all = try await principals.all(of: session)
        #expect(all.map(\.basis) == [.legalRepresentative])
        let company = try #require(all.first?.principalID)
        try await principals.choose(company, in: session, from: .citizen())
        let acting = try await self.session(database, person)
        #expect(acting.citizen?.principalName == "忻州示例商贸有限公司")
        try await principals.choose(nil, in: session, from: .citizen())
        #expect(try await self.session(database, person).citizen?.actingFor == nil)
        await #expect(throws: PeopleRefusal.representedAlready) {
            try await principals.register(form(), by: session, from: .citizen())
        }
        let acts = try await database.count(
            "SELECT count(*) FROM base.audit_entry WHERE act LIKE 'account.%' OR act LIKE 'representation.%'")
        #expect(acts == 3)
    }

    @Test("somebody with another name, or a second person of the same name, does not get the organisation")
    func notTheRepresentative() async throws {
        let database = try await PeopleDatabase.make()
        let person = try await database.people.citizen("李秀英", phone: "19900000001", documentNumber: "X-1")
        let namesake = try await database.people.citizen("李秀英", phone: "19900000002", documentNumber: "X-2")
        let other = try await database.people.citizen("王建国", phone: "19900000003", documentNumber: "X-3")
        let principals = Principals(database: database.open)
        try await principals.register(form(), by: session(database, person), from: .citizen())

        let otherSession = try await session(database, other)
        await #expect(throws: PeopleRefusal.representativeDiffers) {
            try await principals.register(form(), by: otherSession, from: .citizen())
        }
        let namesakeSession = try await session(database, namesake)
        await #expect(throws: PeopleRefusal.organisationTaken) {
            try await principals.register(form(), by: namesakeSession, from: .citizen())
        }
        let company = try #require(
            try await database.value("SELECT id FROM people.account WHERE kind = 'legal'", as: UUID.self))
        await #expect(throws: PeopleRefusal.mayNotActFor) {
            try await principals.choose(company, in: namesakeSession, from: .citizen())
        }
    }

    @Test("a request is confirmed by a clerk, who makes the principal's account; either side ends it")
    func requestAndConfirmation() async throws {
        let database = try await PeopleDatabase.make()
        let agent = try await database.people.citizen("李秀英", phone: "19900000001", documentNumber: "X-1")
        let clerk = try await database.people.staff("chuangkou", rights: ["receiveCases"])
        let examiner = try await database.people.staff("chengban", rights: ["examineCases"])
        let file = try await evidence(of: agent, database)
        let principals = Principals(database: database.open)
        let reviews = RepresentationReviews(database: database.office)
        let session = try await session(database, agent)
        let mother = Principals.Request(
            isOrganisation: false, name: "赵玉兰", documentType: "516", documentNumber: "H12345678", basis: .guardian,
            evidenceFileID: file)

        try await principals.ask(mother, by: session, from: .citizen())
        await #expect(throws: PeopleRefusal.representedAlready) {
            try await principals.ask(mother, by: session, from: .citizen())
        }
        let waiting = try await reviews.waiting(for: database.session(clerk))
        #expect(waiting.map(\.agentName) == ["李秀英"])
        let examinerSession = try await database.session(examiner)
        await #expect(throws: PeopleRefusal.rightMissing) { try await reviews.waiting(for: examinerSession) }

        let id = try #require(waiting.first?.id)
        let clerkSession = try await database.session(clerk)
        try await reviews.confirm(id, by: clerkSession, from: .office())
        await #expect(throws: PeopleRefusal.notFound) {
            try await reviews.confirm(id, by: clerkSession, from: .office())
        }
        let confirmed = try #require(try await principals.all(of: session).first)
        #expect(confirmed.confirmedAt != nil)
        try await principals.choose(confirmed.principalID, in: session, from: .citizen())
        #expect(try await self.session(database, agent).citizen?.principalName == "赵玉兰")

        try await principals.end(id, by: session, from: .citizen())
        #expect(try await self.session(database, agent).citizen?.actingFor == nil)
        await #expect(throws: PeopleRefusal.notFound) { try await principals.end(id, by: session, from: .citizen()) }
    }

    @Test("a clerk does not confirm a number that belongs to another name, and refuses with a reason")
    func refusal() async throws {
        let database = try await PeopleDatabase.make()
        let agent = try await database.people.citizen("李秀英", phone: "19900000001", documentNumber: "X-1")
        _ = try await database.people.citizen("钱明", phone: "19900000002", documentNumber: "H12345678")
        try await database.owner.execute("UPDATE people.account SET document_type = '516' WHERE name = '钱明'")
        let clerk = try await database.people.staff("chuangkou", rights: ["receiveCases"])
        let request = Principals.Request(
            isOrganisation: false, name: "赵玉兰", documentType: "516", documentNumber: "H12345678", basis: .authorised,
            evidenceFileID: try await evidence(of: agent, database))
        let session = try await session(database, agent)
        try await Principals(database: database.open).ask(request, by: session, from: .citizen())
        let reviews = RepresentationReviews(database: database.office)
        let clerkSession = try await database.session(clerk)
        let id = try #require(try await reviews.waiting(for: clerkSession).first?.id)

        await #expect(throws: PeopleRefusal.accountNameDiffers) {
            try await reviews.confirm(id, by: clerkSession, from: .office())
        }
        await #expect(throws: PeopleRefusal.fields([FieldProblem(field: "reason", message: ReviewTerms.reason)])) {
            try await reviews.refuse(id, reason: " ", by: clerkSession, from: .office())
        }
        try await reviews.refuse(id, reason: "授权书没有签名", by: clerkSession, from: .office())
        let refused = try #require(try await Principals(database: database.open).all(of: session).first)
        #expect(refused.endingReason == "授权书没有签名")
    }

    @Test("another's file is no evidence, and a past end is refused")
    func badRequests() async throws {
        let database = try await PeopleDatabase.make()
        let agent = try await database.people.citizen("李秀英", phone: "19900000001", documentNumber: "X-1")
        let other = try await database.people.citizen("王建国", phone: "19900000002", documentNumber: "X-2")
        let session = try await session(database, agent)
        var request = Principals.Request(
            isOrganisation: true, name: "忻州示例商贸有限公司", documentNumber: creditCode, basis: .authorised,
            evidenceFileID: try await evidence(of: other, database))
        let principals = Principals(database: database.open)
        let foreign = request
        await #expect(throws: PeopleRefusal.evidenceMissing) {
            try await principals.ask(foreign, by: session, from: .citizen())
        }
        request.evidenceFileID = nil
        request.validTo = "2001-01-01"
        request.documentNumber = "123"
        let bad = request
        do {
            try await principals.ask(bad, by: session, from: .citizen())
            Issue.record("accepted")
        } catch let refusal as PeopleRefusal {
            #expect(refusal.fields.map(\.field) == ["documentNumber", "evidence", "validTo"])
        }
    }

    private func evidence(of person: TestPeople.Person, _ database: PeopleDatabase) async throws -> UUID {
        let id = UUID()
        let digest = String(repeating: "b", count: 64)
        try await database.owner.execute(
            """
            INSERT INTO base.file (id, name, media_type, size, digest, account_id)
            VALUES (\(id), '授权书', 'application/pdf', 1, \(digest), \(person.id))
            """)
        return id
    }
}
