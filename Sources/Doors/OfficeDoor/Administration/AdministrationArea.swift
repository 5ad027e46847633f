package import Base
import People
package import Postgres
package import Web

/// The pages of the three administrators (三员), and of clerks who confirm representations.
package struct AdministrationArea: Sendable {
    let organisations: OrganisationRegister
    let staff: StaffRegister
    let clients: ClientRegister
    let logs: AuditLogs
    let reviews: RepresentationReviews
    let uploads: Uploads
    let now: TimeSource

    /// - Parameters:
    ///   - database: the office door's own pool.
    ///   - personSecret: the key of `StaffRegister`.
    package init(database: Database, uploads: Uploads, personSecret: [UInt8], now: TimeSource = .system) {
        organisations = OrganisationRegister(database: database)
        staff = StaffRegister(database: database, now: now, personSecret: personSecret)
        clients = ClientRegister(database: database, now: now)
        logs = AuditLogs(database: database, now: now)
        reviews = RepresentationReviews(database: database)
        self.uploads = uploads
        self.now = now
    }

    package var routes: [DoorRoute] {
        organisationRoutes + staffRoutes + clientRoutes + logRoutes + reviewRoutes
    }

    func session(of request: DoorRequest) throws -> Session {
        guard let session = request.session, session.officer != nil else { throw Problem.signInNeeded }
        return session
    }

    /// Does one act and goes back to a page; where the second factor is too old, by way of the page that asks for it.
    func act(_ request: DoorRequest, back: String, _ body: (Session) async throws -> Void) async throws -> Answer {
        do {
            try await body(try session(of: request))
            return .redirect(to: Self.done(back))
        } catch let refusal as PeopleRefusal where refusal == .stepUpNeeded {
            return .redirect(to: Self.verify(back))
        }
    }

    /// Whether acts that need a fresh second factor would be refused now.
    func needsStepUp(_ request: DoorRequest) -> Bool {
        request.session?.hasFreshSecondFactor(at: now()) != true
    }

    static func verify(_ back: String) -> String { "/verify?next=\(urlEncoded(back))" }

    private static func done(_ back: String) -> String { back + (back.contains("?") ? "&" : "?") + "done=1" }
}
