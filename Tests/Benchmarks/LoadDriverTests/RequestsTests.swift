import NIOCore
import Testing

@testable import LoadDriver

struct RequestsTests {
    @Test("a form is encoded as a browser does")
    func form() {
        let request = HTTPRequestText.form("/track", [("csrf", "a-b"), ("f.name", "王 丽&=+")])
        var bytes = ByteBuffer()
        request.write(to: &bytes, head: "Host: localhost:1\r\n")

        let text = String(buffer: bytes)
        #expect(text.hasPrefix("POST /track HTTP/1.1\r\nHost: localhost:1\r\n"))
        #expect(text.contains("\r\nContent-Length: 44\r\n"))
        #expect(text.hasSuffix("\r\n\r\ncsrf=a-b&f.name=%E7%8E%8B+%E4%B8%BD%26%3D%2B"))
    }

    @Test("words of a page are found wherever they stand")
    func words() {
        let page = ByteBuffer(string: "<a href=\"/cases/0001\">x</a> href=\"/cases/0002\" href=\"/cas")

        #expect(page.words(behind: "href=\"/cases/", length: 4) == ["0001", "0002"])
        #expect(page.text(between: "href=\"", and: UInt8(ascii: "\"")) == "/cases/0001")
        #expect(page.text(between: "nothing", and: 0x22) == nil)
        #expect(ByteBuffer().words(behind: "x", length: 1).isEmpty)
    }

    @Test("files have 32 KiB and differ")
    func files() {
        var chance = Chance(seed: 2)
        let files = (0..<3).map { _ in SampleFile.make(&chance) }

        #expect(files.allSatisfy { $0.readableBytes == 32 * 1_024 })
        #expect(files[0] != files[1])
        #expect(String(buffer: files[2]).hasPrefix("%PDF-1.4\n"))
        #expect(String(buffer: files[2]).hasSuffix("%%EOF\n"))
    }

    @Test("an applicant's number has the check character of GB 11643")
    func checkCharacter() {
        #expect(SampleApplicant.check("11010519491231002") == "X")
        #expect(SampleApplicant.check("44052418800101001") == "4")
    }

    @Test("load goes to this machine only")
    func loopback() throws {
        #expect(try DoorAddress("http://localhost:8080").port == 8080)
        #expect(try DoorAddress("http://[::1]:8081/").authority == "[::1]:8081")
        for foreign in ["http://example.org:80", "https://localhost:8080", "http://localhost", "http://10.0.0.1:8080"] {
            #expect(throws: DoorAddress.NotThisMachine.self) { try DoorAddress(foreign) }
        }
    }
}
