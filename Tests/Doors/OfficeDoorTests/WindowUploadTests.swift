import Base
import Cases
import DoorTesting
import Foundation
import HTTPTypes
import Postgres
import Testing
import Web

@testable import OfficeDoor

/// Files at the counter: with the form, in pieces by script, for a new case and for one in reception.
@Suite struct WindowUploadTests {
    private func form(_ more: KeyValuePairs<String, String>) -> [(String, String)] {
        let typed: KeyValuePairs<String, String> = [
            "key": "window-1", "leaf": CounterItem.leafCode, "kind": "natural", "applicantName": "李建国",
            "documentNumber": "110101199003077096", "phone": "13800000621", "shown": "shopName",
            "f.shopName": "老街面馆",
        ]
        return (Array(typed) + Array(more)).map { ($0.key, $0.value) }
    }

    private func fields(_ fields: KeyValuePairs<String, String>) -> [(String, String)] {
        fields.map { ($0.key, $0.value) }
    }

    @Test("Without script a scan comes with the form, is shown with what was typed, and goes into the case")
    func walkIn() async throws {
        let site = try await CounterSite.make()

        let (address, faults) = try await site.visit(as: site.clerk) { browser in
            _ = try await browser.get("/window?leaf=\(CounterItem.leafCode)")
            let page = try await browser.post(
                "/window", form: form(["copies-m1": "2"]), files: [("m.m1", "平面图.png", CounterFile.png)])
            #expect(page.status == 200)
            #expect(page.text.contains("平面图.png"))
            #expect(page.text.contains("value=\"老街面馆\""))
            #expect(page.text.contains("name=\"copies-m1\" value=\"2\" checked"))
            let file = try #require(Self.kept(in: page.text, "m1"))
            #expect(try await browser.get("/files/\(file)/preview").status == 200)
            return try await browser.post(
                "/window", form: form(["copies-m1": "2", "kept.m1": file, "do": "receive"]), files: []
            ).location
        }

        let id = try #require(UUID(uuidString: String(address.dropFirst("/cases/".count))))
        let material = try #require(try await site.detail(id).materials.first)
        #expect(material.receipt == .scan)
        #expect(material.copies == 2)
        #expect(material.fileIDs.count == 1)
        #expect(faults == [])
    }

    @Test("The button beside a file takes it out and keeps the rest")
    func drop() async throws {
        let site = try await CounterSite.make()

        let ((), faults) = try await site.visit(as: site.clerk) { browser in
            _ = try await browser.get("/window?leaf=\(CounterItem.leafCode)")
            let page = try await browser.post(
                "/window", form: form([:]),
                files: [("m.m1", "一.png", CounterFile.png), ("m.m1", "二.pdf", CounterFile.pdf)])
            let first = try #require(Self.kept(in: page.text, "m1"))
            let kept = page.text.matches(of: /name="kept\.m1" value="([0-9a-f-]{36})"/).map { String($0.1) }
            #expect(kept.count == 2)
            let after = try await browser.post(
                "/window", form: form(["kept.m1": kept[0], "kept.m1": kept[1], "drop": first]))
            #expect(!after.text.contains("一.png"))
            #expect(after.text.contains("二.pdf"))
            #expect(after.text.contains("value=\"李建国\""))
        }

        #expect(faults == [])
        #expect(
            try await site.owner.first("SELECT count(*) FROM cases.case_record") { try $0.get(0, as: Int.self) } == 0)
    }

    @Test("A file of the wrong kind is told at its material and nothing typed is lost")
    func wrongKind() async throws {
        let site = try await CounterSite.make()

        let ((), faults) = try await site.visit(as: site.clerk) { browser in
            _ = try await browser.get("/window?leaf=\(CounterItem.leafCode)")
            for (name, bytes) in [("说明.docx", Array("PK".utf8)), ("图.png", Array("<html>".utf8))] {
                let page = try await browser.post(
                    "/window", form: form(["do": "receive"]), files: [("m.m1", name, bytes)])
                #expect(page.text.contains("<title>错误："), "\(name)")
                #expect(page.text.contains("href=\"#f-m-m1\""), "\(name)")
                #expect(page.text.contains("value=\"李建国\""), "\(name)")
            }
        }

        #expect(faults == [])
    }

    @Test("Script announces a file, sends it in pieces, goes on after a cut, and gets its row")
    func inPieces() async throws {
        let site = try await CounterSite.make()
        let size = CounterFile.png.count

        let ((), _) = try await site.visit(as: site.clerk) { browser in
            _ = try await browser.get("/window?leaf=\(CounterItem.leafCode)")
            let begun = try await browser.script(
                .post, "/uploads?field=m2", [.contentType: "application/json"],
                Array("{\"name\":\"健康证.png\",\"size\":\(size)}".utf8))
            #expect(begun.status == 201)
            let upload = String(try #require(begun.text.firstMatch(of: /"upload":"([^"]+)"/)).1)
            func send(_ range: Range<Int>) async throws -> String {
                try await browser.script(
                    .put, upload,
                    [
                        .contentType: "application/octet-stream",
                        .contentRange: "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)",
                    ], Array(CounterFile.png[range])
                ).text
            }
            #expect(try await send(0..<30).contains("\"offset\":30"))
            #expect(try await browser.script(.get, upload).text.contains("\"offset\":30"))
            let done = try await send(30..<size)
            #expect(done.contains("kept.m2"))
            #expect(done.contains("健康证.png"))
        }
    }

    @Test("Whoever may not receive cases can hand in no file, and no stranger sees one")
    func rights() async throws {
        let site = try await CounterSite.make()
        let (file, _) = try await site.visit(as: site.clerk) { browser in
            _ = try await browser.get("/window?leaf=\(CounterItem.leafCode)")
            let page = try await browser.post("/window", form: form([:]), files: [("m.m1", "图.png", CounterFile.png)])
            return try #require(Self.kept(in: page.text, "m1"))
        }

        let ((), _) = try await site.visit(as: site.examiner) { browser in
            #expect(try await browser.get("/files/\(file)").status == 404)
            #expect(try await browser.get("/files/\(file)/preview").status == 404)
            _ = try await browser.get("/phrases")
            let begun = try await browser.script(
                .post, "/uploads?field=m1", [.contentType: "application/json"],
                Array("{\"name\":\"a.png\",\"size\":9}".utf8))
            #expect(begun.status == 403)
        }
    }

    @Test("A case in reception takes scans, ticks and findings in one form; a wrong scan is taken out again")
    func reception() async throws {
        let site = try await CounterSite.make()
        let record = try await site.walkIn()
        let path = "/cases/\(record.id.uuidString.lowercased())"

        let ((), faults) = try await site.visit(as: site.clerk) { browser in
            let page = try await browser.get(path)
            #expect(page.text.contains("补录扫描件或文件"))
            let saved = try await browser.post(
                "\(path)/check",
                form: fields([
                    "version": "1", "material": "m1", "receipt-m1": "missing", "copies-m1": "2", "checked-m1": "fine",
                    "remark-m1": "清晰",
                ]), files: [("m.m1", "平面图.png", CounterFile.png)])
            #expect(saved.status == 200)
            #expect(saved.text.contains("平面图.png"))
            #expect(saved.text.contains("窗口补录"))
        }
        let checked = try #require(try await site.detail(record.id).materials.first)
        #expect(checked.receipt == .scan)
        #expect(checked.originals == 0)
        #expect(checked.copies == 2)
        #expect(checked.checked == .fine)
        let file = try #require(checked.fileIDs.first)

        let ((), more) = try await site.visit(as: site.clerk) { browser in
            _ = try await browser.get(path)
            _ = try await browser.post(
                "\(path)/check",
                form: fields([
                    "version": "2", "material": "m1", "receipt-m1": "scan", "originals-m1": "1", "checked-m1": "fine",
                    "remove-m1": file.uuidString.lowercased(),
                ]))
        }
        let after = try #require(try await site.detail(record.id).materials.first)
        #expect(after.fileIDs == [])
        #expect(after.receipt == .paper)
        #expect(faults + more == [])
    }

    private static func kept(in text: String, _ key: String) -> String? {
        text.firstMatch(of: /name="kept\.(\w+)" value="([0-9a-f-]{36})"/).map { String($0.2) }
    }
}
