/// Where the database is and how it is used.
package struct Configuration: Sendable {
    /// libpq's keywords (`host=… dbname=…`) or a `postgresql://` address, with everything libpq understands: several
    /// hosts, `target_session_attrs`, IPv6, `sslmode`, a service file.
    package var connectionString: String
    /// How many connections, each with a thread of its own, there are at most.
    package var poolSize: Int
    /// How long a caller waits for a usable connection, reconnecting to a restarting server included.
    package var waitLimit: Duration
    /// How long one statement may run; the server ends it then.
    package var statementTimeout: Duration
    /// How long the server may owe an answer before the connection is given up: a server that is stuck does not end its
    /// statements itself. Nil waits for ever, as a long migration must.
    package var answerLimit: Duration?
    /// How long a transaction may stay open without a statement; the server closes the connection then.
    package var idleInTransactionTimeout: Duration
    /// The name by which the server lists the connections.
    package var applicationName: String
    /// Further settings of every session, as `["TimeZone": "UTC"]`.
    package var sessionSettings: [String: String]
    /// Whether statements are prepared once per connection; off behind a pooler that shares server sessions, which must
    /// also let the start-up parameter `options` through.
    package var preparesStatements: Bool
    /// Sees the statements of every round trip as they are sent, BEGIN, settings and COMMIT included: for writing down
    /// what an operation asks of the server. What it sees holds personal data.
    package var observer: (@Sendable (_ trip: [SQL]) -> Void)?

    /// Hears how long each round trip took, for a log of slow statements. Of what it sees only texts may be written down:
    /// parameters hold personal data.
    package var timekeeper: (@Sendable (_ trip: [SQL], _ took: Duration) -> Void)?

    package init(
        connectionString: String, poolSize: Int = 8, waitLimit: Duration = .seconds(5),
        statementTimeout: Duration = .seconds(30), idleInTransactionTimeout: Duration = .seconds(60),
        applicationName: String = "swift", sessionSettings: [String: String] = [:], preparesStatements: Bool = true
    ) {
        self.connectionString = connectionString
        self.poolSize = max(poolSize, 1)
        self.waitLimit = waitLimit
        self.statementTimeout = statementTimeout
        self.idleInTransactionTimeout = idleInTransactionTimeout
        self.applicationName = applicationName
        self.sessionSettings = sessionSettings
        self.preparesStatements = preparesStatements
    }
}

extension Configuration: CustomStringConvertible {
    /// Without the connection string, which may hold a password.
    package var description: String { "database of \(applicationName), at most \(poolSize) connections" }
}

extension Duration {
    /// Whole milliseconds, as PostgreSQL's timeouts want them.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
