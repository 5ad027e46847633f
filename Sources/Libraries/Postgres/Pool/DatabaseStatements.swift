extension Database {
    /// Runs many statements in one round trip and one transaction of their own. The settings hold for it only.
    /// Throws `PostgresError.statement(index:cause:)` for the statement that failed; then none takes effect.
    @discardableResult
    package func pipeline(settings: [String: String] = [:], _ statements: [SQL]) async throws -> [Result] {
        let beginning = Self.apply(settings)
        return try await withConnection { connection in
            connection.begin(with: beginning)
            return try await connection.pipeline(statements)
        }
    }

    /// Runs one statement in one round trip.
    package func query(settings: [String: String] = [:], _ sql: SQL) async throws -> Result {
        let beginning = Self.apply(settings)
        return try await withConnection { connection in
            connection.begin(with: beginning)
            return try await connection.query(sql)
        }
    }

    /// Runs one statement in one round trip and decodes its rows.
    package func rows<Value: Sendable>(
        settings: [String: String] = [:], _ sql: SQL, _ decode: @Sendable (Row) throws -> Value
    ) async throws -> [Value] {
        let beginning = Self.apply(settings)
        return try await withConnection { connection in
            connection.begin(with: beginning)
            return try await connection.rows(sql, decode)
        }
    }

    /// Runs one statement in one round trip and decodes its first row, if there is one.
    package func first<Value: Sendable>(
        settings: [String: String] = [:], _ sql: SQL, _ decode: @Sendable (Row) throws -> Value
    ) async throws -> Value? {
        let beginning = Self.apply(settings)
        return try await withConnection { connection in
            connection.begin(with: beginning)
            return try await connection.first(sql, decode)
        }
    }

    /// Runs one statement in one round trip and answers how many rows it changed.
    @discardableResult
    package func execute(settings: [String: String] = [:], _ sql: SQL) async throws -> Int {
        let beginning = Self.apply(settings)
        return try await withConnection { connection in
            connection.begin(with: beginning)
            return try await connection.execute(sql)
        }
    }
}
