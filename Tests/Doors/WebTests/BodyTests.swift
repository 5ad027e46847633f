import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SeededRandom
import Testing

@testable import Web

struct BodyTests {
    private static let guarded = HTTPFields.citizen.with(.csrfToken, ExampleDoor.csrf)

    @Test("a form above its limit is refused by its declared length")
    func tooLarge() async throws {
        try await ExampleDoor().test { client in
            let answer = try await client.execute(
                uri: "/form", method: .post, headers: Self.guarded.asForm,
                body: ByteBuffer(repeating: 0x61, count: 1_001))

            #expect(answer.status == .contentTooLarge)
            #expect(answer.headers[.connection] == "close")
            #expect(answer.text.contains("一次最多提交 1000 字节"))
        }
    }

    @Test(
        "a body of another type is refused",
        arguments: [
            ("/form", "text/plain"), ("/form", "multipart/form-data"), ("/json", "text/plain"),
            ("/upload", "application/json"),
        ])
    func wrongType(uri: String, type: String) async throws {
        try await ExampleDoor().test { client in
            let answer = try await client.execute(
                uri: uri, method: .post, headers: Self.guarded.with(.contentType, type), body: ByteBuffer(string: "{}"))

            #expect(answer.status == .unsupportedMediaType)
        }
    }

    @Test("a form that may carry files may come without them, URL-encoded, and is then a plain form with its limit")
    func plainForm() async throws {
        try await ExampleDoor().test { client in
            func send(_ body: String) async throws -> HTTPResponse.Status {
                try await client.execute(
                    uri: "/upload", method: .post, headers: Self.guarded.asForm, body: ByteBuffer(string: body)
                ).status
            }

            let plain = try await send("name=x")
            let long = try await send("name=" + String(repeating: "x", count: 300_000))
            let broken = try await send("name=%ZZ")

            #expect(plain == .ok)
            #expect(long == .contentTooLarge)
            #expect(broken == .badRequest)
        }
    }

    @Test(
        "JSON that does not fit says where",
        arguments: [
            ("{\"name\":\"a\"}", "/age"), ("{\"name\":1,\"age\":1}", "/name"),
            ("{\"name\":\"a\",\"age\":null}", "/age"),
            ("{\"name\":\"a\",\"age\":1,\"addresses\":[{\"city\":\"x\"},{\"city\":2}]}", "/addresses/1/city"),
        ])
    func jsonPointers(body: String, pointer: String) async throws {
        try await ExampleDoor().test { client in
            let answer = try await client.execute(
                uri: "/json", method: .post,
                headers: Self.guarded.with(.contentType, "application/json").with(.accept, "*/*"),
                body: ByteBuffer(string: body))

            #expect(answer.status == .badRequest)
            #expect(answer.text.contains("\"pointer\":\"\(pointer)\""))
        }
    }

    @Test("JSON that is cut off or empty is refused with a sentence", arguments: ["", "{", "[1,", "\u{FEFF}"])
    func brokenJSON(body: String) async throws {
        try await ExampleDoor().test { client in
            let answer = try await client.execute(
                uri: "/json", method: .post, headers: Self.guarded.with(.contentType, "application/json"),
                body: ByteBuffer(string: body))

            #expect(answer.status == .badRequest)
            #expect(answer.text.contains("不是完整的 JSON"))
        }
    }

    @Test("a body that comes slower than its pace is cut off")
    func pace() async throws {
        let pace = BodyPace(grace: .seconds(30), bytesPerSecond: 1_000)

        #expect(!pace.isTooSlow(received: 0, after: .seconds(30)))
        #expect(pace.isTooSlow(received: 1, after: .seconds(31)))
        #expect(!pace.isTooSlow(received: 60_000, after: .seconds(89)))
        #expect(pace.isTooSlow(received: 60_000, after: .seconds(91)))

        // A clock that goes on by 40 seconds with each look.
        let looks = Collected<Int>()
        let elapsed: @Sendable () -> Duration = {
            looks.append(1)
            return .seconds(40 * looks.values.count)
        }
        let chunks = BodyChunks(
            source: RequestBody(buffer: ByteBuffer(string: "a")), limit: 10, pace: pace, elapsed: elapsed,
            willRead: {})
        await #expect(throws: Problem.tooSlow) { try await chunks.collect() }
    }

    @Test("a stream without a declared length is cut off at its limit")
    func undeclaredLength() async throws {
        let source = AsyncStream<ByteBuffer> { continuation in
            for _ in 0..<10 { continuation.yield(ByteBuffer(repeating: 1, count: 100)) }
            continuation.finish()
        }
        let chunks = BodyChunks(
            source: RequestBody(asyncSequence: source), limit: 550, pace: BodyPace(), elapsed: { .zero }, willRead: {})

        await #expect(throws: Problem.tooLarge(limit: 550)) { try await chunks.collect() }
    }
}

struct FormFieldsTests {
    @Test("fields keep their order and their repetition")
    func order() throws {
        let fields = try FormFields(urlEncoded: "b=2&a=1&b=3&c&d=&e=%E4%BA%8B+%2B".utf8)

        #expect(fields.fields.map(\.name) == ["b", "a", "b", "c", "d", "e"])
        #expect(fields.all("b") == ["2", "3"])
        #expect(fields["e"] == "事 +")
        #expect(fields["c"] == "" && fields.text("c") == nil && fields.contains("c"))
        #expect(fields["none"] == nil)
    }

    @Test("what cannot be read is refused", arguments: ["a=%", "a=%1", "a=%GG", "a=%FF", "%C3=1", "a=b%00c", "%00=1"])
    func malformed(body: String) {
        #expect(throws: Problem.self) { try FormFields(urlEncoded: body.utf8) }
    }

    @Test("a form with too many fields is refused rather than cut")
    func tooMany() {
        let body = Array(repeating: "a=1", count: FormFields.maximumCount + 1).joined(separator: "&")

        #expect(throws: Problem.self) { try FormFields(urlEncoded: body.utf8) }
    }

    @Test("whatever is encoded reads back the same")
    func roundTrip() throws {
        var random = SeededRandom(3)
        // A zero byte is no text: forms with one are refused.
        func text(upTo length: Int) -> String {
            String(random.text(upTo: length).unicodeScalars.filter { $0 != "\0" })
        }
        for _ in 0..<500 {
            let fields = FormFields(
                (0..<random.int(0...6)).map { _ in .init(name: "n" + text(upTo: 4), value: text(upTo: 12)) })

            #expect(try FormFields(urlEncoded: fields.encoded().utf8) == fields, "seed 3")
        }
    }

    @Test("any bytes are read or refused, never a trap")
    func fuzz() {
        var random = SeededRandom(4)
        var refused = 0
        for _ in 0..<3_000 {
            let bytes = (0..<random.int(0...40)).map { _ in random.pick(Array("%&=+aF0\u{E4}事".utf8)) }
            do { _ = try FormFields(urlEncoded: bytes) } catch { refused += 1 }
        }
        #expect(refused > 100)
    }

    @Test("a query is written again with one field changed")
    func changing() throws {
        let fields = try FormFields(urlEncoded: "q=a&page=2&sort=x".utf8)

        #expect(fields.encoded(changing: ["page": "3", "sort": nil]) == "q=a&page=3")
    }
}
