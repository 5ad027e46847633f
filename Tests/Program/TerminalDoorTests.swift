import Base
import DoorTesting
import Foundation
import TestSupport
import Testing
import Web

@testable import yanmen

@Suite struct TerminalDoorTests {
    @Test("A device finds a service by everyday words and shows what it needs; what is not known it says")
    func search() async throws {
        let city = try await PreparedCity.shared()
        try await city.visit(.terminal) { browser in
            let found = try await browser.get("/?q=\(urlEncoded("护士"))").text
            #expect(found.contains("href=\"/items/XZ0024\""))
            let item = try await browser.get("/items/XZ0024").text
            #expect(item.contains("要带的材料") && item.contains("护士执业注册"))
            #expect(try await browser.get("/items/XZ0099").text.contains("待完善"))
            #expect(try await browser.get("/?q=zzqqxxyy").text.contains("没有找到"))
            #expect(try await browser.get("/items/XZ9999").status == 404)
        }
    }

    @Test("Progress takes the number and the right four digits, and shows no person")
    func track() async throws {
        let city = try await PreparedCity.shared()
        let number = try #require(city.facts["number"])
        try await city.visit(.terminal) { browser in
            _ = try await browser.get("/track")
            let wrong = try await browser.post("/track", ["number": number, "lastFour": "9999"])
            #expect(wrong.text.contains("不匹配") && wrong.text.contains("value=\"\(number)\""))
            let right = try await browser.post("/track", ["number": number, "lastFour": "0041"])
            #expect(right.text.contains("残疾人证") && !right.text.contains("周小雨"))
        }
    }

    @Test(
        "A device of the hall has no pages of persons or of staff",
        arguments: ["/my", "/inbox", "/apply/XZ002401", "/jobs"])
    func nothingElse(path: String) async throws {
        let city = try await PreparedCity.shared()
        try await city.visit(.terminal, as: .citizen) { browser in
            let answer = try await browser.get(path)
            #expect(answer.status == 404)
        }
    }
}
