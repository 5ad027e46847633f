import Base
import Foundation
import GuoMi
import Postgres
import TestSupport
import Testing

@testable import People

struct SecondFactorTests {
    private let noon = Date(timeIntervalSince1970: 1_764_000_000)

    private func enrolled(_ database: PeopleDatabase) async throws -> (session: Session, factor: TOTP) {
        let pending = try await database.signedIn(
            database.newStaff("anquan1", category: "secadmin", role: "secadmin", scope: .own))
        let signIn = StaffSignIn(database: database.office, now: .fixed(noon))
        let officer = try #require(pending.officer)
        let offer = signIn.offerSecondFactor(to: officer)
        let factor = TOTP(secret: try #require(Base32.decode(offer.secret)))
        let token = try await signIn.enrolSecondFactor(
            secret: offer.secret, code: factor.code(at: noon), in: pending, from: .office())
        return (try #require(try await Sessions(database: database.office).open(token: token)), factor)
    }

    @Test("an administrator has no right before a second factor is bound")
    func enrolment() async throws {
        let database = try await PeopleDatabase.make()
        let pending = try await database.signedIn(
            database.newStaff("anquan1", category: "secadmin", role: "secadmin", scope: .own))
        #expect(pending.officer?.pending == .enrolSecondFactor)
        #expect(pending.officer?.rights == [])
        let signIn = StaffSignIn(database: database.office, now: .fixed(noon))
        let offer = signIn.offerSecondFactor(to: try #require(pending.officer))
        #expect(offer.uri.hasPrefix("otpauth://totp/"))
        #expect(offer.uri.contains(offer.secret))

        await #expect(throws: PeopleRefusal.secondFactorRefused) {
            try await signIn.enrolSecondFactor(secret: offer.secret, code: "000000", in: pending, from: .office())
        }
        await #expect(throws: PeopleRefusal.secondFactorRefused) {
            try await signIn.enrolSecondFactor(secret: "AAAA", code: "000000", in: pending, from: .office())
        }
        let (session, _) = try await { () async throws in
            let factor = TOTP(secret: try #require(Base32.decode(offer.secret)))
            let token = try await signIn.enrolSecondFactor(
                secret: offer.secret, code: factor.code(at: noon), in: pending, from: .office())
            return (try #require(try await Sessions(database: database.office).open(token: token)), factor)
        }()
        #expect(session.officer?.rights == [.grantRights, .manageClients])
        #expect(session.officer?.pending == nil)
    }

    @Test("the second factor is asked for at each sign-in, and a code counts once")
    func replay() async throws {
        let database = try await PeopleDatabase.make()
        let (_, factor) = try await enrolled(database)
        let first = StaffSignIn(database: database.office, now: .fixed(noon))
        let later = StaffSignIn(database: database.office, now: .fixed(noon.addingTimeInterval(60)))
        let sessions = Sessions(database: database.office)

        let token = try await first.signIn(login: "anquan1", password: "Qm7#vTz2pLx9", from: .office())
        let pending = try #require(try await sessions.open(token: token))
        #expect(pending.officer?.pending == .showSecondFactor)
        #expect(pending.officer?.rights == [])

        // The code of the enrolment again: used.
        await #expect(throws: PeopleRefusal.secondFactorRefused) {
            try await first.showSecondFactor(code: factor.code(at: noon), in: pending, from: .office())
        }
        let code = factor.code(at: noon.addingTimeInterval(60))
        let next = try await later.showSecondFactor(code: code, in: pending, from: .office())
        let session = try #require(try await sessions.open(token: next))
        #expect(session.officer?.rights == [.grantRights, .manageClients])
        #expect(session.hasFreshSecondFactor(at: Date()))
        #expect(!session.hasFreshSecondFactor(at: Date().addingTimeInterval(301)))

        await #expect(throws: PeopleRefusal.secondFactorRefused) {
            try await later.showSecondFactor(code: code, in: session, from: .office())
        }
    }

    @Test("guessing the second factor locks the account, and the right password between guesses does not help")
    func guessing() async throws {
        let database = try await PeopleDatabase.make()
        _ = try await enrolled(database)
        let signIn = StaffSignIn(database: database.office, now: .fixed(noon.addingTimeInterval(600)))
        let sessions = Sessions(database: database.office)
        for number in 1...5 {
            let token = try await signIn.signIn(
                login: "anquan1", password: "Qm7#vTz2pLx9", from: .office("203.0.113.\(number)"))
            let pending = try #require(try await sessions.open(token: token))
            await #expect(throws: PeopleRefusal.secondFactorRefused) {
                try await signIn.showSecondFactor(code: "00000\(number)", in: pending, from: .office())
            }
        }

        await #expect(throws: PeopleRefusal.locked) {
            try await signIn.signIn(login: "anquan1", password: "Qm7#vTz2pLx9", from: .office("198.51.100.1"))
        }
    }

    @Test("a bound second factor cannot be replaced from a session")
    func noReplacement() async throws {
        let database = try await PeopleDatabase.make()
        let (session, _) = try await enrolled(database)
        let signIn = StaffSignIn(database: database.office, now: .fixed(noon))
        let offer = signIn.offerSecondFactor(to: try #require(session.officer))
        let code = TOTP(secret: try #require(Base32.decode(offer.secret))).code(at: noon)

        await #expect(throws: PeopleRefusal.secondFactorExists) {
            try await signIn.enrolSecondFactor(secret: offer.secret, code: code, in: session, from: .office())
        }
    }
}
