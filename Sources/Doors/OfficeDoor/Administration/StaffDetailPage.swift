import Base
import Foundation
import Markup
import People
import Web
import WorkCalendar

/// One account: its data, roles with scope, and the acts of the administrator who looks at it.
struct StaffDetailPage: Page {
    let detail: StaffDetail
    let officer: Officer
    let organisations: [Choice]
    let roles: [Role]
    let needsStepUp: Bool
    let typed: FormFields
    let errors: FieldErrors
    let remark: String?
    let isDone: Bool
    let token: FormToken

    var title: String { "\(member.name)（\(member.login)）" }
    var hasErrors: Bool { !errors.isEmpty || remark != nil }

    private var member: StaffMember { detail.member }
    private var address: String { "/admin/staff/\(member.id.text)" }
    private var isOwn: Bool { officer.staffID == member.id }

    var body: HTML {
        AdminParts.page(
            title, actions: linkButton("返回账号列表", to: "/admin/staff"), isDone: isDone,
            """
            \(errorSummary(errors))\(remark.map { note("\($0)", .error, icon: .alert, isLive: true) })
            \(card("账号", facts))\(card("角色和数据范围", grants))
            \(officer.may(.grantRights) ? security : .empty)
            \(officer.may(.manageOrganisations) ? card("修改资料", describing) : .empty)
            """)
    }

    private var facts: HTML {
        let lock = detail.lockedUntil.map { AdminParts.mark("登录锁定至 \(LogTerms.moment($0))", .warn) }
        return keyValues([
            KeyValue("状态", AdminParts.mark(member.stateTerm, member.isActive ? .ok : .neutral)),
            KeyValue("类别", text: PeopleTerms.category(member.category)),
            KeyValue("所属机构", text: member.organisationName.isEmpty ? "—" : member.organisationName),
            KeyValue("岗位", text: member.post.isEmpty ? "—" : member.post),
            KeyValue("电话", text: member.phone.isEmpty ? "—" : member.phone),
            KeyValue("有效期至", text: member.expiresOn?.description ?? "长期"),
            KeyValue("最近登录", text: member.lastSignInAt.map(LogTerms.moment) ?? "从未登录"),
            KeyValue("口令设置时间", text: member.passwordChangedAt.map(LogTerms.moment) ?? "未设置"),
            KeyValue("动态口令", text: member.secondFactorSince.map { "\(LogTerms.moment($0)) 绑定" } ?? "未绑定"),
            KeyValue("登录锁定", lock ?? "无"),
        ])
    }

    private var grants: HTML {
        guard !detail.grants.isEmpty else { return emptyState("还没有角色", hint: "由安全管理员授予角色后才能启用账号。") }
        let columns = [Column("角色"), Column("权限"), Column("数据范围"), Column("授权人"), Column("授权时间"), Column("操作")]
        return table(caption: "角色和数据范围", columns: columns, rows: detail.grants.map(row))
    }

    private func row(_ grant: Grant) -> [HTML] {
        let rights = roles.first { $0.code == grant.role }?.rights.map(\.term).joined(separator: "、") ?? ""
        let names = grant.listed.compactMap { id in organisations.first { $0.value == "\(id)" }?.words }
        let listed: HTML? =
            names.isEmpty ? nil : "<br><span class=\"small muted\">\(names.joined(separator: "、"))</span>"
        return [
            "\(grant.roleName)", "\(rights)", "\(grant.scope.term)\(listed)", "\(grant.grantedBy)",
            "<span class=\"num\">\(LogTerms.moment(grant.grantedAt))</span>",
            maySecure ? act("收回", "revoke", kind: .danger, role: grant.role) : "—",
        ]
    }

    private var maySecure: Bool { officer.may(.grantRights) && !isOwn && !needsStepUp }

    private var security: HTML {
        if isOwn { return note("三员分立：不能给自己授权、重置或停用。", .warn, icon: .shield) }
        if needsStepUp { return AdminParts.stepUp(back: address) }
        return "\(card("授予角色", granting))\(card("账号操作", acts))"
    }

    private var granting: HTML {
        let scopes = DataScope.allCases.map { Choice($0.rawValue, $0.term) }
        let choices = roles.map { role in
            Choice(role.code, "\(role.name)：\(role.rights.map(\.term).joined(separator: "、"))")
        }
        let many: [HTML] = organisations.map { "<option value=\"\($0.value)\">\($0.words)</option>" }
        return form(
            action: "\(address)/grants", token: token,
            """
            \(selectField(FieldFace("role", "角色"), choices: choices, value: typed["role"]))
            \(radioCards(FieldFace("scope", "数据范围", error: errors["scope"]), choices: scopes, value: typed["scope"], columns: 3))
            <details><summary>数据范围为“指定机构”时，在这里选择</summary><label class="lab" for="f-listed">指定机构（按住 Ctrl 可选多个）</label>\
            <select class="in" id="f-listed" name="listed" multiple size="10">\(many)</select></details>
            <p>\(button("授予角色", kind: .primary))</p>
            """)
    }

    private var acts: HTML {
        let toggle =
            member.isActive ? act("停用账号", "disable", kind: .danger) : act("启用账号", "enable", kind: .primary)
        let reset = buttonForm("重置口令，发放一次性验证码", action: "\(address)/reset", token: token, size: .small)
        let unlock = detail.lockedUntil == nil ? HTML.empty : act("解除登录锁定", "unlock")
        let factor =
            member.secondFactorSince == nil || member.category != "business"
            ? HTML.empty : act("重置动态口令", "secondFactor", kind: .danger)
        return "<div class=\"row wrapx\">\(toggle)\(reset)\(unlock)\(factor)</div>"
    }

    private func act(_ words: String, _ act: String, kind: ButtonKind = .plain, role: String = "") -> HTML {
        buttonForm(
            words, action: "\(address)/acts", token: token, kind: kind, size: .small,
            fields: ["act": act, "version": "\(member.version)", "role": role])
    }

    private var describing: HTML {
        let stored: [String: String?] = [
            "name": member.name, "organisation": member.organisationID.map { "\($0)" }, "post": member.post,
            "phone": member.phone, "expiresOn": member.expiresOn?.description,
        ]
        let fields = StaffFields(organisations: organisations, errors: errors) { name in
            typed.contains("version") ? typed[name] : stored[name] ?? nil
        }
        return form(
            action: address, token: token,
            "\(hiddenField("version", "\(member.version)"))\(fields.html)<p>\(button("保存资料", kind: .primary))</p>")
    }
}
