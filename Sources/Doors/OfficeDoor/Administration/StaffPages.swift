import Base
import Foundation
import Markup
import People
import Web

/// 账号与授权: accounts by login.
struct StaffListPage: Page {
    let members: [StaffMember]
    let search: String
    let next: String?
    let mayCreate: Bool

    var title: String { "账号与授权" }

    var body: HTML {
        let create = mayCreate ? linkButton("新增账号", to: "/admin/staff/new", kind: .primary, icon: .plus) : .empty
        let face = FieldFace("q", "登录名或姓名", .unmarked)
        return AdminParts.page(
            title, actions: create,
            """
            \(AdminParts.filter("/admin/staff", textField(face, value: search, kind: .search, maximumLength: 40)))
            \(content)\(pager(previous: nil, next: next.map { "/admin/staff?q=\(urlEncoded(search))&after=\(urlEncoded($0))" }))
            """)
    }

    private var content: HTML {
        guard !members.isEmpty else { return card(emptyState("没有符合条件的账号", hint: "请换一个登录名或姓名。")) }
        let columns = [
            Column("登录名"), Column("姓名"), Column("所属机构"), Column("类别"), Column("角色"), Column("状态"), Column("最近登录"),
        ]
        let rows: [WorkRow] = members.map { member in
            let id = member.id.text
            return WorkRow(
                id: "\(id)", name: "\(member.login)", address: "/admin/staff/\(id)", title: member.login,
                cells: cells(member))
        }
        return workList(caption: "账号", columns: columns, rows: rows)
    }

    private func cells(_ member: StaffMember) -> HTML {
        let roles = member.roleNames.joined(separator: "、")
        let state = AdminParts.mark(member.stateTerm, member.isActive ? .ok : .neutral)
        return """
            <td>\(member.name)</td><td>\(member.organisationName.isEmpty ? "—" : member.organisationName)</td>\
            <td>\(PeopleTerms.category(member.category))</td><td>\(roles.isEmpty ? "—" : roles)</td><td>\(state)</td>\
            <td class="num">\(member.lastSignInAt.map(LogTerms.moment) ?? "—")</td>
            """
    }
}

/// 新增账号, by the system administrator; it begins disabled.
struct NewStaffPage: Page {
    let organisations: [Choice]
    let typed: FormFields
    let errors: FieldErrors
    let token: FormToken

    var title: String { "新增账号" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        AdminParts.page(
            title,
            """
            \(errorSummary(errors))\(note("新账号先处于停用状态，由安全管理员授予角色、启用并发放一次性验证码。"))
            \(card(form(action: "/admin/staff", token: token, warnsBeforeLeaving: true, fields)))
            """)
    }

    private var fields: HTML {
        let categories = ["business", "sysadmin", "secadmin", "auditor"].map { Choice($0, PeopleTerms.category($0)) }
        return """
            \(radioCards(FieldFace("category", "类别", hint: "类别设定后不能更改。", error: errors["category"]), choices: categories, value: typed["category"] ?? "business", columns: 2))
            \(textField(FieldFace("login", "登录名", error: errors["login"]), value: typed["login"], maximumLength: 40))
            \(textField(FieldFace("documentNumber", "公民身份号码", hint: "只用来保证一人一号，不保存原文。", error: errors["documentNumber"]), value: typed["documentNumber"], kind: .idNumber, maximumLength: 30))
            \(StaffFields(organisations: organisations, errors: errors) { typed[$0] }.html)
            <p class="row wrapx">\(button("新增账号", kind: .primary))\(linkButton("返回", to: "/admin/staff"))</p>
            """
    }
}

/// The fields that the system administrator may also change later.
struct StaffFields {
    let organisations: [Choice]
    let errors: FieldErrors
    let value: (String) -> String?

    init(organisations: [Choice], errors: FieldErrors, value: @escaping (String) -> String?) {
        self.organisations = organisations
        self.errors = errors
        self.value = value
    }

    var html: HTML {
        """
        \(textField(FieldFace("name", "姓名", error: errors["name"]), value: value("name"), maximumLength: 50))
        \(selectField(FieldFace("organisation", "所属机构", .optional, hint: "业务人员必选。", error: errors["organisation"]), choices: organisations, value: value("organisation")))
        \(textField(FieldFace("post", "岗位", .optional), value: value("post"), maximumLength: 40))
        \(textField(FieldFace("phone", "电话", .optional, error: errors["phone"]), value: value("phone"), kind: .phone, maximumLength: 20))
        \(dateField(FieldFace("expiresOn", "账号有效期至", .optional, hint: "不填为长期。", error: errors["expiresOn"]), value: value("expiresOn")))
        """
    }
}

/// Something that is shown once and kept nowhere.
struct ShownOncePage: Page {
    let title: String
    let secret: String
    let explanation: String
    let back: String

    var body: HTML {
        AdminParts.page(
            title,
            """
            \(card("""
                <p class="num break fig-lg"><b>\(secret)</b></p><p>\(explanation)</p>
                <p class="muted">离开本页后不能再次查看。</p><p>\(linkButton("返回", to: back, kind: .primary))</p>
                """))
            """)
    }
}

/// 在线会话.
struct OnlinePage: Page {
    let sessions: [OnlineSession]
    let isDone: Bool
    let token: FormToken

    var title: String { "在线会话" }

    var body: HTML {
        AdminParts.page(title, isDone: isDone, card("现在登录的工作人员（\(sessions.count)）", list))
    }

    private var list: HTML {
        guard !sessions.isEmpty else { return emptyState("现在没有人登录", hint: "有人登录后会显示在这里。") }
        let columns = [Column("姓名"), Column("机构"), Column("来源地址"), Column("登录时间"), Column("最近操作"), Column("操作")]
        let rows: [[HTML]] = sessions.map { session in
            [
                "\(session.name)（\(session.login)）",
                "\(session.organisationName.isEmpty ? "—" : session.organisationName)",
                "<span class=\"num\">\(session.address.isEmpty ? "本机" : session.address)</span>",
                "<span class=\"num\">\(LogTerms.moment(session.since))</span>",
                "<span class=\"num\">\(LogTerms.moment(session.lastSeen))</span>",
                buttonForm(
                    "强制下线", action: "/admin/online/\(session.id.text)/end", token: token,
                    kind: .danger, size: .small),
            ]
        }
        return table(caption: "在线会话", columns: columns, rows: rows)
    }
}
