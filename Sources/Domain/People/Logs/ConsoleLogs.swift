package import Base
package import Postgres

/// Both logs for whoever has the server's command line; each look is itself a row of the operation log.
package struct ConsoleLogs: Sendable {
    package enum Log: Sendable, Hashable, CaseIterable {
        /// 操作日志.
        case operations
        /// 登录日志.
        case signIns
    }

    static let pieceSize = 1_000

    let database: Database

    /// - Parameter database: a pool as the owner.
    package init(database: Database) {
        self.database = database
    }

    /// Rows that fit as cells, newest first.
    package func search(_ log: Log, _ query: LogQuery) async throws -> [[String]] {
        try await record(log == .signIns ? "audit.searchSignIns" : "audit.searchOperations", query)
        return try await piece(log, query).map(\.cells)
    }

    /// All rows that fit as CSV for spreadsheets, in pieces, newest first.
    ///
    /// - Returns: how many rows there are.
    package func export(_ log: Log, _ query: LogQuery, _ write: (String) throws -> Void) async throws -> Int {
        try await record(log == .signIns ? "audit.exportSignIns" : "audit.exportOperations", query)
        var query = query
        query.limit = Self.pieceSize
        var count = 0
        var table = CSVText(header: log == .signIns ? LogTerms.signInColumns : LogTerms.operationColumns)
        while true {
            let rows = try await piece(log, query)
            for row in rows { table.append(row.cells) }
            try write(table.text)
            count += rows.count
            guard rows.count == Self.pieceSize else { return count }
            query.before = rows.last?.id
            table = CSVText()
        }
    }

    private func piece(_ log: Log, _ query: LogQuery) async throws -> [any LogEntry] {
        switch log {
        case .operations: try await database.rows(OperationEntry.select(query), OperationEntry.init(row:))
        case .signIns: try await database.rows(SignInEntry.select(query), SignInEntry.init(row:))
        }
    }

    private func record(_ act: String, _ query: LogQuery) async throws {
        let entry = AuditEntry(act, on: "log", "-", by: .system("audit"), detail: try JSON(query.asDetail))
        try await database.execute(entry.statement)
    }
}
