import Base
import GuoMi
package import Postgres

/// Connected systems at the api door: tokens by client credentials, and who a token belongs to.
package struct Clients: Sendable {
    let database: Database

    /// - Parameter database: the api door's own pool.
    package init(database: Database) {
        self.database = database
    }

    /// A bearer token and what it opens.
    package struct Token: Sendable, Hashable {
        package let text: String
        package let scopes: [String]
        /// How long it holds, in seconds.
        package let lifetime = 900
    }

    /// Exchanges a client's secret for a token of 15 minutes (OAuth 2 client credentials).
    ///
    /// - Parameter scopes: what is wanted; empty for all that the client has.
    /// - Throws: `.clientRefused`, `.clientScopeRefused`, `.locked`.
    package func issueToken(
        id: String, secret: String, scopes: [String] = [], from origin: SignInOrigin
    ) async throws -> Token {
        let token = SecretToken()
        let answer = try await database.first(
            """
            SELECT outcome, granted FROM people.issue_client_token(\(id), \(ClientSecret.digest(secret)), \(scopes),
                \(token.digest), \(origin.address))
            """
        ) { row in
            (outcome: try row.get("outcome", as: String.self), granted: try row.get("granted", as: [String]?.self))
        }
        switch answer?.outcome {
        case "ok": return Token(text: token.text, scopes: answer?.granted ?? [])
        case "scope": throw PeopleRefusal.clientScopeRefused
        case "locked": throw PeopleRefusal.locked
        default: throw PeopleRefusal.clientRefused
        }
    }

    /// The client that a token belongs to, with the token's scopes, or nil when it is unknown or over.
    package func open(_ token: String) async throws -> Client? {
        try await database.first("SELECT * FROM people.open_client(\(token))") { row in
            Client(
                id: try row.get("id"), name: try row.get("name"), scopes: Set(try row.get("scopes", as: [String].self)),
                requestsPerMinute: try row.get("requests_per_minute"))
        }
    }
}

enum ClientSecret {
    static func digest(_ secret: String) -> String { Hex.encode(SHA256.hash(Array(secret.utf8))) }
}
