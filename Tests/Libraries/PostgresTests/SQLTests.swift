import Foundation
import Postgres
import SeededRandom
import TestSupport
import Testing

@Suite("Statement literals")
struct SQLTests {
    private enum Colour: String {
        case red
    }

    @Test("an interpolated value becomes a numbered parameter")
    func parameters() {
        let sql: SQL = "SELECT \(1) + \("two")"

        #expect(sql.text == "SELECT $1 + $2")
        #expect(sql.parameters == [.integer(1), .text("two")])
    }

    @Test("an embedded statement is renumbered, also beyond nine parameters")
    func embedding() {
        let numbers = (1...12).map { number -> SQL in "\(number)" }
        let list: SQL = "(\(numbers.joined(separator: ", ")))"
        let sql: SQL = "SELECT \("a") WHERE x IN \(list) AND y IN \(list) AND z = \(true)"

        let first = (2...13).map { "$\($0)" }.joined(separator: ", ")
        let second = (14...25).map { "$\($0)" }.joined(separator: ", ")
        #expect(sql.text == "SELECT $1 WHERE x IN (\(first)) AND y IN (\(second)) AND z = $26")
        #expect(sql.parameters.count == 26)
        #expect(sql.parameters[13] == .integer(1))
        #expect(sql.parameters[25] == .bool(true))
    }

    @Test("parts are put together with + and joined, and empty parts vanish")
    func joining() {
        let parts: [SQL] = ["a = \(1)", "b = \(2)", "c"]

        #expect((parts[0] + " OR " + parts[1]).text == "a = $1 OR b = $2")
        #expect(parts.joined(separator: " AND ").text == "a = $1 AND b = $2 AND c")
        #expect([SQL]().joined(separator: ", ").isEmpty)
        #expect(("" + parts[1]) == parts[1])
    }

    @Test("nil is NULL, an enumeration its raw value, an array one parameter")
    func kinds() {
        let absent: Int? = nil
        let colour: Colour? = .red
        let sql: SQL =
            "\(absent) \(Colour.red) \(colour) \([1, 2]) \(["a\"b", "\\", ""]) \([UInt8](repeating: 7, count: 2))"

        #expect(
            sql.parameters == [
                .null, .text("red"), .text("red"), .text("{1,2}"), .text(#"{"a\"b","\\",""}"#), .binary([7, 7]),
            ])
    }

    @Test("two statements with the same text and values are equal")
    func equality() {
        let statements: Set<SQL> = ["SELECT \(1)", "SELECT \(1)", "SELECT \(2)"]

        #expect(statements.count == 2)
    }

    @Test("no value, however it is quoted, ever becomes part of a statement", arguments: 1...20 as ClosedRange<UInt64>)
    func injection(seed: UInt64) async throws {
        var random = SeededRandom(seed)
        let pieces = [
            "'", "\"", "\\", "''", ";", "--", "/*", "*/", "$1", "$$", "\n", "%", "忻州", "𠮷", "{", "}", ",", "NULL", "x",
        ]
        let test = try await Self.database
        var values: [String] = []
        for _ in 0..<20 {
            let count = random.int(0...8)
            values.append((0..<count).map { _ in random.pick(pieces) }.joined())
            // PostgreSQL has no text with a zero character.
            var text = random.text(upTo: 30)
            text.unicodeScalars.removeAll { $0 == "\0" }
            values.append(text)
        }

        for value in values {
            let back = try await test.first("SELECT \(value)::text, \([value, value])::text[]") { row in
                (try row.get(0, as: String.self), try row.get(1, as: [String].self))
            }
            // Byte by byte, because equal strings may be written in different ways.
            #expect(back.map { Array($0.0.utf8) } == Array(value.utf8))
            #expect(back.map { $0.1.map { Array($0.utf8) } } == [Array(value.utf8), Array(value.utf8)])
        }
    }

    private static var database: Database {
        get async throws { try await PrivateCluster.shared().connect(poolSize: 2) }
    }
}
