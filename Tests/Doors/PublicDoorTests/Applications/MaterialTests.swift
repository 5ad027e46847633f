import Foundation
import HTTPTypes
import Testing
import Web

@testable import PublicDoor

@Suite struct MaterialTests {
    @Test("Each material says how it is brought, and what may be uploaded before anybody chooses")
    func page() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            _ = try await browser.post(ApplicationSite.start, [("s.q1", "no")])
            let path = ApplyAddress.draft(try await site.draft())
            let page = try await browser.get("\(path)/materials")
            for words in ["免提交", "在线填表", "需上传", "可承诺后补", "支持 PDF、JPG、PNG、OFD，每个不超过 20 MB"] {
                #expect(page.text.contains(words), "\(words)")
            }
            #expect(!page.text.contains("改造说明"))
            let missing = try await browser.post("\(path)/materials")
            #expect(missing.text.contains("<title>错误：传材料"))
            #expect(missing.text.contains("href=\"#f-m-m2\""))
            #expect(!missing.text.contains("请上传“健康证明”"))
        }
    }

    @Test("A changed situation asks for more and keeps what is there")
    func situation() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let path = try await site.filledDraft(browser)
            let saved = try await browser.post("\(path)/situation", [("s.q1", "yes"), ("back", "check")])
            #expect(saved.location == "\(path)/check")
            let check = try await browser.get("\(path)/check")
            #expect(check.text.contains("请上传“改造说明”"))
            #expect(check.text.contains("平面图.png"))
        }
    }

    @Test("Without script: a file is added, seen, opened and removed")
    func withoutScript() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let path = try await site.filledDraft(browser)
            let page = try await browser.get("\(path)/materials")
            #expect(page.text.contains("平面图.png"))
            let file = try #require(page.text.firstMatch(of: /\/my\/files\/([0-9a-f-]{36})\/preview/)).1
            #expect(try await browser.get("/my/files/\(file)").bytes == ExampleFile.png)
            #expect(try await browser.get("/my/files/\(file)/preview").bytes.starts(with: [0xFF, 0xD8]))
            let removed = try await browser.post("\(path)/materials/m2/remove", [("file", String(file))])
            #expect(removed.location == "\(path)/materials#m-m2")
            #expect(try await browser.get("\(path)/materials").text.contains("平面图.png") == false)
        }
    }

    @Test("A wrong kind, an empty choice and a disguised file are told at the material")
    func refused() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let path = try await site.filledDraft(browser)
            let wrong: [(String, [UInt8])] = [
                ("说明.docx", Array("PK".utf8)), ("图.png", Array("<html>".utf8)), ("", []), ("空.pdf", []),
            ]
            for (name, bytes) in wrong {
                let answer = try await browser.post(
                    "\(path)/materials/m4", [], files: [(field: "m.m4", name: name, bytes: bytes)])
                #expect(answer.text.contains("<title>错误：传材料"), "\(name)")
                #expect(answer.text.contains("href=\"#f-m-m4\""), "\(name)")
            }
            #expect(try await browser.post("\(path)/materials/m9", [], files: []).status == 404)
        }
    }

    @Test("With script: announced, sent in pieces, resumed, finished once, with its row")
    func inPieces() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let path = try await site.filledDraft(browser)
            let draft = String(path.split(separator: "/")[2])
            let size = ExampleFile.png.count
            let json: HTTPFields = [.accept: "application/json", .contentType: "application/json"]
            let begun = try await browser.send(
                .post, "/uploads?draft=\(draft)&material=m4", json,
                Array("{\"name\":\"健康证.png\",\"size\":\(size)}".utf8))
            #expect(begun.status == 201)
            let upload = try #require(begun.text.firstMatch(of: /"upload":"([^"]+)"/)).1
            func send(_ range: Range<Int>) async throws -> Browser.Answer {
                let headers: HTTPFields = [
                    .accept: "application/json", .contentType: "application/octet-stream",
                    .contentRange: "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)",
                ]
                return try await browser.send(.put, String(upload), headers, Array(ExampleFile.png[range]))
            }
            #expect(try await send(0..<20).text.contains("\"offset\":20"))
            #expect(try await browser.send(.get, String(upload), json).text.contains("\"offset\":20"))
            let done = try await send(20..<size)
            #expect(done.text.contains("\"offset\":\(size)"))
            #expect(done.text.contains("健康证.png"))
            let elsewhere = String(upload).replacing("material=m4", with: "material=m9").replacing(
                "?", with: "/finish?")
            #expect(try await browser.send(.post, elsewhere, json, Array("{}".utf8)).status == 404)
            // Finished again because the answer was lost: nothing changes, not even the version a page counts on.
            let id = try await site.draft()
            let version = try await site.version(id)
            _ = try await browser.send(.post, String(upload).replacing("?", with: "/finish?"), json, Array("{}".utf8))
            #expect(try await site.version(id) == version)
            let page = try await browser.get("\(path)/materials").text
            #expect(page.components(separatedBy: ">健康证.png<").count == 2)
        }
    }

    @Test("More than 20 MB is refused before a byte is sent")
    func tooLarge() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let json: HTTPFields = [.accept: "application/json", .contentType: "application/json"]
            let answer = try await browser.send(
                .post, "/uploads?field=kept.m2", json, Array("{\"name\":\"大.pdf\",\"size\":20971521}".utf8))
            #expect(answer.status == 413)
            #expect(answer.text.contains("20 MB"))
        }
    }
}
