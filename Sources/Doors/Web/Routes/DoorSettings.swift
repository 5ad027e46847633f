package import Base
package import People
import Processes

/// How a door is reached and how much it takes on.
package struct DoorSettings: Sendable {
    package let name: DoorName
    /// Key of the tokens in forms that nobody signed in fills; the same for all copies of the program.
    let secret: [UInt8]
    /// How the door is reached; asked once for each request, so that a change needs no restart.
    package var reach: @Sendable () -> DoorReach = { DoorReach() }
    /// Where to sign in; nil for a door of programs.
    package var signInPath: String?
    /// Requests worked on at once, and how many more may wait.
    package var places = 64
    package var waitingPlaces = 512
    /// How long a newcomer may wait in line; those who are inside wait up to twice as long.
    package var longestWait = Duration.seconds(4)
    /// Uploads at once; they last longer and have places of their own.
    package var uploadPlaces = 32
    /// The longest that a handler may take.
    package var timeLimit = Duration.seconds(20)
    /// The longest that an upload may take.
    package var uploadTimeLimit = Duration.seconds(900)
    /// What one sender may ask for; asked for each request, so that a change needs no restart.
    package var limits: @Sendable () -> DoorLimits = { DoorLimits() }
    /// Where the limits are counted; given by the program so that all its copies count together.
    package var limitTable = LimitTable()
    /// What the door is doing now, for those who watch it.
    package var load = DoorLoad()
    var pace = BodyPace()
    /// Takes the lines of the access log.
    package var log: @Sendable (AccessLogEntry) -> Void = AccessLogEntry.toStandardOutput

    package init(_ name: DoorName, secret: [UInt8]) {
        precondition(secret.count >= 16, "The key of a door has at least 16 bytes")
        self.name = name
        self.secret = secret
    }

    /// The cookie that holds the session's token. The prefix forbids a cookie set by a neighbouring host name.
    package func sessionCookie(isSecure: Bool) -> String {
        isSecure ? "__Host-\(name.rawValue)" : "\(name.rawValue)-session"
    }

    /// Whether the session's cookie stays at home when another site leads here (`SameSite=Strict`): at the staff's door.
    var hasStrictSessions: Bool { name == .office }

    /// Whether the door's people are programs: then every problem is JSON and there are no cookies.
    var isForPrograms: Bool { name == .api }
}

/// How a door finds out who is asking.
package struct DoorIdentity: Sendable {
    let session: @Sendable (_ token: String, _ mustBeFresh: Bool) async throws -> Session?
    let client: @Sendable (_ token: String) async throws -> Client?

    /// - Parameters:
    ///   - session: the open session of a cookie's token; one that must be fresh is read from the database now.
    ///   - client: the connected system of a bearer token.
    package init(
        session: @escaping @Sendable (_ token: String, _ mustBeFresh: Bool) async throws -> Session? = { _, _ in nil },
        client: @escaping @Sendable (_ token: String) async throws -> Client? = { _ in nil }
    ) {
        self.session = session
        self.client = client
    }

    /// A door where nobody signs in.
    package static let nobody = DoorIdentity()
}
