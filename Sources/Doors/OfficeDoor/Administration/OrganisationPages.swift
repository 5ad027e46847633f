import Markup
import People
import Web

/// 机构管理: the organisations of one region as a tree.
struct OrganisationTreePage: Page {
    let regions: [Region]
    let region: String
    let organisations: [Organisation]
    let search: String

    var title: String { "机构管理" }

    var body: HTML {
        let create = linkButton("新增机构", to: "/admin/organisations/new?region=\(region)", kind: .primary, icon: .plus)
        return AdminParts.page(
            title, actions: create, "\(AdminParts.filter("/admin/organisations", filters))\(card("机构", content))")
    }

    private var filters: HTML {
        let choices = regions.map { Choice($0.code, "\($0.name)（\($0.organisations)）") }
        return """
            \(selectField(FieldFace("region", "区划", .unmarked), choices: choices, value: region, emptyChoice: nil))
            \(textField(FieldFace("q", "名称", .unmarked), value: search, kind: .search, maximumLength: 40))
            """
    }

    private var content: HTML {
        if search.isEmpty {
            let tree = branch(of: nil, depth: 0)
            return tree.isEmpty ? emptyState("这个区划还没有机构", hint: "请新增机构。") : tree
        }
        let found = organisations.filter { $0.name.contains(search) || $0.code.contains(search.lowercased()) }
        guard !found.isEmpty else { return emptyState("没有找到“\(search)”", hint: "请换一个名称，或换一个区划。") }
        return "<ul class=\"list\">\(found.map { "<li>\(line($0))</li>" })</ul>"
    }

    private func branch(of parent: Int?, depth: Int) -> HTML {
        let children = organisations.filter { $0.parentID == parent }
        guard !children.isEmpty, depth < 10 else { return .empty }
        let items: [HTML] = children.map { "<li>\(line($0))\(branch(of: $0.id, depth: depth + 1))</li>" }
        return "<ul class=\"dots\">\(items)</ul>"
    }

    private func line(_ organisation: Organisation) -> HTML {
        let closed = organisation.isActive ? HTML.empty : tag("已撤销")
        return """
            <a href="/admin/organisations/\(organisation.id)">\(organisation.name)</a> \
            <span class="muted small">\(organisation.kind.term)</span> \(closed)
            """
    }
}

/// 新增机构.
struct NewOrganisationPage: Page {
    let regionName: String
    let region: String
    let parents: [Organisation]
    let typed: FormFields
    let errors: FieldErrors
    let token: FormToken

    var title: String { "新增机构" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        AdminParts.page(
            "\(title)（\(regionName)）",
            "\(errorSummary(errors))\(card(form(action: "/admin/organisations", token: token, warnsBeforeLeaving: true, fields)))"
        )
    }

    private var fields: HTML {
        let kinds = Organisation.Kind.allCases.map { Choice($0.rawValue, $0.term) }
        let above = parents.map { Choice("\($0.id)", $0.name) }
        return """
            \(hiddenField("region", region))
            \(radioCards(FieldFace("kind", "类型"), choices: kinds, value: typed["kind"] ?? "department", columns: 3))
            \(textField(FieldFace("code", "机构代码", hint: "小写字母、数字或连字符，设立后不能改。", error: errors["code"]), value: typed["code"], maximumLength: 40))
            \(textField(FieldFace("name", "全称", error: errors["name"]), value: typed["name"], maximumLength: 100))
            \(textField(FieldFace("shortName", "简称", .optional, hint: "不填则与全称相同。", error: errors["shortName"]), value: typed["shortName"], maximumLength: 100))
            \(selectField(FieldFace("parent", "上级机构", .optional, hint: "处室必须选所属部门。", error: errors["parent"]), choices: above, value: typed["parent"], emptyChoice: "无上级"))
            <p class="row wrapx">\(button("新增机构", kind: .primary))\(linkButton("返回", to: "/admin/organisations?region=\(region)"))</p>
            """
    }
}

/// One organisation: its data, what may be changed, its history.
struct OrganisationDetailPage: Page {
    let organisation: Organisation
    let others: [Organisation]
    let history: [OrganisationState]
    let typed: FormFields
    let errors: FieldErrors
    let remark: String?
    let isDone: Bool
    let token: FormToken

    var title: String { organisation.name }
    var hasErrors: Bool { !errors.isEmpty || remark != nil }

    var body: HTML {
        let back = linkButton("返回机构列表", to: "/admin/organisations?region=\(organisation.regionCode)")
        return AdminParts.page(
            title, actions: back, isDone: isDone,
            """
            \(errorSummary(errors))\(remark.map { note("\($0)", .error, icon: .alert, isLive: true) })
            \(card("基本信息", facts))\(card("更名", act("rename", names)))\(card("联系方式", act("describe", contact)))
            \(card("隶属关系", act("move", parent)))\(card(organisation.isActive ? "撤销机构" : "恢复机构", closing))
            \(card("变更历史", historyTable))
            """)
    }

    private var facts: HTML {
        let parent = others.first { $0.id == organisation.parentID }?.name
        return keyValues([
            KeyValue("机构代码", text: organisation.code), KeyValue("类型", text: organisation.kind.term),
            KeyValue("上级机构", text: parent ?? "无"), KeyValue("版本", text: "\(organisation.version)"),
            KeyValue(
                "状态", AdminParts.mark(organisation.isActive ? "在用" : "已撤销", organisation.isActive ? .ok : .neutral)),
        ])
    }

    /// A form that carries the version which the page showed.
    private func act(_ word: String, _ fields: HTML) -> HTML {
        form(
            action: "/admin/organisations/\(organisation.id)", token: token,
            "\(hiddenField("act", word))\(hiddenField("version", "\(organisation.version)"))\(fields)")
    }

    /// What was typed stays after a mistake; the other forms show what is stored.
    private func value(_ field: String, _ stored: String?, of word: String) -> String? {
        typed["act"] == word ? typed[field] : stored
    }

    private var names: HTML {
        """
        \(textField(FieldFace("name", "全称", error: errors["name"]), value: value("name", organisation.name, of: "rename"), maximumLength: 100))
        \(textField(FieldFace("shortName", "简称", error: errors["shortName"]), value: value("shortName", organisation.shortName, of: "rename"), maximumLength: 100))
        <p>\(button("保存名称"))</p>
        """
    }

    private var contact: HTML {
        let known = organisation.contact
        return """
            \(textField(FieldFace("telephone", "咨询电话", .optional, error: errors["telephone"]), value: value("telephone", known.telephone, of: "describe"), maximumLength: 60))
            \(textField(FieldFace("complaintTelephone", "监督投诉电话", .optional, error: errors["complaintTelephone"]), value: value("complaintTelephone", known.complaintTelephone, of: "describe"), maximumLength: 60))
            \(textField(FieldFace("address", "办公地址", .optional), value: value("address", known.address, of: "describe"), maximumLength: 200))
            \(textField(FieldFace("openingHours", "办公时间", .optional), value: value("openingHours", known.openingHours, of: "describe"), maximumLength: 200))
            <p class="muted small">没有填写的，公众页面显示“待完善”。</p><p>\(button("保存联系方式"))</p>
            """
    }

    private var parent: HTML {
        let choices = others.filter { $0.isActive && $0.id != organisation.id }.map { Choice("\($0.id)", $0.name) }
        let face = FieldFace("parent", "上级机构", .optional, error: errors["parent"])
        let current = value("parent", organisation.parentID.map { "\($0)" }, of: "move")
        return "\(selectField(face, choices: choices, value: current, emptyChoice: "无上级"))<p>\(button("保存隶属关系"))</p>"
    }

    private var closing: HTML {
        guard organisation.isActive else { return act("reopen", "<p>\(button("恢复机构"))</p>") }
        return act("close", "<p>撤销后不能再受理新的办件，历史办件和记录保留。</p><p>\(button("撤销机构", kind: .danger))</p>")
    }

    private var historyTable: HTML {
        let columns = [
            Column("版本", isFigures: true), Column("变更"), Column("名称"), Column("上级机构"), Column("时间"), Column("操作人"),
        ]
        let rows: [[HTML]] = history.map { state in
            [
                "\(state.version)", "\(state.change.term)", "\(state.name)", "\(state.parentName ?? "无")",
                "<span class=\"num\">\(LogTerms.moment(state.changedAt))</span>", "\(state.changedBy)",
            ]
        }
        return table(caption: "变更历史", columns: columns, rows: rows)
    }
}
