import Base
import People
import Postgres
import TestSupport
import Testing

struct SessionsTests {
    @Test("a staff session gives its rights and ends for good")
    func staffSession() async throws {
        let database = try await PeopleDatabase.make()
        let body = try await database.people.organisation("忻州市行政审批服务管理局")
        let clerk = try await database.people.staff(
            "chuangkou", rights: ["receiveCases"], bodies: [body], organisation: body)
        let sessions = Sessions(database: database.office)

        let session = try #require(try await sessions.open(token: clerk.token))
        #expect(session.officer?.rights == [.receiveCases])
        #expect(session.officer?.bodies == [body])
        #expect(session.officer?.pending == nil)
        #expect(session.officer?.regionCode == "140900000000")

        try await sessions.end(session, door: .office)
        #expect(try await sessions.open(token: clerk.token) == nil)
        let ended = try await database.count("SELECT count(*) FROM people.sign_in WHERE result = 'ended'")
        #expect(ended == 1)
    }

    @Test("a citizen session knows its principal only while the representation holds")
    func citizenSession() async throws {
        let database = try await PeopleDatabase.make()
        let citizen = try await database.people.citizen(phone: "19900000001", documentNumber: "X1")
        let company = try await database.people.company("示例商贸有限公司", creditCode: "TESTCODE1", representedBy: citizen)
        try await database.owner.execute("UPDATE people.session SET acting_for = \(company)")
        let sessions = Sessions(database: database.open)

        let acting = try #require(try await sessions.open(token: citizen.token)?.citizen)
        #expect(acting.actingFor == company)
        #expect(acting.principalName == "示例商贸有限公司")
        #expect(acting.principalIsOrganisation == true)

        try await database.owner.execute("UPDATE people.representation SET ended_at = now()")
        let alone = try #require(try await sessions.open(token: citizen.token)?.citizen)
        #expect(alone.actingFor == nil)
        #expect(alone.principalName == nil)
    }

    @Test("an idle session is closed: staff after 15 minutes, citizens after 30")
    func idle() async throws {
        let database = try await PeopleDatabase.make()
        let clerk = try await database.people.staff("chuangkou", rights: [])
        let citizen = try await database.people.citizen(phone: "19900000001", documentNumber: "X1")
        try await database.owner.execute("UPDATE people.session SET last_seen_at = now() - interval '16 minutes'")

        #expect(try await Sessions(database: database.office).open(token: clerk.token) == nil)
        #expect(try await Sessions(database: database.open).open(token: citizen.token) != nil)

        try await database.owner.execute("UPDATE people.session SET last_seen_at = now() - interval '31 minutes'")
        #expect(try await Sessions(database: database.open).open(token: citizen.token) == nil)
    }

    @Test("preferences are saved for oneself, citizen or staff")
    func preferences() async throws {
        let database = try await PeopleDatabase.make()
        let clerk = try await database.people.staff("chuangkou", rights: [])
        let citizen = try await database.people.citizen(phone: "19900000001", documentNumber: "X1")
        let office = Sessions(database: database.office)
        let open = Sessions(database: database.open)
        let staffSession = try #require(try await office.open(token: clerk.token))
        let citizenSession = try #require(try await open.open(token: citizen.token))

        try await office.savePreferences(#"{"density": "cozy"}"#, of: staffSession)
        try await open.savePreferences(#"{"mode": "elder"}"#, of: citizenSession)

        #expect(try await office.open(token: clerk.token)?.preferences == #"{"density": "cozy"}"#)
        #expect(try await open.open(token: citizen.token)?.preferences == #"{"mode": "elder"}"#)
    }
}

extension SessionsTests {
    @Test(
        "a session that ends, a right that changes and a system that is shut out are forgotten by every copy of the program",
        .timeLimit(.minutes(1)))
    func remembered() async throws {
        let database = try await PeopleDatabase.make()
        let clerk = try await database.people.staff("chuangkou", rights: ["receiveCases"])
        let citizen = try await database.people.citizen(phone: "19900000001", documentNumber: "X1")
        let sessions = Sessions(database: database.office)
        let open = Sessions(database: database.open)
        // The lifetime is beyond the test's: whatever is forgotten was forgotten because it was told.
        let identities = Identities(lifetime: .seconds(3_600))
        try await withThrowingTaskGroup { group in
            group.addTask { await identities.keepCurrent(database.office) }
            try await untilListening(database)
            #expect(try await identities.session(clerk.token, mustBeFresh: false, from: sessions) != nil)
            #expect(try await identities.session(citizen.token, mustBeFresh: false, from: open) != nil)

            try await database.owner.execute(
                "UPDATE people.session SET last_seen_at = now() - interval '2 minutes'")
            try await database.owner.execute("UPDATE people.session SET ended_at = now() WHERE staff_id IS NOT NULL")
            while try await identities.session(clerk.token, mustBeFresh: false, from: sessions) != nil {
                await Task.yield()
            }
            #expect(identities.sessions.count == 1, "the citizen is still remembered")

            try await database.owner.execute("UPDATE people.account SET name = '李四'")
            while try await identities.session(citizen.token, mustBeFresh: false, from: open)?.citizen?.name != "李四" {
                await Task.yield()
            }
            group.cancelAll()
        }
    }

    private func untilListening(_ database: PeopleDatabase) async throws {
        let statement: SQL =
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
        while try await database.count(statement) == 0 { await Task.yield() }
    }
}
