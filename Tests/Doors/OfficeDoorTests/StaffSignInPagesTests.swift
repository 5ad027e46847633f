import DoorTesting
import Foundation
import GuoMi
import People
import Postgres
import TestSupport
import Testing
import Web

struct StaffSignInPagesTests {
    @Test("an administrator goes from the one-time code over password and second factor to their work")
    func administrator() async throws {
        let site = try await OfficeSite.make()
        try await site.people.regions()
        let made = try #require(
            try await FirstRun(database: site.owner).makeAdministrators().first { $0.login == "xitong" })
        let password = "Qm7#vTz2pLx9"
        let (_, faults) = try await site.visit { browser in
            let page = try await browser.get("/admin/organisations")
            #expect(page.location == "/signin?next=%2Fadmin%2Forganisations")

            let wrong = try await browser.post("/signin", ["login": "xitong", "password": "no"])
            #expect(wrong.text.contains("账号或口令不正确"))
            #expect(wrong.text.contains("value=\"xitong\""))

            let next = "/admin/organisations"
            let first = try await browser.post("/signin", ["login": "xitong", "password": made.code, "next": next])
            #expect(first.text.contains("设置新口令"))
            #expect(try await browser.get(next).text.contains("设置新口令"))

            let weak = try await browser.post(
                "/signin/password", ["password": "password", "repeated": "x", "next": next])
            #expect(weak.text.contains("有 2 处需要修改"))
            let bind = try await browser.post(
                "/signin/password", ["password": password, "repeated": password, "next": next])
            #expect(bind.text.contains("绑定动态口令"))
            #expect(bind.text.contains("<svg"))
            let secret = try #require(Self.hidden("secret", in: bind.text))
            let again = try await browser.post("/signin/bind", ["secret": secret, "code": "000000", "next": next])
            #expect(Self.hidden("secret", in: again.text) == secret)

            let code = TOTP(secret: try #require(Base32.decode(secret))).code(at: Date())
            let work = try await browser.post("/signin/bind", ["secret": secret, "code": code, "next": next])
            #expect(work.location == next)
            #expect(work.text.contains("机构管理"))
            #expect(!work.text.contains("操作日志"))
        }
        #expect(faults == [])
    }

    @Test("one's own account shows one's rights and changes the password")
    func account() async throws {
        let site = try await OfficeSite.make()
        let clerk = try await site.people.staff("lihua", name: "李华", rights: ["receiveCases"])
        let hash = await PasswordHash.makeInBackground("Qm7#vTz2pLx9").encoded
        try await site.owner.execute("UPDATE people.staff SET password_hash = \(hash)")
        let (_, faults) = try await site.visit(as: clerk) { browser in
            let page = try await browser.get("/account")
            #expect(page.text.contains("窗口受理"))
            let wrong = try await browser.post(
                "/signin/password", ["current": "no", "password": "Wk4!nRb8sJd3", "repeated": "Wk4!nRb8sJd3"])
            #expect(wrong.text.contains("当前口令不正确"))
            let done = try await browser.post(
                "/signin/password",
                [
                    "current": "Qm7#vTz2pLx9", "password": "Wk4!nRb8sJd3", "repeated": "Wk4!nRb8sJd3",
                    "next": "/account?done=1",
                ])
            #expect(done.text.contains("已保存"))
            let bind = try await browser.post("/account/bind")
            #expect(bind.text.contains("绑定动态口令"))
            let out = try await browser.post("/signout")
            #expect(out.location == "/signin")
        }
        #expect(faults == [])
    }

    static func hidden(_ name: String, in text: String) -> String? {
        guard let start = text.range(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(text[start.upperBound...].prefix { $0 != "\"" })
    }
}
