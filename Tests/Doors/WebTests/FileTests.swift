import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

struct FileTests {
    @Test(
        "a range is read as RFC 9110 says",
        arguments: [
            (nil, ByteRange.whole), ("bytes=0-3", .part(0..<4)), ("bytes=4-", .part(4..<10)),
            ("bytes=-3", .part(7..<10)),
            ("bytes=-30", .part(0..<10)), ("bytes=0-99", .part(0..<10)), ("bytes=9-9", .part(9..<10)),
            ("bytes=10-", .unsatisfiable),
            ("bytes=-0", .unsatisfiable), ("bytes=3-2", .whole), ("bytes=0-1,4-5", .whole), ("bytes=a-b", .whole),
            ("items=0-1", .whole),
            ("bytes=99999999999999999999-", .whole), ("bytes=-", .whole),
            ("bytes=0-9223372036854775807", .part(0..<10)),
        ] as [(String?, ByteRange)])
    func ranges(header: String?, range: ByteRange) {
        #expect(ByteRange(header: header, size: 10) == range)
    }

    @Test("nothing of an empty file can be asked for")
    func emptyFile() {
        #expect(ByteRange(header: "bytes=0-", size: 0) == .unsatisfiable)
        #expect(ByteRange(header: "bytes=-5", size: 0) == .unsatisfiable)
    }

    @Test("a file is sent whole, in part, or not at all")
    func sending() async throws {
        try await ExampleDoor().test { client in
            let whole = try await client.execute(uri: "/file", method: .get)
            #expect(whole.text == "0123456789")
            #expect(whole.headers[.contentLength] == "10" && whole.headers[.acceptRanges] == "bytes")

            let part = try await client.execute(uri: "/file", method: .get, headers: [.range: "bytes=2-4"])
            #expect(part.status == .partialContent)
            #expect(part.text == "234" && part.headers[.contentRange] == "bytes 2-4/10")

            let beyond = try await client.execute(uri: "/file", method: .get, headers: [.range: "bytes=10-"])
            #expect(beyond.status == .rangeNotSatisfiable && beyond.headers[.contentRange] == "bytes */10")

            let changed = try await client.execute(
                uri: "/file", method: .get, headers: [.range: "bytes=2-4", .ifRange: "\"v0\""])
            #expect(changed.status == .ok && changed.text == "0123456789")

            let known = try await client.execute(uri: "/file", method: .get, headers: [.ifNoneMatch: "W/\"v1\", \"x\""])
            #expect(known.status == .notModified && known.text.isEmpty)
        }
    }

    @Test("a file keeps its Chinese name and cannot break out of its header")
    func disposition() async throws {
        try await ExampleDoor().test { client in
            let answer = try await client.execute(uri: "/file", method: .get)

            #expect(
                answer.headers[.contentDisposition]
                    == "attachment; filename=\"__ ___.pdf\"; filename*=UTF-8''%E5%8F%97%E7%90%86%20%E9%80%9A%E7%9F%A5%22.pdf"
            )
        }
    }
}
