package import Base
import Foundation
import GuoMi
package import Postgres

/// Signs staff in (工作人员登录): password, then whatever stands between them and their work. All attempts are counted
/// before anything is checked and stand in the login log.
package struct StaffSignIn: Sendable {
    let database: Database
    let now: TimeSource
    /// A secret outside the database that goes into every password hash, or nil.
    let pepper: [UInt8]?

    /// - Parameter database: the office door's own pool.
    package init(database: Database, now: TimeSource = .system, pepper: [UInt8]? = nil) {
        self.database = database
        self.now = now
        self.pepper = pepper
    }

    /// Opens a session by login and password, or by a one-time code in the place of the password.
    ///
    /// The answer and its time are the same for an unknown login, a wrong password and a disabled account. Other sessions of
    /// the person end. What the new session may do yet says its `Officer.pending`.
    /// - Returns: the secret token of the session.
    /// - Throws: `PeopleRefusal.signInRefused`, or `.locked` after too many failures.
    package func signIn(login typed: String, password: String, from origin: SignInOrigin) async throws -> String {
        let login = Self.normalised(typed)
        let codeDigest = OneTimeCode.digest(password)
        let begun = try await begin(login, codeDigest: codeDigest, from: origin)
        guard let attempt = begun.attempt else { throw PeopleRefusal.locked }
        let isRight = await PasswordHash.verifyInBackground(password, against: begun.passwordHash, pepper: pepper)
        guard begun.isAdmitted, isRight || begun.codeFits else {
            let reason = begun.reason(passwordIsRight: isRight || begun.codeFits)
            try await database.execute("SELECT people.refuse_staff_sign_in(\(attempt), \(reason))")
            throw PeopleRefusal.signInRefused
        }
        let usedCode: String? = isRight ? nil : codeDigest
        let token = SecretToken()
        let started = try await database.first(
            """
            SELECT people.start_staff_session(\(attempt), \(usedCode), \(token.digest),
                \(SecureRandom.token(byteCount: 16)), \(origin.userAgent)) AS started
            """
        ) { try $0.get("started", as: Bool.self) }
        // False only when the code was used by somebody else at this moment.
        guard started == true else { throw PeopleRefusal.signInRefused }
        try await strengthen(begun.passwordHash, password: password, isRight: isRight, token: token)
        return token.text
    }

    private struct Begun: Sendable {
        let attempt: Int64?
        let isKnown: Bool
        let isAdmitted: Bool
        let passwordHash: String?
        let codeFits: Bool

        func reason(passwordIsRight: Bool) -> String {
            guard isKnown else { return PeopleTerms.Attempt.unknown }
            return passwordIsRight ? PeopleTerms.Attempt.disabled : PeopleTerms.Attempt.wrong
        }
    }

    private func begin(_ login: String, codeDigest: String, from origin: SignInOrigin) async throws -> Begun {
        let begun = try await database.first(
            """
            SELECT attempt, staff_id IS NOT NULL AS known, admitted, password_hash, code_fits
            FROM people.begin_staff_sign_in(\(login), \(codeDigest), \(origin.address), \(origin.userAgent))
            """
        ) { row in
            Begun(
                attempt: try row.get("attempt"), isKnown: try row.get("known"), isAdmitted: try row.get("admitted"),
                passwordHash: try row.get("password_hash"), codeFits: try row.get("code_fits"))
        }
        guard let begun else { throw PeopleRefusal.signInRefused }
        return begun
    }

    /// What is typed where a login belongs but cannot be one, perhaps a password, never reaches the log.
    static func normalised(_ typed: String) -> String {
        let text = typed.trimmingCharacters(in: .whitespaces).lowercased()
        let isLogin = (3...40).contains(text.utf8.count) && text.utf8.allSatisfy(isLoginByte)
        return isLogin ? text : "?"
    }

    static func isLoginByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(byte)
    }

    /// A hash made with fewer rounds than today's, or without the pepper, is made anew while the password is at hand.
    private func strengthen(
        _ encoded: String?, password: String, isRight: Bool, token: SecretToken
    ) async throws {
        guard isRight, let encoded, PasswordHash(encoded: encoded)?.needsRehash(pepper: pepper) == true else { return }
        let hash = await PasswordHash.makeInBackground(password, pepper: pepper).encoded
        try await database.execute(
            settings: ["yanmen.session": token.text], "SELECT people.strengthen_own_hash(\(hash))")
    }
}
