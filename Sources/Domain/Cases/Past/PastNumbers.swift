import Base
package import Postgres
import WorkCalendar

/// The serial numbers of cases and documents as `base.counter` holds them, counted here while cases are loaded and written
/// back with them. Nobody else may draw numbers meanwhile.
package struct PastNumbers: Sendable {
    private var values: [String: Int]
    private var changed: Set<String> = []
    /// What the document numbers of a body begin with (机关代字).
    private let prefixes: [Int: String]

    /// The counters as they stand.
    package static func load(from database: Database) async throws -> PastNumbers {
        let values = try await database.rows("SELECT series, value FROM base.counter") { row in
            (try row.get("series", as: String.self), try row.get("value", as: Int.self))
        }
        let prefixes = try await database.rows(
            """
            SELECT o.id, coalesce((SELECT s.value ->> o.code FROM base.setting s WHERE s.key = 'documents.prefixes'),
                o.short_name) AS prefix
            FROM people.organisation o
            """
        ) { row in (try row.get("id", as: Int.self), try row.get("prefix", as: String.self)) }
        return PastNumbers(
            values: Dictionary(uniqueKeysWithValues: values), prefixes: Dictionary(uniqueKeysWithValues: prefixes))
    }

    private init(values: [String: Int], prefixes: [Int: String]) {
        self.values = values
        self.prefixes = prefixes
    }

    /// The same numbers, once what changed is written.
    package var saved: PastNumbers {
        var saved = self
        saved.changed = []
        return saved
    }

    private mutating func next(_ series: String) -> String {
        let value = values[series, default: 0] + 1
        values[series] = value
        changed.insert(series)
        let digits = String(value)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// As `CaseNumber.expression`.
    mutating func caseNumber(itemID: Int, on day: CalendarDate) -> String {
        let prefix = CaseNumber.prefix(itemID: itemID, on: day)
        return prefix + next("case:" + prefix)
    }

    /// As `cases.next_document_number`.
    mutating func documentNumber(bodyID: Int, kind: DocumentKind, year: Int) -> String {
        let prefix = prefixes[bodyID] ?? ""
        let serial = next("document:\(prefix):\(kind.mark):\(year)")
        return "\(prefix)\(kind.mark)字〔\(year)〕\(serial)号"
    }

    /// Writes the counters that changed, in the caller's transaction.
    package mutating func save(into connection: Connection) async throws {
        let series = changed.sorted()
        let values = series.map { self.values[$0] ?? 0 }
        try await connection.execute(
            """
            INSERT INTO base.counter (series, value)
            SELECT c.series, c.value FROM unnest(CAST(\(series) AS text[]), CAST(\(values) AS bigint[])) AS c (series, value)
            ON CONFLICT (series) DO UPDATE SET value = excluded.value
            """)
        changed = []
    }
}
