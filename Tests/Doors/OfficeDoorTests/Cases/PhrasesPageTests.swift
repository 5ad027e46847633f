import Cases
import DoorTesting
import Testing

@testable import OfficeDoor

@Suite struct PhrasesPageTests {
    @Test("A phrase of one's own is added, changed and deleted; nobody else has it")
    func own() async throws {
        let site = try await CaseSite.make()
        let id = try await site.walked(["accept"])
        let path = try await site.visit(as: site.examiner) { browser in
            _ = try await browser.get("/phrases")
            let empty = try await browser.post("/phrases", ["purpose": "refuse", "text": " "])
            #expect(empty.text.contains("请填写常用语") && empty.text.contains("value=\"refuse\" selected"))
            _ = try await browser.post("/phrases", ["purpose": "examine", "text": "经核查属实。"])
            #expect(try await browser.get(CaseSite.address(id)).text.contains("经核查属实。"))
            let list = try await browser.get("/phrases").text
            let path = String(try #require(list.firstMatch(of: /action="(\/phrases\/[0-9a-f-]{36})"/)).1)
            let changed = try await browser.post(path, ["text": "经现场核查属实。"])
            #expect(changed.text.contains("value=\"经现场核查属实。\""))
            return path
        }
        try await site.visit(as: site.reviewer) { browser in
            let own = try await browser.get("/phrases").text
            #expect(!own.contains("经现场核查属实。"))
            #expect(try await browser.post(path, ["text": "别人的"]).status == 404)
        }
        try await site.visit(as: site.examiner) { browser in
            _ = try await browser.get("/phrases")
            let gone = try await browser.post(path, ["delete": "1"])
            #expect(!gone.text.contains("经现场核查属实。"))
        }
    }
}
