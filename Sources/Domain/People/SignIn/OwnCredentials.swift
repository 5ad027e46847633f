import Base
import Foundation
import Postgres

/// What the signed-in member of staff proves themself with; read through their own session only.
struct OwnCredentials: Sendable {
    let staffID: UUID
    let login: String
    let name: String
    let category: String
    let phone: String
    let passwordHash: String?
    let passwordHistory: [String]
    let secondFactorSecret: [UInt8]?
    let lastCounter: Int64?
    let mustChange: Bool
    let pending: PendingStep?
}

extension StaffSignIn {
    /// Throws `PeopleRefusal.sessionEnded` when the session is no longer open or not one of staff.
    func credentials(of session: Session) async throws -> OwnCredentials {
        let found = try await database.first(
            settings: ["yanmen.session": session.token], "SELECT * FROM people.own_credentials()"
        ) { row in
            let secret: Data? = try row.get("totp_secret")
            return OwnCredentials(
                staffID: try row.get("staff_id"), login: try row.get("login"), name: try row.get("name"),
                category: try row.get("category"), phone: try row.get("phone"),
                passwordHash: try row.get("password_hash"), passwordHistory: try row.get("password_history"),
                secondFactorSecret: secret.map { [UInt8]($0) }, lastCounter: try row.get("totp_last_counter"),
                mustChange: try row.get("must_change"), pending: try row.get("pending"))
        }
        guard let found else { throw PeopleRefusal.sessionEnded }
        return found
    }

    /// Counts an attempt of the signed-in member of staff; throws `PeopleRefusal.locked`.
    func beginAttempt(_ method: String, in session: Session, from origin: SignInOrigin) async throws -> Int64 {
        let attempt = try await database.first(
            settings: ["yanmen.session": session.token],
            "SELECT people.begin_own_attempt(\(method), \(origin.address), \(origin.userAgent)) AS attempt"
        ) { try $0.get("attempt", as: Int64?.self) }
        guard let attempt = attempt.flatMap({ $0 }) else { throw PeopleRefusal.locked }
        return attempt
    }

    func party(_ session: Session, _ origin: SignInOrigin) -> ActingParty {
        session.party(door: origin.door, clientAddress: origin.address, requestID: origin.requestID)
    }
}
