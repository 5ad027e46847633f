import Base
import Foundation
import Postgres
import TestSupport
import Testing

@testable import People

struct StaffSignInTests {
    @Test("the first sign-in by one-time code leads to a new password and only then to rights")
    func firstSignIn() async throws {
        let database = try await PeopleDatabase.make()
        let made = try await database.newStaff("lihua")
        let signIn = StaffSignIn(database: database.office)
        let sessions = Sessions(database: database.office)

        let token = try await signIn.signIn(login: " LiHua ", password: made.code.lowercased(), from: .office())
        let fresh = try #require(try await sessions.open(token: token))
        #expect(fresh.officer?.pending == .setPassword)
        #expect(fresh.officer?.rights == [])

        let password = "Qm7#vTz2pLx9"
        let next = try await signIn.setPassword(password, repeated: password, in: fresh, from: .office())
        #expect(try await sessions.open(token: token) == nil)
        let session = try #require(try await sessions.open(token: next))
        #expect(session.officer?.pending == nil)
        #expect(session.officer?.rights == [.receiveCases, .deliverResults, .searchCases])
        #expect(session.csrfToken != fresh.csrfToken)
        let audited = try await database.count("SELECT count(*) FROM base.audit_entry WHERE act = 'staff.password'")
        #expect(audited == 1)
    }

    @Test("a password from before the pepper signs in once more and is then worthless without it")
    func pepper() async throws {
        let database = try await PeopleDatabase.make()
        let password = "Qm7#vTz2pLx9"
        _ = try await database.signedIn(database.newStaff("lihua"), password: password)
        let hash: SQL = "SELECT password_hash FROM people.staff WHERE login = 'lihua'"
        let before = try #require(try await database.value(hash, as: String.self))
        let peppered = StaffSignIn(database: database.office, pepper: Array("device key".utf8))

        _ = try await peppered.signIn(login: "lihua", password: password, from: .office())
        let after = try #require(try await database.value(hash, as: String.self))
        _ = try await peppered.signIn(login: "lihua", password: password, from: .office())

        #expect(before.hasPrefix("$pbkdf2-sm3$") && after.hasPrefix("$pbkdf2-sm3-pepper$"))
        await #expect(throws: PeopleRefusal.signInRefused) {
            try await StaffSignIn(database: database.office).signIn(
                login: "lihua", password: password, from: .office())
        }
    }

    @Test("a one-time code works once and not after its time")
    func codeReuse() async throws {
        let database = try await PeopleDatabase.make()
        let made = try await database.newStaff("lihua")
        let signIn = StaffSignIn(database: database.office)
        _ = try await signIn.signIn(login: made.login, password: made.code, from: .office())
        await #expect(throws: PeopleRefusal.signInRefused) {
            try await signIn.signIn(login: made.login, password: made.code, from: .office())
        }

        let late = try await database.newStaff("zhaolei")
        try await database.owner.execute("UPDATE people.staff_code SET expires_at = now()")
        await #expect(throws: PeopleRefusal.signInRefused) {
            try await signIn.signIn(login: late.login, password: late.code, from: .office())
        }
    }

    @Test("two who type the same one-time code at once: one gets in")
    func codeRace() async throws {
        let database = try await PeopleDatabase.make()
        let made = try await database.newStaff("lihua")
        let signIn = StaffSignIn(database: database.office)

        let successes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    (try? await signIn.signIn(login: made.login, password: made.code, from: .office())) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(successes == 1)
    }

    @Test("unknown login, wrong password and disabled account get one answer; the log knows why")
    func sameAnswer() async throws {
        let database = try await PeopleDatabase.make()
        _ = try await database.signedIn(database.newStaff("lihua"))
        _ = try await database.signedIn(database.newStaff("zhaolei"))
        try await database.owner.execute("UPDATE people.staff SET state = 'disabled' WHERE login = 'zhaolei'")
        let signIn = StaffSignIn(database: database.office)
        let attempts = [("nobody", "Qm7#vTz2pLx9"), ("lihua", "wrong"), ("zhaolei", "Qm7#vTz2pLx9"), ("秘密口令", "x")]

        for (login, password) in attempts {
            await #expect(throws: PeopleRefusal.signInRefused) {
                try await signIn.signIn(login: login, password: password, from: .office())
            }
        }

        let rows = try await database.owner.rows(
            "SELECT subject, reason FROM people.sign_in WHERE result = 'refused' ORDER BY id"
        ) { try $0.get("subject", as: String.self) + " " + $0.get("reason", as: String.self) }
        #expect(rows == ["nobody 账号不存在", "lihua 口令不正确", "zhaolei 账号停用或过期", "? 账号不存在"])
    }

    @Test("an unknown login costs the same statements and the hash as a known one")
    func sameTime() async throws {
        let database = try await PeopleDatabase.make()
        _ = try await database.signedIn(database.newStaff("lihua"))
        let signIn = StaffSignIn(database: database.office)
        func attempt(_ login: String) async -> (statements: Int, time: Duration) {
            await Database.counting { counter in
                let start = ContinuousClock.now
                _ = try? await signIn.signIn(login: login, password: "wrong", from: .office())
                return (counter.statements, ContinuousClock.now - start)
            }
        }

        let known = await attempt("lihua")
        let unknown = await attempt("nobody")

        #expect(known.statements == unknown.statements)
        // The hash takes some 150 ms of a core; without it an unknown login would answer in a few.
        #expect(unknown.time > .milliseconds(25))
    }

    @Test("five failures lock the account for 30 minutes, for the right password too")
    func lockOut() async throws {
        let database = try await PeopleDatabase.make()
        _ = try await database.signedIn(database.newStaff("lihua"))
        let signIn = StaffSignIn(database: database.office)
        for number in 1...5 {
            await #expect(throws: PeopleRefusal.signInRefused) {
                try await signIn.signIn(login: "lihua", password: "wrong", from: .office("203.0.113.\(number)"))
            }
        }

        await #expect(throws: PeopleRefusal.locked) {
            try await signIn.signIn(login: "lihua", password: "Qm7#vTz2pLx9", from: .office("198.51.100.1"))
        }

        try await database.owner.execute("UPDATE people.sign_in SET at = at - interval '31 minutes'")
        let token = try await signIn.signIn(login: "lihua", password: "Qm7#vTz2pLx9", from: .office())
        #expect(try await Sessions(database: database.office).open(token: token) != nil)
    }

    @Test("a lock says the same for a login that does not exist")
    func lockOfUnknown() async throws {
        let database = try await PeopleDatabase.make()
        let signIn = StaffSignIn(database: database.office)
        for number in 1...5 {
            _ = try? await signIn.signIn(login: "nobody", password: "wrong", from: .office("203.0.113.\(number)"))
        }
        await #expect(throws: PeopleRefusal.locked) {
            try await signIn.signIn(login: "nobody", password: "wrong", from: .office("198.51.100.1"))
        }
    }

    @Test("parallel guesses cannot outrun the lock")
    func parallelGuesses() async throws {
        let database = try await PeopleDatabase.make()
        _ = try await database.signedIn(database.newStaff("lihua"))
        let signIn = StaffSignIn(database: database.office)

        let outcomes = await withTaskGroup(of: PeopleRefusal?.self) { group in
            for number in 1...12 {
                group.addTask {
                    do {
                        _ = try await signIn.signIn(
                            login: "lihua", password: "no", from: .office("203.0.113.\(number)"))
                        return nil
                    } catch {
                        return error as? PeopleRefusal
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }

        #expect(outcomes.count { $0 == .signInRefused } == 5)
        #expect(outcomes.count { $0 == .locked } == 7)
    }

    @Test("twenty failures from one source lock it; a whole IPv6 /64 is one source", arguments: [false, true])
    func lockOfSource(isV6: Bool) async throws {
        let database = try await PeopleDatabase.make()
        _ = try await database.signedIn(database.newStaff("lihua"))
        try await database.owner.execute(
            """
            INSERT INTO people.sign_in (door, subject_kind, subject, method, result, client_address)
            SELECT 'office', 'staff', concat('guess', n), 'password', 'refused',
                CASE WHEN \(isV6) THEN CAST(concat('2001:db8:1:2::', n) AS inet) ELSE CAST('203.0.113.9' AS inet) END
            FROM generate_series(1, 20) AS n
            """)
        let signIn = StaffSignIn(database: database.office)
        let same = isV6 ? "2001:db8:1:2:ffff::1" : "203.0.113.9"
        let other = isV6 ? "2001:db8:1:3::1" : "203.0.113.10"

        await #expect(throws: PeopleRefusal.locked) {
            try await signIn.signIn(login: "lihua", password: "Qm7#vTz2pLx9", from: .office(same))
        }
        let token = try await signIn.signIn(login: "lihua", password: "Qm7#vTz2pLx9", from: .office(other))
        #expect(!token.isEmpty)
    }

    @Test("a new sign-in ends the session elsewhere and the log says so")
    func oneSession() async throws {
        let database = try await PeopleDatabase.make()
        let first = try await database.signedIn(database.newStaff("lihua"))
        let signIn = StaffSignIn(database: database.office)

        let second = try await signIn.signIn(login: "lihua", password: "Qm7#vTz2pLx9", from: .office())

        let sessions = Sessions(database: database.office)
        #expect(try await sessions.open(token: first.token) == nil)
        #expect(try await sessions.open(token: second) != nil)
        let ended = try await database.count(
            "SELECT count(*) FROM people.sign_in WHERE result = 'ended' AND reason = '同一账号在别处登录'")
        // One for the first password's session, one for this; the code's session was replaced, not ended elsewhere.
        #expect(ended == 1)
    }

    @Test("a password of 90 days asks for a new one")
    func oldPassword() async throws {
        let database = try await PeopleDatabase.make()
        _ = try await database.signedIn(database.newStaff("lihua"))
        try await database.owner.execute("UPDATE people.staff SET password_changed_at = now() - interval '91 days'")

        let token = try await StaffSignIn(database: database.office)
            .signIn(login: "lihua", password: "Qm7#vTz2pLx9", from: .office())

        let session = try #require(try await Sessions(database: database.office).open(token: token))
        #expect(session.officer?.pending == .setPassword)
        #expect(session.officer?.rights == [])
    }

    @Test("the last five passwords cannot come back, and a change needs the current one")
    func history() async throws {
        let database = try await PeopleDatabase.make()
        let session = try await database.signedIn(database.newStaff("lihua"), password: "Qm7#vTz2pLx9")
        let signIn = StaffSignIn(database: database.office)

        await #expect(throws: PeopleRefusal.passwordWrong) {
            try await signIn.setPassword(
                "Wk4!nRb8sJd3", repeated: "Wk4!nRb8sJd3", current: "no", in: session, from: .office())
        }
        let used = FieldProblem(field: "password", message: PasswordPolicy.Problem.usedBefore.message)
        await #expect(throws: PeopleRefusal.fields([used])) {
            try await signIn.setPassword(
                "Qm7#vTz2pLx9", repeated: "Qm7#vTz2pLx9", current: "Qm7#vTz2pLx9", in: session, from: .office())
        }
        let token = try await signIn.setPassword(
            "Wk4!nRb8sJd3", repeated: "Wk4!nRb8sJd3", current: "Qm7#vTz2pLx9", in: session, from: .office())
        #expect(token != session.token)
        let kept = try await database.count("SELECT cardinality(password_history) FROM people.staff")
        #expect(kept == 2)
    }

    @Test("an ended session cannot set a password")
    func endedSession() async throws {
        let database = try await PeopleDatabase.make()
        let session = try await database.signedIn(database.newStaff("lihua"))
        try await Sessions(database: database.office).end(session, door: .office)

        await #expect(throws: PeopleRefusal.sessionEnded) {
            try await StaffSignIn(database: database.office).setPassword(
                "Wk4!nRb8sJd3", repeated: "Wk4!nRb8sJd3", current: "Qm7#vTz2pLx9", in: session, from: .office())
        }
    }
}
