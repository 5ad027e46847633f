import Base
package import Foundation
import GuoMi
import Postgres

/// What a person puts into an authenticator app to bind a second factor (动态口令).
package struct SecondFactorOffer: Sendable, Hashable {
    /// The shared secret in Base32, for typing; secret.
    package let secret: String
    /// What the QR code says.
    package let uri: String
}

extension StaffSignIn {
    /// How long a shown second factor serves for acts that need a fresh one, in seconds.
    package static let stepUpPeriod: Double = 300

    /// A fresh secret to bind. It travels back with the first code; nothing is stored before that.
    package func offerSecondFactor(to officer: Officer) -> SecondFactorOffer {
        offer(Base32.encode(TOTP.makeSecret()), to: officer)
    }

    /// The same offer again after a mistyped code; nil when the secret is not one that was offered.
    package func repeatOffer(_ secret: String, to officer: Officer) -> SecondFactorOffer? {
        guard let bytes = Base32.decode(secret), bytes.count == 20 else { return nil }
        return offer(Base32.encode(bytes), to: officer)
    }

    private func offer(_ secret: String, to officer: Officer) -> SecondFactorOffer {
        let factor = TOTP(secret: Base32.decode(secret) ?? [])
        let uri = factor.provisioningURI(account: officer.login, issuer: SecondFactorTerms.issuer)
        return SecondFactorOffer(secret: secret, uri: uri)
    }

    /// Binds a second factor by its first code; the session gets a new token, and its rights if nothing else is pending.
    ///
    /// - Throws: `.secondFactorRefused`, `.secondFactorExists`, `.locked`, `.sessionEnded`.
    package func enrolSecondFactor(
        secret: String, code: String, in session: Session, from origin: SignInOrigin
    ) async throws -> String {
        let own = try await credentials(of: session)
        guard own.secondFactorSecret == nil else { throw PeopleRefusal.secondFactorExists }
        guard let bytes = Base32.decode(secret), bytes.count == 20,
            let counter = TOTP(secret: bytes).verify(code, at: now())
        else { throw PeopleRefusal.secondFactorRefused }
        let token = SecretToken()
        let done = try await database.pipeline(
            settings: ["yanmen.session": session.token],
            [
                audit("staff.second-factor", own, session, origin),
                """
                SELECT people.enrol_second_factor(\(bytes), \(counter), \(token.digest),
                    \(SecureRandom.token(byteCount: 16))) AS done
                """,
            ])
        guard try done.last?.first?.get("done", as: Bool.self) == true else { throw PeopleRefusal.secondFactorExists }
        return token.text
    }

    /// Shows the second factor, at sign-in or again for an act that needs a fresh one; the session gets a new token.
    ///
    /// - Throws: `.secondFactorRefused` for a wrong or used code, `.locked`, `.sessionEnded`.
    package func showSecondFactor(
        code: String, in session: Session, from origin: SignInOrigin
    ) async throws -> String {
        let own = try await credentials(of: session)
        let attempt = try await beginAttempt("totp", in: session, from: origin)
        let factor = TOTP(secret: own.secondFactorSecret ?? [])
        let counter = factor.verify(code, at: now(), lastCounter: own.lastCounter)
        guard own.secondFactorSecret != nil, let counter else {
            let reason = PeopleTerms.Attempt.secondFactor
            try await database.execute("SELECT people.refuse_staff_sign_in(\(attempt), \(reason))")
            throw PeopleRefusal.secondFactorRefused
        }
        let token = SecretToken()
        let accepted = try await database.first(
            settings: ["yanmen.session": session.token],
            """
            SELECT people.accept_second_factor(\(attempt), \(counter), \(token.digest),
                \(SecureRandom.token(byteCount: 16))) AS accepted
            """
        ) { try $0.get("accepted", as: Bool.self) }
        guard accepted == true else { throw PeopleRefusal.secondFactorRefused }
        return token.text
    }

    private func audit(
        _ act: String, _ own: OwnCredentials, _ session: Session, _ origin: SignInOrigin
    ) -> SQL {
        AuditEntry(act, on: "staff", own.staffID.text, by: party(session, origin)).statement
    }
}

enum SecondFactorTerms {
    /// The name that the authenticator app shows.
    static let issuer = "雁门政务服务"
}

extension Session {
    /// Whether the second factor was shown recently enough for acts that need it fresh (grants, resets, keys, large exports).
    package func hasFreshSecondFactor(at moment: Date) -> Bool {
        guard let secondFactorAt else { return false }
        return moment.timeIntervalSince(secondFactorAt) <= StaffSignIn.stepUpPeriod
    }
}
