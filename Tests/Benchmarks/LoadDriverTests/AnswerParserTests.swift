import NIOCore
import Testing

@testable import LoadDriver

struct AnswerParserTests {
    /// Feeds a text in pieces of a size and returns the answers.
    private func read(_ text: String, pieces size: Int, keepsBody: Bool = true) throws -> [HTTPAnswer] {
        var parser = AnswerParser(keepsBody: keepsBody)
        var whole = ByteBuffer(string: text)
        var answers: [HTTPAnswer] = []
        while var piece = whole.readSlice(length: min(size, whole.readableBytes)), piece.readableBytes > 0 {
            while piece.readableBytes > 0 {
                guard let answer = try parser.feed(&piece) else { break }
                answers.append(answer)
            }
        }
        return answers
    }

    private static let fixed = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nabcde"
    private static let chunked =
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=1\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n"
    private static let moved = "HTTP/1.1 303 See Other\r\nLocation: /my/cases/7/receipt\r\ncontent-length: 0\r\n\r\n"

    @Test("a whole answer comes out the same, however it is cut", arguments: [1, 2, 3, 7, 64, 4_096])
    func anyCut(size: Int) throws {
        let answers = try read(Self.fixed + Self.chunked + Self.moved + Self.fixed, pieces: size)

        #expect(answers.map(\.status) == [200, 200, 303, 200])
        #expect(answers.map { String(buffer: $0.body) } == ["abcde", "abc0123456789", "", "abcde"])
        #expect(answers.map(\.bodyLength) == [5, 13, 0, 5])
        #expect(answers[2].location == "/my/cases/7/receipt")
    }

    @Test("a body that nobody asked for is counted and not kept")
    func countsOnly() throws {
        let answer = try #require(try read(Self.chunked, pieces: 5, keepsBody: false).first)

        #expect(answer.bodyLength == 13)
        #expect(answer.body.readableBytes == 0)
    }

    @Test("answers without a body end with their head", arguments: [204, 304])
    func noBody(status: Int) throws {
        let answers = try read("HTTP/1.1 \(status) X\r\nETag: \"1\"\r\n\r\n" + Self.moved, pieces: 9)

        #expect(answers.map(\.status) == [status, 303])
    }

    @Test("an interim answer is passed over")
    func interim() throws {
        let answers = try read("HTTP/1.1 100 Continue\r\n\r\n" + Self.fixed, pieces: 11)

        #expect(answers.map(\.status) == [200])
    }

    @Test("connection: close and HTTP/1.0 say that the connection ends")
    func closes() throws {
        let close = try read("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n", pieces: 100)
        let old = try read("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", pieces: 100)

        #expect(close.map(\.closes) == [true])
        #expect(old.map(\.closes) == [true])
        #expect(try read(Self.fixed, pieces: 100).map(\.closes) == [false])
    }

    @Test("without a length the body lasts until the connection ends")
    func untilClose() throws {
        var parser = AnswerParser()
        var bytes = ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\nall of it")
        let early = try parser.feed(&bytes)
        #expect(early?.status == nil)

        let answer = try parser.end()

        #expect(String(buffer: answer.body) == "all of it")
        #expect(answer.closes)
    }

    @Test("an answer that is cut off is none")
    func cut() throws {
        var parser = AnswerParser()
        var bytes = ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
        let early = try parser.feed(&bytes)
        #expect(early?.status == nil)

        #expect(throws: AnswerFault.cut) { try parser.end() }
    }

    @Test(
        "what is not HTTP is refused",
        arguments: [
            "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 abc\r\n", "HTTP/1.1 999 X\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: x\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
        ])
    func malformed(text: String) {
        #expect(throws: AnswerFault.malformed) { try read(text, pieces: 4) }
    }

    @Test("a line without end is not read for ever")
    func endlessLine() {
        let text = "HTTP/1.1 200 OK\r\nX: " + String(repeating: "a", count: 40_000)

        #expect(throws: AnswerFault.lineTooLong) { try read(text, pieces: 1_000) }
    }

    @Test("random bytes never stop the parser otherwise than with an error", arguments: 0..<40)
    func noise(seed: UInt64) {
        var chance = Chance(seed: seed)
        let alphabet = Array("HTTP/1.1 200\r\n:abc0Aconten-lgh".utf8)
        var text = "HTTP/1.1 200 OK\r\n"
        for _ in 0..<400 { text.unicodeScalars.append(Unicode.Scalar(alphabet[chance.below(alphabet.count)])) }

        let answers = try? read(text, pieces: 1 + chance.below(30))

        #expect((answers ?? []).allSatisfy { (200...599).contains($0.status) })
    }
}
