import Foundation
import Postgres
import SeededRandom
import TestSupport
import Testing

@Suite("Types")
struct TypeTests {
    private enum Status: String, Bindable, ColumnDecodable {
        case open
        case closed
    }

    private enum Level: Int {
        case low = 1
        case high = 2
    }

    private struct Person: Codable, Equatable, Sendable {
        var name: String
        var born: Date
        var tags: [String]
    }

    private let database: Database

    init() async throws {
        database = try await PrivateCluster.shared().connect(poolSize: 1)
    }

    /// Sends a value, has the server cast it, and reads it back.
    private func trip<Value: Bindable & ColumnDecodable>(_ value: Value, as type: SQL) async throws -> Value? {
        try await database.first("SELECT \(value)::\(type) AS value") { try $0.get("value", as: Value.self) }
    }

    @Test("whole numbers keep their value up to their bounds")
    func integers() async throws {
        for value in [Int.min, -1, 0, 7, Int.max] { #expect(try await trip(value, as: "bigint") == value) }
        for value in [Int16.min, Int16.max] { #expect(try await trip(value, as: "smallint") == value) }
        for value in [Int32.min, Int32.max] { #expect(try await trip(value, as: "integer") == value) }
        #expect(try await trip(Int64.min, as: "bigint") == .min)
    }

    @Test("fractions, truth values, texts and keys come back as they went")
    func scalars() async throws {
        for value in [0.1, -1.5e300, .leastNonzeroMagnitude, .infinity, -.infinity] {
            #expect(try await trip(value, as: "double precision") == value)
        }
        #expect(try await trip(Double.nan, as: "double precision")?.isNaN == true)
        for value in [true, false] { #expect(try await trip(value, as: "boolean") == value) }
        for value in ["", "忻州市行政审批服务管理局", "𠮷䶮", "a\tb\\n'", String(repeating: "长", count: 100_000)] {
            #expect(try await trip(value, as: "text") == value)
        }
        let id = UUID()
        #expect(try await trip(id, as: "uuid") == id)
        let price = try #require(Decimal(string: "12345678901234567890.01"))
        #expect(try await trip(price, as: "numeric") == price)
    }

    @Test("bytes come back as they went, zero bytes and no bytes included")
    func bytes() async throws {
        let all = [UInt8](0...255)
        #expect(try await trip(all, as: "bytea") == all)
        #expect(try await trip([UInt8](), as: "bytea") == [])
        #expect(try await trip(Data(all), as: "bytea") == Data(all))
    }

    @Test("NULL is nil, and empty text is not NULL")
    func null() async throws {
        #expect(try await trip(Int?.none, as: "int") == .some(nil))
        #expect(try await trip(String?.some(""), as: "text") == "")
        #expect(try await trip(Date?.none, as: "timestamptz") == .some(nil))
    }

    @Test("arrays keep order, NULLs, quotes and Chinese")
    func arrays() async throws {
        #expect(try await trip([3, 1, 2], as: "int[]") == [3, 1, 2])
        #expect(try await trip([Int](), as: "bigint[]") == [])
        #expect(try await trip([1, nil, 3] as [Int?], as: "int[]") == [1, nil, 3])
        let texts = ["", "NULL", "null", "a,b", "{x}", "\"", "\\", " 空 格 ", "忻州"]
        #expect(try await trip(texts, as: "text[]") == texts)
        let keys = [UUID(), UUID()]
        #expect(try await trip(keys, as: "uuid[]") == keys)
        #expect(try await trip([true, false], as: "bool[]") == [true, false])
        let moments = [Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 1.5)]
        #expect(try await trip(moments, as: "timestamptz[]") == moments)
        #expect(try await trip([[1, 2], []] as [[UInt8]], as: "bytea[]") == [[1, 2], []])
    }

    @Test("enumerations travel by raw value, with and without a conformance of their own")
    func enumerations() async throws {
        #expect(try await trip(Status.closed, as: "text") == .closed)
        #expect(try await trip([Status.open, .closed], as: "text[]") == [.open, .closed])
        let levels = try await database.first("SELECT \(Level.high)::int AS a, NULL::int AS b") { row in
            (try row.get("a", as: Level.self), try row.get("b", as: Level?.self))
        }
        #expect(levels?.0 == .high)
        #expect(levels?.1 == nil)
        let nine = try #require(try await database.query("SELECT 9 AS a").first)
        #expect(throws: PostgresError.decoding(column: "a", wanted: "Level", found: "integer")) {
            try nine.get("a", as: Level.self)
        }
    }

    @Test(
        "a moment keeps its microseconds, whatever the zone of the session",
        arguments: ["UTC", "Asia/Shanghai", "America/St_Johns"])
    func moments(zone: String) async throws {
        let cluster = try await PrivateCluster.shared()
        let configuration = Configuration(
            connectionString: cluster.connectionString(), poolSize: 1, sessionSettings: ["TimeZone": zone])
        let database = Database(configuration: configuration)
        var random = SeededRandom(11)
        // From 4000 BC to the year 12000, and the usual suspects.
        var microseconds = (0..<300).map { _ in
            Int64.random(in: -189_000_000_000...316_000_000_000, using: &random) * 1_000_000
        }
        microseconds += [0, -1, 1, 951_782_400_000_000, -2_208_988_800_000_001, 4_102_444_799_999_999]
        for value in microseconds {
            let exact = Int64(value)
            let row = try await database.first(
                """
                SELECT moment, (extract(epoch FROM moment) * 1000000)::bigint AS epoch
                FROM (SELECT timestamptz 'epoch' + \(exact)::bigint * interval '1 microsecond' AS moment) AS m
                """
            ) { (try $0.get("moment", as: Date.self), try $0.get("epoch", as: Int64.self)) }
            let (moment, epoch) = try #require(row)
            #expect(epoch == exact)
            #expect((moment.timeIntervalSince1970 * 1_000_000).rounded() == Double(exact))
            let back = try await database.first(
                "SELECT \(moment)::timestamptz = timestamptz 'epoch' + \(exact)::bigint * interval '1 microsecond'"
            ) {
                try $0.get(0, as: Bool.self)
            }
            #expect(back == true)
        }
        await database.close()
    }

    @Test("documents go and come as Codable values, dates with microseconds")
    func documents() async throws {
        let person = Person(
            name: "张\"三\"", born: Date(timeIntervalSinceReferenceDate: 123_456.789_012), tags: ["a", "b"])
        let document = try JSON(person)

        let row = try #require(
            try await database.query("SELECT \(document)::jsonb AS doc, NULL::jsonb AS none, to_jsonb(now()) AS moment")
                .first)

        let back = try row.json("doc", as: Person.self)
        #expect(back.name == person.name)
        #expect(abs(back.born.timeIntervalSince(person.born)) < 0.000_001)
        #expect(back.tags == person.tags)
        #expect(try row.json("none", as: Person?.self) == nil)
        #expect(abs(try row.json("moment", as: Date.self).timeIntervalSinceNow) < 600)
        #expect(try row.get("doc", as: JSON.self).text.contains("张"))
    }

    @Test("a document that does not fit names the column and the place, never the value")
    func documentErrors() async throws {
        let row = try #require(
            try await database.query(#"SELECT '{"name": "secret", "tags": ["x", 7]}'::jsonb AS doc"#).first)

        let error = #expect(throws: PostgresError.self) { try row.json("doc", as: Person.self) }

        #expect(error?.description.contains("\"doc\"") == true)
        #expect(error?.description.contains("secret") == false)
    }

    @Test("an error of decoding names the column, the wanted and the found type, and not the value")
    func decodingErrors() async throws {
        let row = try #require(
            try await database.query("SELECT 'secret'::text AS name, NULL::int AS age, 70000 AS big").first)

        #expect(throws: PostgresError.decoding(column: "name", wanted: "Int", found: "text")) {
            try row.get("name", as: Int.self)
        }
        #expect(throws: PostgresError.decoding(column: "age", wanted: "Int", found: "NULL")) {
            try row.get("age", as: Int.self)
        }
        #expect(throws: PostgresError.decoding(column: "big", wanted: "Int16", found: "integer out of range")) {
            try row.get("big", as: Int16.self)
        }
        #expect(throws: PostgresError.decoding(column: "nmae", wanted: "a column", found: "only name, age, big")) {
            try row.get("nmae", as: String.self)
        }
        #expect(throws: PostgresError.decoding(column: "#3", wanted: "a column", found: "3 columns")) {
            try row.get(3, as: String.self)
        }
        #expect(throws: PostgresError.decoding(column: "name", wanted: "Array<String>", found: "text")) {
            try row.get("name", as: [String].self)
        }
        #expect(try row["big"] == 70_000)
        #expect(try row[0] == "secret")
    }

    @Test("a moment that PostgreSQL cannot keep is an error, and infinity is no Date")
    func impossibleMoments() async throws {
        await #expect(throws: PostgresError.self) {
            try await trip(Date(timeIntervalSince1970: .infinity), as: "timestamptz")
        }
        await #expect(throws: PostgresError.self) {
            try await trip(Date(timeIntervalSince1970: 1e15), as: "timestamptz")
        }
        let row = try #require(try await database.query("SELECT timestamptz 'infinity' AS never").first)
        #expect(throws: PostgresError.decoding(column: "never", wanted: "Date", found: "timestamp with time zone")) {
            try row.get("never", as: Date.self)
        }
    }

    @Test("text with a zero byte is refused before anything is sent, and the connection stays usable")
    func zeroByte() async throws {
        await #expect(throws: PostgresError.misuse("parameter $2 holds a zero byte, which text cannot")) {
            try await database.query("SELECT \(1)::int, \("a\0b")::text")
        }
        #expect(try await trip(5, as: "int") == 5)
        #expect(database.statistics.open == 1)
    }

    @Test("a wide result finds its columns, too")
    func wide() async throws {
        let columns = (0..<30).map { number -> SQL in "\(number)::int AS " + SQL(trusted: "c\(number)") }
        let row = try #require(try await database.query("SELECT " + columns.joined(separator: ", ")).first)
        for number in 0..<30 { #expect(try row.get("c\(number)", as: Int.self) == number) }
    }

    @Test("a value of the wrong form is refused without being repeated in the message")
    func messages() async throws {
        let error = await #expect(throws: PostgresError.self) {
            try await database.query("SELECT \("110101199003071234")::int")
        }
        #expect(error?.sqlState == "22003" || error?.sqlState == "22P02")
        #expect(error?.description.contains("110101199003071234") == false)
    }
}
