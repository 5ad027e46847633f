import DoorTesting
import Foundation
import Postgres
import TestSupport
import Testing
import Web

/// Citizens sign in and look after whom they act for, as a browser without script does it.
struct SignInPagesTests {
    @Test("a new phone gets a code, registers, and comes back to the page that was wanted")
    func firstTime() async throws {
        let site = try await SignInSite.make()
        let (_, faults) = try await site.visit { browser in
            let page = try await browser.get("/my/account")
            #expect(page.location == "/signin?next=%2Fmy%2Faccount")

            let code = try await browser.post("/signin", ["phone": "199 0000 1111", "next": "/my/account"])
            #expect(code.text.contains("199****1111"))
            #expect(!code.text.contains(try await site.lastCode()))

            let wrong = try await site.lastCode() == "000000" ? "000001" : "000000"
            let again = try await browser.post(
                "/signin/code", ["phone": "19900001111", "code": wrong, "next": "/my/account"])
            #expect(again.text.contains("验证码不正确"))
            #expect(again.text.contains("<title>错误："))

            let register = try await browser.post(
                "/signin/code",
                ["phone": "19900001111", "code": try await site.lastCode(), "next": "/my/account"])
            #expect(register.text.contains("登记身份"))
            let ticket = try #require(Self.hidden("ticket", in: register.text))

            let bad = try await browser.post(
                "/signin/register",
                [
                    "ticket": ticket, "name": "李秀英", "documentType": "111", "documentNumber": "123",
                    "next": "/my/account",
                ])
            #expect(bad.text.contains("有 1 处需要修改"))
            #expect(bad.text.contains("value=\"李秀英\""))

            let done = try await browser.post(
                "/signin/register",
                [
                    "ticket": ticket, "name": "李秀英", "documentType": "516", "documentNumber": "H12345678",
                    "next": "/my/account",
                ])
            #expect(done.location == "/my/account")
            #expect(done.text.contains("李秀英"))
            #expect(!done.text.contains("H12345678"))
            #expect(await browser.cookie(SignInSite.cookie) != nil)
        }
        #expect(faults == [])
    }

    @Test("a second code within a minute is not sent, and the page still takes the first")
    func tooSoon() async throws {
        let site = try await SignInSite.make()
        let (_, faults) = try await site.visit { browser in
            _ = try await browser.get("/signin")
            _ = try await browser.post("/signin", ["phone": "19900001111"])
            let second = try await browser.post("/signin", ["phone": "19900001111"])
            #expect(second.text.contains("1 分钟后再获取"))
            #expect(second.text.contains("name=\"code\""))
            let wrong = try await browser.post("/signin", ["phone": "123"])
            #expect(wrong.text.contains("aria-invalid"))
        }
        #expect(faults == [])
        #expect(try await site.owner.first("SELECT count(*) AS n FROM base.job") { try $0.get("n", as: Int.self) } == 1)
    }

    @Test("a foreign address in next leads home, never away")
    func openRedirect() async throws {
        let site = try await SignInSite.make()
        let person = try await site.people.citizen(phone: "19900000001", documentNumber: "X-1")
        let (answer, _) = try await site.visit { browser in
            await browser.adopt(cookie: SignInSite.cookie, person.token)
            return try await browser.get("/signin?next=https%3A%2F%2Fevil.example")
        }
        #expect(answer.location == "/")
    }

    @Test("signing out ends the session on the server")
    func signOut() async throws {
        let site = try await SignInSite.make()
        let person = try await site.people.citizen(phone: "19900000001", documentNumber: "X-1")
        let (answer, _) = try await site.visit { browser in
            await browser.adopt(cookie: SignInSite.cookie, person.token)
            _ = try await browser.get("/my/account")
            _ = try await browser.post("/signout")
            await browser.adopt(cookie: SignInSite.cookie, person.token)
            return try await browser.get("/my/account")
        }
        #expect(answer.location.hasPrefix("/signin?next="))
    }

    @Test("the legal representative registers a company, acts for it, and ends it after a question")
    func company() async throws {
        let site = try await SignInSite.make()
        let person = try await site.people.citizen("李秀英", phone: "19900000001", documentNumber: "X-1")
        let (_, faults) = try await site.visit { browser in
            await browser.adopt(cookie: SignInSite.cookie, person.token)
            let form = try await browser.get("/my/account/organisation")
            #expect(form.text.contains("value=\"李秀英\""))
            let wrong = try await browser.post(
                "/my/account/organisation",
                ["name": "忻州示例商贸有限公司", "creditCode": "123", "legalRepresentative": "李秀英", "address": ""])
            #expect(wrong.text.contains("有 1 处需要修改"))
            let other = try await browser.post(
                "/my/account/organisation",
                ["name": "忻州示例商贸有限公司", "creditCode": "91140900MA0XQ0001A", "legalRepresentative": "王建国", "address": ""])
            #expect(other.text.contains("需要修改"))

            _ = try await site.people.company("示例商贸有限公司", creditCode: "TEST-CODE", representedBy: person)
            let page = try await browser.get("/my/account")
            let principal = try #require(Self.hidden("principal", in: page.text))
            let acting = try await browser.post("/my/account/principal", ["principal": principal])
            #expect(acting.text.contains("现在代 <b>示例商贸有限公司</b> 办事"))

            let link = try #require(
                acting.text.components(separatedBy: "/my/account/representations/").dropFirst().first)
            let path = "/my/account/representations/" + link.prefix { $0 != "\"" }
            let question = try await browser.get(path)
            #expect(question.text.contains("结束代理关系？"))
            let ended = try await browser.post(path)
            #expect(ended.text.contains("已结束"))
            #expect(ended.text.contains("现在为 <b>本人</b> 办事"))
        }
        #expect(faults == [])
    }

    @Test("a request for agency keeps its file when another field is wrong, and waits for a clerk")
    func agency() async throws {
        let site = try await SignInSite.make()
        let person = try await site.people.citizen("李秀英", phone: "19900000001", documentNumber: "X-1")
        let picture: [UInt8] = Self.picture
        let (_, faults) = try await site.visit { browser in
            await browser.adopt(cookie: SignInSite.cookie, person.token)
            _ = try await browser.get("/my/account/agency")
            let missing = try await browser.post(
                "/my/account/agency",
                [
                    "kind": "natural", "basis": "guardian", "name": "赵玉兰", "documentType": "516",
                    "documentNumber": "12", "validTo": "",
                ], file: ("evidence", "户口簿.png", picture))
            #expect(missing.text.contains("已上传：户口簿.png"))
            let file = try #require(Self.hidden("evidenceID", in: missing.text))
            let done = try await browser.post(
                "/my/account/agency",
                [
                    "kind": "natural", "basis": "guardian", "name": "赵玉兰", "documentType": "516",
                    "documentNumber": "H12345678", "validTo": "", "evidenceID": file, "evidenceName": "户口簿.png",
                ], file: ("evidence", "", []))
            #expect(done.text.contains("等待窗口核实"))
            #expect(done.text.contains("监护人"))
        }
        #expect(faults == [])
    }

    static func hidden(_ name: String, in text: String) -> String? {
        guard let start = text.range(of: "name=\"\(name)\" value=\"") else { return nil }
        let value = String(text[start.upperBound...].prefix { $0 != "\"" })
        return value.isEmpty ? nil : value
    }

    /// A whole PNG of one pixel.
    private static let picture: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1,
        8,
        6, 0, 0, 0, 0x1F, 0x15, 0xC4, 0x89, 0, 0, 0, 0x0D, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0xF8, 0xCF, 0xC0,
        0xF0, 0x1F, 0, 5, 0, 1, 0xFF, 0x89, 0x99, 0x3D, 0x1D, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60,
        0x82,
    ]
}
