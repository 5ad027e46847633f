import Foundation
import Postgres
import TestSupport
import Testing

@Suite("COPY")
struct CopyTests {
    private struct Refusal: Error {}

    private let database: Database

    init() async throws {
        database = try await TestDatabase.create(template: .notes).connect(poolSize: 1)
    }

    /// Rows of `note` as COPY's text, in pieces of about 64 KB.
    private static func chunks(rows: Int, size: Int = 65_521) -> AsyncStream<[UInt8]> {
        let source = RowSource(rows: rows, size: size)
        return AsyncStream { await source.next() }
    }

    @Test("100 000 rows go in and come out, with bounded memory")
    func largeCopy() async throws {
        let rows = 100_000
        let copied = try await database.withConnection { connection in
            try await connection.copyIn("COPY note FROM STDIN", chunks: Self.chunks(rows: rows))
        }
        #expect(copied == rows)
        #expect(
            try await database.first("SELECT count(DISTINCT text)::int FROM note") { try $0.get(0, as: Int.self) }
                == rows)

        try await database.execute("UPDATE note SET text = repeat(text, 50)")
        let before = try Self.residentMegabytes()
        var peak = before
        var lines = 0
        var bytes = 0
        try await database.withConnection { connection in
            for try await chunk in try await connection.copyOut("COPY note TO STDOUT") {
                lines += chunk.count { $0 == UInt8(ascii: "\n") }
                bytes += chunk.count
                peak = max(peak, try Self.residentMegabytes())
            }
        }
        #expect(lines == rows)
        #expect(bytes > 50_000_000)
        #expect(peak - before < 40)
    }

    private static func residentMegabytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return (Int(status[1]) ?? 0) * 4096 / 1_048_576
    }

    @Test("COPY belongs to the transaction around it")
    func inTransaction() async throws {
        await #expect(throws: Refusal.self) {
            try await database.transaction { connection in
                let count = try await connection.copyIn("COPY note FROM STDIN", chunks: Self.chunks(rows: 10))
                #expect(count == 10)
                #expect(try await connection.query("SELECT FROM note").count == 10)
                throw Refusal()
            }
        }
        #expect(try await database.query("SELECT FROM note").isEmpty)
    }

    @Test("a row that does not fit, and data that break off, copy nothing and leave the connection usable")
    func failures() async throws {
        let bad = AsyncStream<[UInt8]> {
            $0.yield(Array("1\tx\ny\tz\n".utf8))
            $0.finish()
        }
        let error = await #expect(throws: PostgresError.self) {
            try await database.withConnection { try await $0.copyIn("COPY note FROM STDIN", chunks: bad) }
        }
        #expect(error?.sqlState == "22P02")
        let broken = AsyncThrowingStream<[UInt8], any Error> {
            $0.yield(Array("1\tx\n".utf8))
            $0.finish(throwing: Refusal())
        }
        await #expect(throws: Refusal.self) {
            try await database.withConnection { try await $0.copyIn("COPY note FROM STDIN", chunks: broken) }
        }
        #expect(try await database.query("SELECT FROM note").isEmpty)
        #expect(database.statistics.open == 1)
    }

    @Test("a statement that is no COPY, or the wrong one, is refused")
    func wrongStatements() async throws {
        for sql in [
            "SELECT 1", "COPY note TO STDOUT", "COPY nothing FROM STDIN", "COPY note (id) FROM STDIN WHERE id = \(1)",
        ] as [SQL] {
            await #expect(throws: PostgresError.self) {
                try await database.withConnection { try await $0.copyIn(sql, chunks: Self.chunks(rows: 1)) }
            }
        }
        await #expect(throws: PostgresError.self) {
            try await database.withConnection { _ = try await $0.copyOut("COPY note FROM STDIN") }
        }
        #expect(try await database.query("SELECT FROM note").isEmpty)
    }

    @Test("who stops reading half-way harms nobody")
    func abandoned() async throws {
        try await database.execute("INSERT INTO note SELECT n, repeat('x', 1000) FROM generate_series(1, 20000) AS n")
        for _ in 0..<3 {
            let first = try await database.withConnection { connection -> Int in
                var pieces = try await connection.copyOut("COPY note TO STDOUT").makeAsyncIterator()
                return try await pieces.next()?.count ?? 0
            }
            #expect(first > 60_000)
            #expect(try await database.query("SELECT FROM note LIMIT 5").count == 5)
        }
    }

    @Test("reading beyond the scope of the connection is an error and not the end of the data")
    func beyondScope() async throws {
        try await database.execute("INSERT INTO note SELECT n, repeat('x', 1000) FROM generate_series(1, 20000) AS n")
        let pieces = try await database.withConnection { try await $0.copyOut("COPY note TO STDOUT") }
        await #expect(throws: PostgresError.self) { try await pieces.reduce(0) { $0 + $1.count } }
        #expect(try await database.query("SELECT 1").count == 1)
    }

    @Test("another statement during COPY is refused, and COPY goes on")
    func busy() async throws {
        try await database.execute("INSERT INTO note SELECT n, 'x' FROM generate_series(1, 1000) AS n")
        let lines = try await database.withConnection { connection in
            let pieces = try await connection.copyOut("COPY note TO STDOUT")
            await #expect(throws: PostgresError.misuse("a COPY is under way on this connection")) {
                try await connection.query("SELECT 1")
            }
            return try await pieces.reduce(0) { sum, piece in sum + piece.count { $0 == UInt8(ascii: "\n") } }
        }
        #expect(lines == 1000)
    }
}

/// Makes rows as they are asked for.
private actor RowSource {
    private let rows: Int
    private let size: Int
    private var row = 0

    init(rows: Int, size: Int) {
        self.rows = rows
        self.size = size
    }

    func next() -> [UInt8]? {
        guard row < rows else { return nil }
        var chunk: [UInt8] = []
        while chunk.count < size, row < rows {
            chunk.append(contentsOf: "\(row)\t第 \(row) 行\n".utf8)
            row += 1
        }
        return chunk
    }
}
