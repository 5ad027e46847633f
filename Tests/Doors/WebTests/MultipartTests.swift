import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SeededRandom
import Testing

@testable import Web

struct MultipartTests {
    struct Part: Equatable {
        var header: MultipartHeader
        var bytes: [UInt8] = []
    }

    private static let type = "multipart/form-data; boundary=----b0undary"

    private static func parse(_ body: [UInt8], pieces: () -> Int) throws -> [Part] {
        var parser = try MultipartParser(contentType: type)
        var parts: [Part] = []
        var rest = body[...]
        while !rest.isEmpty {
            let piece = rest.prefix(pieces())
            rest = rest.dropFirst(piece.count)
            for event in try parser.feed(piece) {
                switch event {
                case .partBegins(let header): parts.append(Part(header: header))
                case .bytes(let bytes): parts[parts.count - 1].bytes.append(contentsOf: bytes)
                case .partEnds: break
                }
            }
        }
        try parser.finish()
        return parts
    }

    private static func body(_ parts: [Part]) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in parts {
            var head = "------b0undary\r\nContent-Disposition: form-data; name=\"\(part.header.name)\""
            if let name = part.header.fileName { head += "; filename=\"\(name)\"" }
            if let type = part.header.contentType { head += "\r\nContent-Type: \(type)" }
            bytes += Array((head + "\r\n\r\n").utf8) + part.bytes + [0x0D, 0x0A]
        }
        return bytes + Array("------b0undary--\r\n".utf8)
    }

    @Test("however the network cuts a body, its parts are the same")
    func randomChunks() throws {
        var random = SeededRandom(11)
        // Bytes that look like the beginnings of a delimiter.
        let tricky = Array("\r\n------b0undar\r-\n".utf8)
        for round in 0..<300 {
            let parts = (0..<random.int(1...4)).map { index in
                Part(
                    header: MultipartHeader(
                        name: "p\(index)", fileName: index == 0 ? nil : "文件 \(index).pdf",
                        contentType: index == 0 ? nil : "application/pdf"),
                    bytes: (0..<random.int(0...200)).map { _ in
                        random.int(0...3) == 0 ? random.pick(tricky) : UInt8.random(in: 0...255, using: &random)
                    })
            }
            let body = Self.body(parts)

            let whole = try Self.parse(body) { body.count }
            let single = try Self.parse(body) { 1 }
            let mixed = try Self.parse(body) { random.int(1...17) }

            #expect(whole == parts && single == parts && mixed == parts, "seed 11, round \(round)")
        }
    }

    @Test("a body that is cut short is refused")
    func cutShort() throws {
        let body = Self.body([Part(header: MultipartHeader(name: "a"), bytes: Array("content".utf8))])
        for length in 0..<(body.count - 4) {
            #expect(throws: Problem.self) { try Self.parse(Array(body[..<length])) { 7 } }
        }
    }

    @Test("random bytes are parts or a refusal, never a trap")
    func fuzz() {
        var random = SeededRandom(12)
        let words = [
            "------b0undary", "\r\n", "--", "Content-Disposition: form-data; name=\"a\"", ":", "\"", ";", "x", "\r",
            "\n", " ",
        ]
        var refused = 0
        for _ in 0..<3_000 {
            let body = (0..<random.int(0...25)).flatMap { _ in Array(random.pick(words).utf8) }
            do { _ = try Self.parse(body) { random.int(1...9) } } catch { refused += 1 }
        }
        #expect(refused > 500)
    }

    @Test("a preamble, padding after the boundary and an epilogue are passed over")
    func edges() throws {
        let text =
            "preamble\r\n------b0undary  \r\ncontent-disposition: form-data; name=a\r\n\r\nx\r\n------b0undary--\r\nepilogue"

        #expect(try Self.parse(Array(text.utf8)) { 3 } == [Part(header: MultipartHeader(name: "a"), bytes: [0x78])])
    }

    @Test("memory stays small however large a part is")
    func boundedMemory() throws {
        var parser = try MultipartParser(contentType: Self.type)
        _ = try parser.feed(Array("------b0undary\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n".utf8))
        let piece = [UInt8](repeating: 0x61, count: 64 * 1_024)
        for _ in 0..<50 {
            let given = try parser.feed(piece).reduce(0) { total, event in
                if case .bytes(let bytes) = event { total + bytes.count } else { total }
            }

            #expect(given > piece.count - 100)
        }
    }

    @Test("endless headers are refused")
    func endlessHeaders() throws {
        var parser = try MultipartParser(contentType: Self.type)
        _ = try parser.feed(Array("------b0undary\r\nX: ".utf8))

        #expect(throws: Problem.self) {
            for _ in 0..<20 { _ = try parser.feed([UInt8](repeating: 0x61, count: 1_024)) }
        }
    }

    @Test(
        "the name of a file loses its folders and keeps its quotes",
        arguments: [
            ("a.pdf", "a.pdf"), ("C:\\\\Users\\\\x\\\\a.pdf", "a.pdf"), ("../../etc/passwd", "passwd"),
            ("a%22b.pdf", "a\"b.pdf"),
            ("a\\\"b.pdf", "a\"b.pdf"), ("事项；清单.pdf", "事项；清单.pdf"), ("", ""),
        ])
    func fileNames(written: String, name: String) throws {
        let text =
            "------b0undary\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\(written)\"\r\n\r\n\r\n------b0undary--"

        #expect(try Self.parse(Array(text.utf8)) { 100 }.first?.header.fileName == name)
    }

    @Test(
        "a content type without a usable boundary is refused",
        arguments: [
            "multipart/form-data", "multipart/mixed; boundary=a", "multipart/form-data; boundary=\"\"", "text/plain",
        ])
    func boundaries(type: String) {
        #expect(throws: Problem.self) { try MultipartParser(contentType: type) }
    }

    @Test("files come through the door, after the token that must be the first part")
    func throughTheDoor() async throws {
        let file = [UInt8](repeating: 0x0D, count: 70_000)
        let token = Part(header: MultipartHeader(name: "csrf"), bytes: Array(ExampleDoor.csrf.utf8))
        let upload = Part(
            header: MultipartHeader(name: "plan", fileName: "a.png", contentType: "image/png"), bytes: file)
        let headers = HTTPFields.citizen.with(.contentType, Self.type)
        try await ExampleDoor().test { client in
            let taken = try await client.execute(
                uri: "/upload", method: .post, headers: headers, body: ByteBuffer(bytes: Self.body([token, upload])))
            #expect(taken.text.contains("<h1>plan:a.png:70000</h1>"))

            let without = try await client.execute(
                uri: "/upload", method: .post, headers: headers, body: ByteBuffer(bytes: Self.body([upload, token])))
            #expect(without.status == .forbidden)
        }
    }
}
