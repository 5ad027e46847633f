import Base
import Foundation
import Postgres
import TestSupport
import Testing

@testable import People

struct UnusedAccountsTests {
    @Test("who was not here for 90 days is disabled, with an audit row; who is enabled again has the whole time")
    func unused() async throws {
        let database = try await PeopleDatabase.make()
        for login in ["idle", "active", "never"] { _ = try await database.people.staff(login, rights: []) }
        try await database.seen("idle", daysAgo: 91)
        try await database.seen("active", daysAgo: 89)
        let accounts = database.unusedAccounts()

        let count = try await accounts.disable()
        let states = try await database.states()
        let row = try await database.value(
            "SELECT reason FROM base.audit_entry WHERE act = 'staff.disableUnused'", as: String.self)

        #expect(count == 1)
        #expect(states == ["active": "active", "idle": "disabled", "never": "active"])
        #expect(row == "连续 90 天没有登录")
        try await database.owner.execute("UPDATE people.staff SET state = 'active' WHERE login = 'idle'")
        #expect(try await accounts.disable() == 0)
    }

    @Test("the administrator of a kind who was here last stays, however long ago")
    func lastOfficer() async throws {
        let database = try await PeopleDatabase.make()
        for (login, days) in [("anquan-1", 200), ("anquan-2", 100)] {
            _ = try await database.people.staff(login, rights: ["grantRights"], category: "secadmin")
            try await database.seen(login, daysAgo: days)
        }
        _ = try await database.people.staff("shenji", rights: ["readAudit"], category: "auditor")
        try await database.seen("shenji", daysAgo: 400)

        #expect(try await database.unusedAccounts().disable() == 1)
        #expect(
            try await database.states() == ["anquan-1": "disabled", "anquan-2": "active", "shenji": "active"])
    }

    @Test("the administrator sees why an account is disabled, and the setting decides after how many days")
    func shownAndSet() async throws {
        let database = try await PeopleDatabase.make()
        _ = try await database.people.staff("idle", rights: [])
        try await database.seen("idle", daysAgo: 40)
        let officer = try await database.people.staff("xitong", rights: ["manageOrganisations"], category: "sysadmin")
        let session = try await database.session(officer)
        let register = StaffRegister(database: database.office, personSecret: [UInt8](repeating: 1, count: 32))

        #expect(try await database.unusedAccounts().disable() == 0)
        try await database.owner.pipeline(try Settings.change(.staffUnusedDays, to: 30, by: .system("test")))
        #expect(try await database.unusedAccounts().disable() == 1)
        let idle = try await register.list(search: "idle", for: session).first

        #expect(idle?.stateTerm == "停用（长期未登录）")
        try await database.owner.pipeline(try Settings.change(.staffUnusedDays, to: 0, by: .system("test")))
        #expect(try await database.unusedAccounts().disable() == 0)
    }

    @Test("only the worker may disable accounts in this way")
    func onlyTheWorker() async throws {
        let database = try await PeopleDatabase.make()
        await #expect(throws: PostgresError.self) {
            try await database.office.execute("SELECT people.disable_unused_staff(1)")
        }
    }
}

extension PeopleDatabase {
    fileprivate func unusedAccounts() -> UnusedAccounts {
        UnusedAccounts(database: worker, settings: Settings(database: worker, lifetime: .zero))
    }

    fileprivate func seen(_ login: String, daysAgo days: Int) async throws {
        try await owner.execute(
            """
            UPDATE people.staff SET last_sign_in_at = now() - make_interval(days => \(days)),
                active_since = now() - interval '500 days' WHERE login = \(login)
            """)
    }

    fileprivate func states() async throws -> [String: String] {
        let pairs: [(String, String)] = try await owner.rows("SELECT login, state FROM people.staff") { row in
            (try row.get("login"), try row.get("state"))
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}
