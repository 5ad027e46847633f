import Base
import Foundation
import Identifiers
import Postgres
import TestSupport
import Testing
import WorkCalendar

@testable import People

struct CitizenSignInTests {
    private static let phone = "19900001111"

    /// The code that the database put into the outbox last.
    private func lastCode(_ database: PeopleDatabase) async throws -> String {
        let job = try await database.owner.first("SELECT payload FROM base.job ORDER BY id DESC LIMIT 1") {
            try $0.json("payload", as: PhoneCodeMessage.self)
        }
        return try #require(job).code
    }

    private func number(_ seed: UInt64) -> String {
        var identity = SyntheticIdentity(seed: seed)
        return identity.citizenID(on: CalendarDate(Date())).text
    }

    /// Moves what was sent into the past, so that the next code may be asked for.
    private func wait(_ interval: SQL, _ database: PeopleDatabase) async throws {
        try await database.owner.execute(
            "UPDATE people.phone_code SET created_at = created_at - \(interval), expires_at = expires_at - \(interval)")
    }

    private func registered(_ database: PeopleDatabase, phone: String = phone, seed: UInt64 = 1) async throws -> String
    {
        let signIn = CitizenSignIn(database: database.open)
        _ = try await signIn.requestCode(phone: phone, from: .citizen())
        let outcome = try await signIn.signIn(phone: phone, code: lastCode(database), from: .citizen())
        guard case .register(let ticket) = outcome else { throw PeopleRefusal.registrationRefused }
        return try await signIn.register(
            .init(name: "李秀英", documentNumber: number(seed)), ticket: ticket, from: .citizen())
    }

    @Test("a phone signs in for the first time by code and registration, later by code alone")
    func firstAndSecond() async throws {
        let database = try await PeopleDatabase.make()
        let token = try await registered(database)
        let sessions = Sessions(database: database.open)
        let citizen = try #require(try await sessions.open(token: token)?.citizen)
        #expect(citizen.name == "李秀英")
        #expect(citizen.phone == Self.phone)
        #expect(citizen.documentNumber == number(1))
        let audited = try await database.count("SELECT count(*) FROM base.audit_entry WHERE act = 'account.register'")
        #expect(audited == 1)

        try await wait("interval '2 minutes'", database)
        let signIn = CitizenSignIn(database: database.open)
        _ = try await signIn.requestCode(phone: "+86 199 0000 1111", from: .citizen())
        let outcome = try await signIn.signIn(phone: Self.phone, code: lastCode(database), from: .citizen())
        guard case .signedIn(let second) = outcome else {
            Issue.record("registered again")
            return
        }
        #expect(try await sessions.open(token: second)?.citizen?.accountID == citizen.accountID)
    }

    @Test("asking for a code answers the same for known and unknown phones")
    func noHint() async throws {
        let database = try await PeopleDatabase.make()
        _ = try await registered(database)
        try await wait("interval '2 minutes'", database)
        let signIn = CitizenSignIn(database: database.open)

        let known = try await signIn.requestCode(phone: Self.phone, from: .citizen())
        let unknown = try await signIn.requestCode(phone: "19900002222", from: .citizen())

        #expect(known == Self.phone)
        #expect(unknown == "19900002222")
        #expect(try await database.count("SELECT count(*) FROM base.job") == 3)
    }

    @Test("a code is limited to one a minute and ten a day for a phone")
    func limitsOfPhone() async throws {
        let database = try await PeopleDatabase.make()
        let signIn = CitizenSignIn(database: database.open)
        for number in 1...10 {
            _ = try await signIn.requestCode(phone: Self.phone, from: .citizen("203.0.113.\(number)"))
            await #expect(throws: PeopleRefusal.codeTooSoon) {
                try await signIn.requestCode(phone: Self.phone, from: .citizen())
            }
            try await wait("interval '61 seconds'", database)
        }
        await #expect(throws: PeopleRefusal.codeLimitOfPhone) {
            try await signIn.requestCode(phone: Self.phone, from: .citizen())
        }
        try await wait("interval '1 day'", database)
        #expect(try await signIn.requestCode(phone: Self.phone, from: .citizen()) == Self.phone)
    }

    @Test("thirty codes an hour for one source, an IPv6 /64 being one")
    func limitOfSource() async throws {
        let database = try await PeopleDatabase.make()
        let signIn = CitizenSignIn(database: database.open)
        for number in 10..<40 {
            _ = try await signIn.requestCode(phone: "199000022\(number)", from: .citizen("2001:db8::\(number)"))
        }
        await #expect(throws: PeopleRefusal.codeLimitOfSource) {
            try await signIn.requestCode(phone: Self.phone, from: .citizen("2001:db8::ffff"))
        }
        #expect(try await signIn.requestCode(phone: Self.phone, from: .citizen("2001:db8:1::1")) == Self.phone)
    }

    @Test("twenty who ask for one phone at once get one code")
    func parallelRequests() async throws {
        let database = try await PeopleDatabase.make()
        let signIn = CitizenSignIn(database: database.open)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask { _ = try? await signIn.requestCode(phone: Self.phone, from: .citizen()) }
            }
        }
        #expect(try await database.count("SELECT count(*) FROM people.phone_code") == 1)
    }

    @Test("five wrong tries void a code, and the right one no longer helps")
    func bruteForce() async throws {
        let database = try await PeopleDatabase.make()
        let signIn = CitizenSignIn(database: database.open)
        _ = try await signIn.requestCode(phone: Self.phone, from: .citizen())
        let code = try await lastCode(database)
        let wrong = code == "000000" ? "000001" : "000000"

        for number in 1...5 {
            let expected: PeopleRefusal = number < 5 ? .codeWrong : .codeExpired
            await #expect(throws: expected) {
                try await signIn.signIn(phone: Self.phone, code: wrong, from: .citizen("203.0.113.\(number)"))
            }
        }
        await #expect(throws: PeopleRefusal.codeExpired) {
            try await signIn.signIn(phone: Self.phone, code: code, from: .citizen())
        }
    }

    @Test("a code works once, for its phone, within five minutes")
    func codeLife() async throws {
        let database = try await PeopleDatabase.make()
        let signIn = CitizenSignIn(database: database.open)
        _ = try await signIn.requestCode(phone: Self.phone, from: .citizen())
        let code = try await lastCode(database)
        await #expect(throws: PeopleRefusal.codeExpired) {
            try await signIn.signIn(phone: "19900002222", code: code, from: .citizen())
        }
        _ = try await signIn.signIn(phone: Self.phone, code: code, from: .citizen())
        await #expect(throws: PeopleRefusal.codeExpired) {
            try await signIn.signIn(phone: Self.phone, code: code, from: .citizen())
        }

        try await wait("interval '2 minutes'", database)
        _ = try await signIn.requestCode(phone: Self.phone, from: .citizen())
        let second = try await lastCode(database)
        try await database.owner.execute("UPDATE people.phone_code SET expires_at = now()")
        await #expect(throws: PeopleRefusal.codeExpired) {
            try await signIn.signIn(phone: Self.phone, code: second, from: .citizen())
        }
    }

    @Test("twenty wrong codes from one source lock it for every phone")
    func lockOfSource() async throws {
        let database = try await PeopleDatabase.make()
        let signIn = CitizenSignIn(database: database.open)
        for number in 10..<30 {
            _ = try? await signIn.signIn(phone: "199000011\(number)", code: "123456", from: .citizen())
        }
        await #expect(throws: PeopleRefusal.locked) {
            try await signIn.signIn(phone: Self.phone, code: "123456", from: .citizen())
        }
        await #expect(throws: PeopleRefusal.codeExpired) {
            try await signIn.signIn(phone: Self.phone, code: "123456", from: .citizen("198.51.100.7"))
        }
    }

    @Test("a registered number cannot be registered again from another phone, and three tries end the ticket")
    func takenNumber() async throws {
        let database = try await PeopleDatabase.make()
        _ = try await registered(database)
        let signIn = CitizenSignIn(database: database.open)
        _ = try await signIn.requestCode(phone: "19900002222", from: .citizen())
        let outcome = try await signIn.signIn(phone: "19900002222", code: lastCode(database), from: .citizen())
        guard case .register(let ticket) = outcome else {
            Issue.record("signed in without an account")
            return
        }
        let taken = CitizenSignIn.Registration(name: "李秀英", documentNumber: number(1))
        for _ in 1...3 {
            await #expect(throws: PeopleRefusal.registrationRefused) {
                try await signIn.register(taken, ticket: ticket, from: .citizen())
            }
        }
        let own = CitizenSignIn.Registration(name: "王明", documentNumber: number(2))
        await #expect(throws: PeopleRefusal.registrationExpired) {
            try await signIn.register(own, ticket: ticket, from: .citizen())
        }
        #expect(try await database.count("SELECT count(*) FROM people.account") == 1)
    }

    @Test(
        "registration names the field that is wrong",
        arguments: [
            ("李", "111", "14220019900101001X", ["name", "documentNumber"]), ("李秀英", "111", "123", ["documentNumber"]),
            ("李秀英", "000", "H12345678", ["documentType"]), ("<b>李</b>", "516", "H12345678", ["name"]),
        ])
    func fields(name: String, type: String, number: String, expected: [String]) async throws {
        let today = CalendarDate(Date())
        let typed = CitizenSignIn.Registration(name: name, documentType: type, documentNumber: number)
        do {
            _ = try PersonRules.check(typed, on: today)
            Issue.record("accepted")
        } catch {
            #expect(error.fields.map(\.field) == expected)
        }
    }
}
