import CLibPQ
import Synchronization

/// Names and types of the columns of a result; shared by all results of one prepared statement.
final class Columns: Sendable {
    let names: [String]
    let types: [UInt32]
    /// Only for wide results: comparing a few short names is faster than hashing one.
    private let places: [String: Int]

    init(_ result: OpaquePointer) {
        let count = PQnfields(result)
        let names = (0..<count).map { String(cString: PQfname(result, $0)) }
        self.names = names
        types = (0..<count).map { PQftype(result, $0) }
        let pairs = names.enumerated().map { ($0.element, $0.offset) }
        places = names.count > 12 ? Dictionary(pairs) { first, _ in first } : [:]
    }

    private init() {
        names = []
        types = []
        places = [:]
    }

    /// The columns of a statement that gives no rows.
    static let none = Columns()

    func index(of name: String) -> Int? {
        places.isEmpty ? names.firstIndex(of: name) : places[name]
    }
}

/// Owns a `PGresult`.
///
/// `@unchecked Sendable`: a result is never changed after libpq hands it out, and reading one from several threads is
/// allowed by libpq's documentation ("PGresult objects are normally read-only after creation").
final class ResultStorage: @unchecked Sendable {
    let result: OpaquePointer
    let columns: Columns
    /// The column after the one read last: rows are mostly read in the order of their columns.
    private let expected = Atomic<Int>(0)

    init(_ result: OpaquePointer, columns: Columns) {
        self.result = result
        self.columns = columns
    }

    deinit { PQclear(result) }

    var count: Int { Int(PQntuples(result)) }

    /// The place of a column by its name.
    func place(of name: String) -> Int? {
        let guess = expected.load(ordering: .relaxed)
        let isRight = guess < columns.names.count && columns.names[guess] == name
        guard let place = isRight ? guess : columns.index(of: name) else { return nil }
        expected.store(place + 1, ordering: .relaxed)
        return place
    }

    /// `INSERT 0 1`, `COMMIT`, `ROLLBACK` …
    var tag: String { String(cString: PQcmdStatus(result)) }

    var affected: Int { ServerMessage.count(PQcmdTuples(result)) }
}
