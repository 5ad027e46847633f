import DoorTesting
import Foundation
import HTTPTypes
import Identifiers
import People
import Postgres
import TestSupport
import Testing
import Web
import WorkCalendar

struct AdministrationPagesTests {
    @Test(
        "the system administrator makes, renames and closes an organisation; a stale page says so and keeps what was typed"
    )
    func organisations() async throws {
        let site = try await OfficeSite.make()
        let bureau = try await site.people.organisation("忻州市审批局")
        let (_, faults) = try await site.visit(as: try await site.sysadmin()) { browser in
            let tree = try await browser.get("/admin/organisations")
            #expect(tree.text.contains("忻州市审批局"))
            _ = try await browser.get("/admin/organisations/new?region=140900000000")
            let bad = try await browser.post(
                "/admin/organisations", ["region": "140900000000", "kind": "office", "code": "A!", "name": "一科"])
            #expect(bad.text.contains("有 2 处需要修改"))
            let made = try await browser.post(
                "/admin/organisations",
                ["region": "140900000000", "kind": "office", "code": "spj-1", "name": "审批一科", "parent": "\(bureau)"])
            #expect(made.text.contains("审批一科"))
            #expect(made.text.contains("设立"))
            let path = String(made.location.prefix { $0 != "?" })

            let renamed = try await browser.post(
                path, ["act": "rename", "version": "1", "name": "审批二科", "shortName": ""])
            #expect(renamed.text.contains("更名"))
            let stale = try await browser.post(
                path, ["act": "rename", "version": "1", "name": "审批三科", "shortName": ""])
            #expect(stale.text.contains("别人先保存了修改"))
            #expect(stale.text.contains("value=\"审批三科\""))
            let closed = try await browser.post(path, ["act": "close", "version": "2"])
            #expect(closed.text.contains("已撤销"))
            let inUse = try await browser.post(
                "/admin/organisations/\(bureau)", ["act": "describe", "version": "1", "telephone": "电话"])
            #expect(inUse.text.contains("请填写电话号码"))
            let search = try await browser.get("/admin/organisations?q=%E5%AE%A1%E6%89%B9%E4%BA%8C")
            #expect(search.text.contains("审批二科"))
        }
        #expect(faults == [])
    }

    @Test("an account goes from the system administrator to the security administrator; its code is shown once")
    func staff() async throws {
        let site = try await OfficeSite.make()
        let bureau = try await site.people.organisation("忻州市审批局")
        var identity = SyntheticIdentity(seed: 8)
        let number = identity.citizenID(on: CalendarDate(Date())).text
        let (address, first) = try await site.visit(as: try await site.sysadmin()) { browser in
            _ = try await browser.get("/admin/staff/new")
            let bad = try await browser.post("/admin/staff", ["category": "business", "login": "王"])
            #expect(bad.text.contains("需要修改"))
            let made = try await browser.post(
                "/admin/staff",
                [
                    "category": "business", "login": "wangxm", "documentNumber": number, "name": "王小明",
                    "organisation": "\(bureau)", "post": "窗口",
                ])
            #expect(made.text.contains("还没有角色"))
            #expect(!made.text.contains(number))
            #expect(!made.text.contains("授予角色</h2>"))
            return String(made.location.prefix { $0 != "?" })
        }
        #expect(first == [])

        let (_, second) = try await site.visit(as: try await site.secadmin()) { browser in
            let list = try await browser.get("/admin/staff?q=wang")
            #expect(list.text.contains("wangxm"))
            #expect(!list.text.contains("新增账号"))
            _ = try await browser.get(address)
            let early = try await browser.post("\(address)/acts", ["act": "enable", "version": "1"])
            #expect(early.text.contains("请先授予角色再启用"))
            let granted = try await browser.post("\(address)/grants", ["role": "window", "scope": "department"])
            #expect(granted.text.contains("本部门"))
            let enabled = try await browser.post("\(address)/acts", ["act": "enable", "version": "1"])
            #expect(enabled.text.contains("停用账号"))
            let reset = try await browser.post("\(address)/reset")
            #expect(reset.text.contains("只能用一次"))
            let wrongRole = try await browser.post("\(address)/grants", ["role": "auditor", "scope": "own"])
            #expect(wrongRole.text.contains("三员分立"))
            let online = try await browser.get("/admin/online")
            #expect(online.text.contains("anquan"))
        }
        #expect(second == [])
    }

    @Test("without a fresh second factor the forms give way to the page that asks for it")
    func stepUp() async throws {
        let site = try await OfficeSite.make()
        let clerk = try await site.people.staff("lihua", rights: ["receiveCases"])
        let secadmin = try await site.secadmin()
        try await site.forgetSecondFactor()
        let address = "/admin/staff/\(clerk.id.uuidString.lowercased())"
        let (_, faults) = try await site.visit(as: secadmin) { browser in
            let page = try await browser.get(address)
            #expect(page.text.contains("验证动态口令"))
            #expect(!page.text.contains("\(address)/grants"))
            let posted = try await browser.post("\(address)/acts", ["act": "disable", "version": "1"])
            #expect(posted.location == "/verify?next=\(urlEncoded(address))")
            let clients = try await browser.get("/admin/clients")
            #expect(!clients.text.contains("登记系统</h2>"))
            let registered = try await browser.post("/admin/clients", ["id": "abc"])
            #expect(registered.location.hasPrefix("/verify"))
        }
        #expect(faults == [])
    }

    @Test("a system is registered, its secret shown once, and kept out again")
    func clients() async throws {
        let site = try await OfficeSite.make()
        let (_, faults) = try await site.visit(as: try await site.secadmin()) { browser in
            _ = try await browser.get("/admin/clients")
            let bad = try await browser.post("/admin/clients", ["id": "A", "name": "", "requestsPerMinute": "0"])
            #expect(bad.text.contains("有 4 处需要修改"))
            let made = try await browser.post(
                "/admin/clients",
                ["id": "shuju", "name": "数据平台", "scopes": "items:read", "requestsPerMinute": "60"])
            #expect(made.text.contains("离开本页后不能再次查看"))
            let list = try await browser.get("/admin/clients")
            #expect(list.text.contains("查询事项"))
            let out = try await browser.post("/admin/clients/shuju/state", ["active": "false"])
            #expect(out.text.contains("停用"))
            let renewed = try await browser.post("/admin/clients/shuju/secret")
            #expect(renewed.text.contains("旧密钥还能用 7 天"))
        }
        #expect(faults == [])
    }

    @Test("the auditor searches, pages and exports both logs")
    func logs() async throws {
        let site = try await OfficeSite.make()
        try await site.owner.execute(
            """
            INSERT INTO people.sign_in (door, subject_kind, subject, method, result, reason)
            SELECT 'office', 'staff', concat('user', n), 'password', 'refused', '<b>口令</b>' FROM generate_series(1, 60) AS n
            """)
        let (_, faults) = try await site.visit(as: try await site.auditor()) { browser in
            let first = try await browser.get("/admin/logs/sign-ins")
            #expect(first.text.contains("user60"))
            #expect(first.text.contains("下一页"))
            #expect(first.text.contains("&lt;b&gt;口令"))
            let found = try await browser.get("/admin/logs/sign-ins?who=user7&result=refused&from=2020-01-01&to=")
            #expect(found.text.contains("user7"))
            #expect(!found.text.contains("user60"))
            let acts = try await browser.get("/admin/logs/operations?act=audit.")
            #expect(acts.text.contains("audit.searchSignIns"))
            let file = try await browser.get("/admin/logs/sign-ins.csv?who=user7")
            #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(file.headers[.contentDisposition]?.hasPrefix("attachment") == true)
            #expect(file.text.contains("user7"))
        }
        #expect(faults == [])
    }

    @Test("a clerk sees requests to act for somebody and refuses one with a reason")
    func representations() async throws {
        let site = try await OfficeSite.make()
        let agent = try await site.people.citizen("李秀英", phone: "19900000001", documentNumber: "X-1")
        let file = UUID()
        let digest = String(repeating: "c", count: 64)
        try await site.owner.pipeline([
            """
            INSERT INTO base.file (id, name, media_type, size, digest, account_id)
            VALUES (\(file), '授权书.pdf', 'application/pdf', 1, \(digest), \(agent.id))
            """,
            """
            INSERT INTO people.representation (id, agent_id, principal_kind, principal_name, principal_document_type,
                principal_document_number, basis, evidence_file_id)
            SELECT CAST(id AS uuid), \(agent.id), 'natural', '赵玉兰', '516', concat('H1234567', right(id, 1)), 'guardian', \(file)
            FROM unnest(ARRAY['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']) AS t (id)
            """,
        ])
        let clerk = try await site.people.staff("lihua", rights: ["receiveCases"])
        let (_, faults) = try await site.visit(as: clerk) { browser in
            let page = try await browser.get("/representations")
            #expect(page.text.contains("李秀英 代 赵玉兰"))
            #expect(page.text.contains("/representations/files/\(file.uuidString.lowercased())"))
            let refused = try await browser.post(
                "/representations/00000000-0000-4000-8000-000000000001/refuse", ["reason": ""])
            #expect(refused.text.contains("请写明不予确认的原因"))
            _ = try await browser.post(
                "/representations/00000000-0000-4000-8000-000000000001/refuse", ["reason": "没有签名"])
            let done = try await browser.post("/representations/00000000-0000-4000-8000-000000000002/confirm")
            #expect(done.text.contains("没有等待核实的代理申请"))
        }
        #expect(faults == [])
    }

    @Test("every page of an administrator is refused to everybody else, whatever the menu shows")
    func rights() async throws {
        let site = try await OfficeSite.make()
        let id = UUID().uuidString.lowercased()
        let persons = [
            "manageOrganisations": try await site.sysadmin(),
            "grantRights": try await site.people.staff("anquan", rights: ["grantRights"], category: "secadmin"),
            "manageClients": try await site.people.staff("anquan2", rights: ["manageClients"], category: "secadmin"),
            "readAudit": try await site.auditor(),
            "receiveCases": try await site.people.staff("lihua", rights: ["receiveCases"]),
        ]
        for route in site.routes {
            guard case .right(let right) = route.access else { continue }
            let path = route.path.replacingOccurrences(of: "{id}", with: id).replacingOccurrences(
                of: "{file}", with: id)
            for (held, person) in persons where held != right.rawValue {
                let (answer, _) = try await site.visit(as: person) { browser in
                    // A page of one's own gives the form token, so that nothing but the right can refuse.
                    _ = try await browser.get("/account")
                    return route.method == .get ? try await browser.get(path) : try await browser.post(path)
                }
                #expect(answer.status == 403, "\(route.method) \(route.path) for \(held)")
            }
            if route.method == .get {
                let (answer, _) = try await site.visit { try await $0.get(path) }
                #expect(answer.location.hasPrefix("/signin?next="), "\(route.path) without session")
            }
        }
    }
}
