import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing
import Web

@testable import PublicDoor

@Suite struct TrackTests {
    @Test("Number and digits show progress without names; wrong digits and unknown numbers answer alike")
    func track() async throws {
        let site = try await ApplicationSite.make()
        let id = try await site.browse(as: site.citizen) { try await site.submitted($0) }
        let number = try await site.owner.first("SELECT number FROM cases.case_record WHERE id = \(id)") { row in
            try row.get("number", as: String.self)
        }
        let known = try #require(number)
        let other = try await site.people.citizen("王小明", phone: "13900000000", documentNumber: "140902199001010048")
        try await site.browse(as: other) { browser in
            let right = try await browser.post("/track", [("number", known.lowercased()), ("phone", "0621")])
            #expect(right.text.contains("公共场所卫生许可"))
            #expect(right.text.contains("忻州市示例审批局"))
            #expect(!right.text.contains("李"))
            let wrong = try await browser.post("/track", [("number", known), ("phone", "0622")])
            let unknown = try await browser.post("/track", [("number", "XZ0000000000000000"), ("phone", "0622")])
            #expect(wrong.text.contains("不匹配"))
            #expect(
                wrong.text.replacing(known, with: "N") == unknown.text.replacing("XZ0000000000000000", with: "N"))
            let empty = try await browser.post("/track", [("number", ""), ("phone", "62")])
            #expect(empty.text.contains("href=\"#f-number\""))
            #expect(empty.text.contains("href=\"#f-phone\""))
        }
    }

    @Test("The digits of one number cannot be tried out")
    func rateLimit() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            var statuses: [Int] = []
            for digits in 0..<8 {
                statuses.append(
                    try await browser.post("/track", [("number", "XZ1234567890"), ("phone", "000\(digits)")]).status)
            }
            #expect(statuses.prefix(6).allSatisfy { $0 == 200 })
            #expect(statuses.suffix(2).allSatisfy { $0 == 429 })
            let another = try await browser.post("/track", [("number", "XZ0987654321"), ("phone", "0000")])
            #expect(another.status == 200)
        }
    }

    @Test("Anybody opens the forms, and an unknown document is not found")
    func verify() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: nil) { browser in
            #expect(try await browser.get("/track?number=XZ12").text.contains("value=\"XZ12\""))
            #expect(try await browser.get("/verify").status == 200)
            #expect(try await browser.get("/verify?code=abc").text.contains("验证码应为 26 位"))
            let typed = "0123 4567-89AB CDEF GHJK MNPQ RS"
            #expect(
                try await browser.get("/verify?code=\(urlEncoded(typed))").location
                    == "/verify/0123456789ABCDEFGHJKMNPQRS")
            let unknown = try await browser.get("/verify/0123456789ABCDEFGHJKMNPQRS")
            #expect(unknown.status == 404)
            #expect(unknown.text.contains("没有查到这份文书"))
        }
    }
}
