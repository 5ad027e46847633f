import Base
import Foundation
import GuoMi
import Postgres

extension StaffSignIn {
    /// Sets the signed-in person's password: at first sign-in, after a reset or after 90 days without the current one,
    /// otherwise only with it. The session gets a new token.
    ///
    /// - Returns: the new token; the old one is void.
    /// - Throws: `PeopleRefusal.fields` (`password`, `repeated`), `.passwordWrong`, `.locked`, `.sessionEnded`.
    package func setPassword(
        _ password: String, repeated: String, current: String? = nil, in session: Session, from origin: SignInOrigin
    ) async throws -> String {
        let own = try await credentials(of: session)
        if !own.mustChange { try await check(current ?? "", of: own, in: session, from: origin) }
        try Self.check(password, repeated: repeated, of: own)
        for earlier in own.passwordHistory {
            if await PasswordHash.verifyInBackground(password, against: earlier, pepper: pepper) {
                throw PeopleRefusal.fields([PasswordPolicy.Problem.usedBefore.ofField])
            }
        }
        let hash = await PasswordHash.makeInBackground(password, pepper: pepper).encoded
        let token = SecretToken()
        let act = AuditEntry(
            "staff.password", on: "staff", own.staffID.text, by: party(session, origin))
        try await database.pipeline(
            settings: ["yanmen.session": session.token],
            [
                act.statement,
                """
                SELECT people.set_own_password(\(hash), \(token.digest), \(SecureRandom.token(byteCount: 16)))
                """,
            ])
        return token.text
    }

    private func check(
        _ current: String, of own: OwnCredentials, in session: Session, from origin: SignInOrigin
    ) async throws {
        let attempt = try await beginAttempt("change", in: session, from: origin)
        guard await PasswordHash.verifyInBackground(current, against: own.passwordHash, pepper: pepper) else {
            throw PeopleRefusal.passwordWrong
        }
        try await database.execute(
            settings: ["yanmen.session": session.token], "SELECT people.pass_own_attempt(\(attempt))")
    }

    private static func check(_ password: String, repeated: String, of own: OwnCredentials) throws(PeopleRefusal) {
        let policy = PasswordPolicy(
            login: own.login, name: own.name, phone: own.phone, isAdministrator: own.category != "business")
        var problems = policy.problems(with: password).prefix(1).map(\.ofField)
        if password != repeated {
            problems.append(FieldProblem(field: "repeated", message: PasswordPolicyTerms.differs))
        }
        guard problems.isEmpty else { throw .fields(problems) }
    }
}
