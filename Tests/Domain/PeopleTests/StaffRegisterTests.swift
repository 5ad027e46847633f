import Base
import Foundation
import GuoMi
import Identifiers
import Postgres
import TestSupport
import Testing
import WorkCalendar

@testable import People

/// Accounts under 三员分立: who makes them, who enables them, who may do neither.
struct StaffRegisterTests {
    private struct Office {
        let database: PeopleDatabase
        let register: StaffRegister
        let bureau: Int
        let sysadmin: Session
        let secadmin: Session
    }

    private func office() async throws -> Office {
        let database = try await PeopleDatabase.make()
        let bureau = try await database.people.organisation("审批局")
        let sysadmin = try await database.people.staff("xitong", rights: ["manageOrganisations"], category: "sysadmin")
        let secadmin = try await database.people.staff("anquan", rights: ["grantRights"], category: "secadmin")
        return Office(
            database: database,
            register: StaffRegister(database: database.office, personSecret: [UInt8](repeating: 1, count: 32)),
            bureau: bureau, sysadmin: try await database.session(sysadmin),
            secadmin: try await database.session(secadmin))
    }

    private func draft(_ login: String, _ office: Office, category: String = "business", seed: UInt64 = 3) -> NewStaff {
        var identity = SyntheticIdentity(seed: seed)
        return NewStaff(
            login: login, name: "王小明", category: category,
            documentNumber: identity.citizenID(on: CalendarDate(Date())).text,
            organisationID: office.bureau, post: "窗口", phone: "19900005678")
    }

    @Test("an account is made disabled, gets a role, is enabled, reset and signed in: two administrators are needed")
    func life() async throws {
        let office = try await office()
        let register = office.register
        let id = try await register.create(draft("wangxm", office), by: office.sysadmin, from: .office())
        #expect(try await !register.find(id, for: office.secadmin).member.isActive)

        await #expect(throws: PeopleRefusal.notWithoutRole) {
            try await register.enable(id, version: 1, by: office.secadmin, from: .office())
        }
        try await register.grant("window", scope: .department, to: id, by: office.secadmin, from: .office())
        try await register.enable(id, version: 1, by: office.secadmin, from: .office())
        let code = try await register.reset(id, by: office.secadmin, from: .office())

        let token = try await StaffSignIn(database: office.database.office)
            .signIn(login: "wangxm", password: code, from: .office())
        let session = try #require(try await Sessions(database: office.database.office).open(token: token))
        #expect(session.officer?.pending == .setPassword)
        let detail = try await register.find(id, for: office.secadmin)
        #expect(detail.grants.map(\.scope) == [.department])
        #expect(detail.grants.map(\.grantedBy) == ["anquan"])
        #expect(detail.online.count == 1)
        let acts = try await office.database.owner.rows(
            "SELECT act FROM base.audit_entry WHERE object_kind = 'staff' ORDER BY id"
        ) { try $0.get("act", as: String.self) }
        #expect(acts == ["staff.create", "staff.grant", "staff.enable", "staff.reset"])
    }

    @Test("the system administrator grants nothing and enables nobody; the security administrator makes nobody")
    func duties() async throws {
        let office = try await office()
        let register = office.register
        let id = try await register.create(draft("wangxm", office), by: office.sysadmin, from: .office())
        await #expect(throws: PeopleRefusal.rightMissing) {
            try await register.grant("window", scope: .own, to: id, by: office.sysadmin, from: .office())
        }
        await #expect(throws: PeopleRefusal.rightMissing) {
            try await register.enable(id, version: 1, by: office.sysadmin, from: .office())
        }
        await #expect(throws: PeopleRefusal.rightMissing) {
            try await register.create(draft("other", office), by: office.secadmin, from: .office())
        }
        await #expect(throws: PeopleRefusal.rightMissing) {
            try await register.describe(
                id, version: 1, as: draft("wangxm", office), by: office.secadmin, from: .office())
        }
    }

    @Test("the schema keeps the offices apart even for hand-written SQL of an administrator")
    func handWritten() async throws {
        let office = try await office()
        let id = try await office.register.create(draft("wangxm", office), by: office.sysadmin, from: .office())
        let pool = office.database.office
        let statements: [(Session, SQL)] = [
            (office.sysadmin, "UPDATE people.staff SET state = 'active' WHERE id = \(id)"),
            (office.secadmin, "UPDATE people.staff SET name = 'x' WHERE id = \(id)"),
            (
                office.sysadmin,
                """
                INSERT INTO people.staff (id, login, name, category, state) VALUES (\(UUID()), 'xxx', 'x', 'auditor', 'active')
                """
            ),
            (
                office.sysadmin,
                """
                INSERT INTO people.staff_role (staff_id, role_code, category, scope, granted_by)
                VALUES (\(id), 'window', 'business', 'own', '')
                """
            ),
            (
                office.secadmin,
                """
                INSERT INTO people.staff_role (staff_id, role_code, category, scope, granted_by)
                VALUES (\(office.secadmin.officer?.staffID), 'secadmin', 'secadmin', 'own', '')
                """
            ),
        ]
        for (session, statement) in statements {
            do {
                try await pool.execute(settings: ["yanmen.session": session.token], statement)
                Issue.record("allowed: \(statement.text)")
            } catch let error as PostgresError {
                #expect(error.sqlState == "42501", "\(error)")
            }
        }
    }

    @Test("nobody holds roles of two categories, whoever grants them", arguments: ["sysadmin", "secadmin", "auditor"])
    func oneCategory(role: String) async throws {
        let office = try await office()
        let id = try await office.register.create(draft("wangxm", office), by: office.sysadmin, from: .office())
        await #expect(throws: PeopleRefusal.dutiesStaySeparate) {
            try await office.register.grant(role, scope: .own, to: id, by: office.secadmin, from: .office())
        }
        // And the database says so to its owner, too.
        do {
            try await office.database.owner.execute(
                """
                INSERT INTO people.staff_role (staff_id, role_code, category, scope, granted_by)
                VALUES (\(id), \(role), \(role), 'own', '')
                """)
            Issue.record("the schema allows two categories")
        } catch let error as PostgresError {
            #expect(error.isForeignKeyViolation)
        }
    }

    @Test("a role cannot be given rights of another category")
    func roleRights() async throws {
        let office = try await office()
        for (category, right) in [("business", "readAudit"), ("sysadmin", "grantRights"), ("auditor", "receiveCases")] {
            do {
                try await office.database.owner.execute(
                    """
                    INSERT INTO people.role (code, name, category, rights) VALUES ('x', 'x', \(category), \([right]))
                    """)
                Issue.record("\(category) may \(right)")
            } catch let error as PostgresError {
                #expect(error.violates("rights_stay_in_their_category"))
            }
        }
    }

    @Test("one person has one account, one login one person")
    func uniqueness() async throws {
        let office = try await office()
        _ = try await office.register.create(draft("wangxm", office), by: office.sysadmin, from: .office())
        await #expect(throws: PeopleRefusal.personHasAccount) {
            try await office.register.create(
                draft("wangxm2", office, category: "auditor"), by: office.sysadmin, from: .office())
        }
        await #expect(throws: PeopleRefusal.loginTaken) {
            try await office.register.create(draft("wangxm", office, seed: 4), by: office.sysadmin, from: .office())
        }
        let key = try await office.database.value(
            "SELECT person_key FROM people.staff WHERE login = 'wangxm'", as: String.self)
        #expect(key?.count == 64)
    }

    @Test("acts of the security administrator need a fresh second factor and another person")
    func stepUp() async throws {
        let office = try await office()
        let id = try await office.register.create(draft("wangxm", office), by: office.sysadmin, from: .office())
        let later = StaffRegister(
            database: office.database.office, now: .fixed(Date().addingTimeInterval(301)), personSecret: [1])
        await #expect(throws: PeopleRefusal.stepUpNeeded) {
            try await later.grant("window", scope: .own, to: id, by: office.secadmin, from: .office())
        }
        let own = try #require(office.secadmin.officer?.staffID)
        await #expect(throws: PeopleRefusal.dutiesStaySeparate) {
            try await office.register.reset(own, by: office.secadmin, from: .office())
        }
        await #expect(throws: PeopleRefusal.dutiesStaySeparate) {
            try await office.register.disable(own, version: 1, by: office.secadmin, from: .office())
        }
    }

    @Test("the last administrator of a kind stays, a second one may go, and disabling ends the sessions")
    func lastOfficer() async throws {
        let office = try await office()
        let register = office.register
        let last = try #require(office.sysadmin.officer?.staffID)
        await #expect(throws: PeopleRefusal.lastOfficer) {
            try await register.disable(last, version: 1, by: office.secadmin, from: .office())
        }
        _ = try await office.database.people.staff("xitong2", rights: ["manageOrganisations"], category: "sysadmin")
        try await register.disable(last, version: 1, by: office.secadmin, from: .office())
        #expect(try await Sessions(database: office.database.office).open(token: office.sysadmin.token) == nil)
    }

    @Test("an administrator's second factor is not reset from the office; on the server it is")
    func secondFactor() async throws {
        let office = try await office()
        let officer = try #require(office.sysadmin.officer)
        await #expect(throws: PeopleRefusal.administratorSecondFactor) {
            try await office.register.resetSecondFactor(officer.staffID, by: office.secadmin, from: .office())
        }
        let made = try #require(
            try await FirstRun(database: office.database.owner).reissue(login: officer.login, takeOffSecondFactor: true)
        )
        let token = try await StaffSignIn(database: office.database.office)
            .signIn(login: officer.login, password: made.code, from: .office())
        let session = try #require(try await Sessions(database: office.database.office).open(token: token))
        #expect(session.officer?.pending == .setPassword)
        #expect(try await FirstRun(database: office.database.owner).reissue(login: "nobody") == nil)
    }

    @Test("a locked account is unlocked, an online session ended")
    func unlockAndEnd() async throws {
        let office = try await office()
        let made = try await office.database.newStaff("lihua")
        let session = try await office.database.signedIn(made)
        let id = try #require(session.officer?.staffID)
        let signIn = StaffSignIn(database: office.database.office)
        for number in 1...5 {
            _ = try? await signIn.signIn(login: "lihua", password: "no", from: .office("203.0.113.\(number)"))
        }
        #expect(try await office.register.find(id, for: office.secadmin).lockedUntil != nil)
        try await office.register.unlock(id, by: office.secadmin, from: .office())
        #expect(try await office.register.find(id, for: office.secadmin).lockedUntil == nil)

        let online = try await office.register.online(for: office.secadmin)
        let entry = try #require(online.first { $0.login == "lihua" })
        try await office.register.end(entry.id, by: office.secadmin, from: .office())
        #expect(try await Sessions(database: office.database.office).open(token: session.token) == nil)
        await #expect(throws: PeopleRefusal.rightMissing) { try await office.register.online(for: office.sysadmin) }
    }

    @Test("the list pages by login and searches in names and logins, wildcards being ordinary characters")
    func list() async throws {
        let office = try await office()
        for number in 1...5 {
            _ = try await office.register.create(
                draft("clerk\(number)", office, seed: UInt64(100 + number)), by: office.sysadmin, from: .office())
        }
        let first = try await office.register.list(search: "clerk", limit: 3, for: office.sysadmin)
        #expect(first.map(\.login) == ["clerk1", "clerk2", "clerk3"])
        let second = try await office.register.list(search: "clerk", after: "clerk3", limit: 3, for: office.sysadmin)
        #expect(second.map(\.login) == ["clerk4", "clerk5"])
        #expect(try await office.register.list(search: "王小", for: office.secadmin).count == 5)
        #expect(try await office.register.list(search: "%", for: office.sysadmin).isEmpty)
        let clerk = try await office.database.session(
            office.database.people.staff("chuangkou", rights: ["receiveCases"]))
        await #expect(throws: PeopleRefusal.rightMissing) { try await office.register.list(for: clerk) }
    }

    @Test("an account names its wrong fields, and a stale page changes nothing")
    func fields() async throws {
        let office = try await office()
        let bad = NewStaff(
            login: "王", name: "1", category: "boss", documentNumber: "1", organisationID: nil, post: "", phone: "12",
            expiresOn: "明天")
        do {
            _ = try await office.register.create(bad, by: office.sysadmin, from: .office())
            Issue.record("accepted")
        } catch let refusal as PeopleRefusal {
            #expect(
                refusal.fields.map(\.field) == ["login", "category", "documentNumber", "name", "phone", "expiresOn"])
        }
        let id = try await office.register.create(draft("wangxm", office), by: office.sysadmin, from: .office())
        var next = draft("wangxm", office)
        next.post = "科长"
        next.expiresOn = "2030-12-31"
        try await office.register.describe(id, version: 1, as: next, by: office.sysadmin, from: .office())
        let stale = next
        await #expect(throws: PeopleRefusal.changedMeanwhile) {
            try await office.register.describe(id, version: 1, as: stale, by: office.sysadmin, from: .office())
        }
        let member = try await office.register.find(id, for: office.sysadmin).member
        #expect(member.post == "科长")
        #expect(member.expiresOn == CalendarDate("2030-12-31"))
    }
}
