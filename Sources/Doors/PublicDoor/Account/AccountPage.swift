import Base
import Foundation
import Identifiers
import Markup
import People
import Web
import WorkCalendar

/// 我的账号与代理关系.
struct AccountPage: Page {
    let citizen: Citizen
    let relations: [Representation]
    let today: CalendarDate
    let isDone: Bool
    let token: FormToken

    var title: String { "账号与代理关系" }

    var body: HTML {
        """
        <div class="wrap problem flow-6">\(breadcrumb([Link("首页", "/"), Link("我的", "/my")], here: title))<h1>\(title)</h1>
        \(isDone ? note("已保存。", .ok, icon: .check, isLive: true) : .empty)
        \(card("我的信息", own))
        \(card("我现在为谁办事", acting))
        \(card("代理关系", more: actions, relationTable))</div>
        """
    }

    private var own: HTML {
        let type = DocumentType(code: citizen.documentType)?.name ?? "证件"
        return keyValues([
            KeyValue("姓名", text: citizen.name), KeyValue("手机号", text: Masking.phone(citizen.phone)),
            KeyValue(type, text: Masking.citizenID(citizen.documentNumber)),
            KeyValue("更换手机号", text: "请持本人证件到政务服务窗口办理"),
        ])
    }

    private var acting: HTML {
        let now: HTML =
            citizen.principalName.map { "<p>现在代 <b>\($0)</b> 办事，新的申请以其名义提交。</p>" } ?? "<p>现在为 <b>本人</b> 办事。</p>"
        let others = relations.filter {
            $0.agentID == citizen.accountID && $0.state(on: today) == .valid && $0.principalID != citizen.actingFor
        }
        let choices: [HTML] = others.compactMap { relation in
            relation.principalID.map { choice("代 \(relation.principalName) 办事", $0.text) }
        }
        let back: HTML? = citizen.actingFor == nil ? nil : choice("改为本人办事", "")
        return "\(now)<div class=\"row wrapx\">\(back)\(choices)</div>"
    }

    private func choice(_ words: String, _ principal: String) -> HTML {
        buttonForm(words, action: "/my/account/principal", token: token, fields: ["principal": principal])
    }

    private var actions: HTML {
        """
        <span class="row wrapx">\(linkButton("登记单位", to: "/my/account/organisation", size: .small))\
        \(linkButton("申请代理", to: "/my/account/agency", size: .small))</span>
        """
    }

    private var relationTable: HTML {
        guard !relations.isEmpty else {
            return emptyState("还没有代理关系", hint: "您是法定代表人的，可以登记单位；受人委托的，可以上传授权书申请代理。")
        }
        let columns = [Column("代理人"), Column("被代理人"), Column("依据"), Column("有效期"), Column("状态"), Column("操作")]
        return table(caption: "代理关系", columns: columns, rows: relations.map(row))
    }

    private func row(_ relation: Representation) -> [HTML] {
        let state = relation.state(on: today)
        let tone: Tone =
            switch state {
            case .waiting: .brand
            case .valid: .ok
            case .expired: .warn
            case .ended: .neutral
            }
        let agent = relation.agentID == citizen.accountID ? "本人" : relation.agentName
        let address = "/my/account/representations/\(relation.id.text)/end"
        let action: HTML = relation.endedAt == nil ? "<a href=\"\(address)\">结束</a>" : "—"
        let reason: HTML? =
            relation.endingReason.isEmpty ? nil : "<br><span class=\"small muted\">\(relation.endingReason)</span>"
        return [
            "\(agent)", "\(relation.principalName)", "\(relation.basis.term)",
            "\(relation.validTo.map { "至 \($0.description)" } ?? "长期")", "\(stateMark(state.term, tone))\(reason)",
            action,
        ]
    }
}

/// `status` of a page is its HTTP status; this is the mark of a state.
private func stateMark(_ words: String, _ tone: Tone) -> HTML { status(words, tone) }

/// 登记单位, by its legal representative.
struct OrganisationFormPage: Page {
    var typed = FormFields()
    var errors = FieldErrors()
    let token: FormToken

    var title: String { "登记单位" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        """
        <div class="wrap narrow problem"><section class="card card-b flow"><h1>\(title)</h1>\(errorSummary(errors))
        <p>您是单位的法定代表人（负责人）时，登记后就能以单位名义办事。您只是经办人的，请<a href="/my/account/agency">申请代理</a>。</p>
        \(form(action: "/my/account/organisation", token: token, warnsBeforeLeaving: true, fields))</section></div>
        """
    }

    private var fields: HTML {
        """
        \(textField(FieldFace("name", "单位全称", hint: "与营业执照或登记证书一致。", error: errors["name"]), value: typed["name"], maximumLength: 100))
        \(textField(FieldFace("creditCode", "统一社会信用代码", hint: "18 位，在执照右上角。", error: errors["creditCode"]), value: typed["creditCode"], kind: .creditCode, maximumLength: 30))
        \(textField(FieldFace("legalRepresentative", "法定代表人（负责人）", hint: "应与您登记的姓名一致。", error: errors["legalRepresentative"]), value: typed["legalRepresentative"], kind: .name, maximumLength: 50))
        \(textField(FieldFace("address", "住所", .optional), value: typed["address"], maximumLength: 200))
        <p class="row wrapx">\(button("登记单位", kind: .primary))\(linkButton("返回", to: "/my/account"))</p>
        """
    }
}

/// 申请代理, with evidence; a clerk confirms it.
struct AgencyFormPage: Page {
    var typed = FormFields()
    var errors = FieldErrors()
    let token: FormToken

    var title: String { "申请代理" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        """
        <div class="wrap narrow problem"><section class="card card-b flow"><h1>\(title)</h1>\(errorSummary(errors))
        <p>上传授权书、监护证明等文件，窗口核实后您就能代他人或单位办事。</p>
        \(form(action: "/my/account/agency", token: token, isMultipart: true, warnsBeforeLeaving: true, fields))</section></div>
        """
    }

    private var fields: HTML {
        let kinds = [Choice("natural", "个人"), Choice("legal", "单位")]
        let bases = [Choice("authorised", "受委托", hint: "有对方签字或盖章的授权书"), Choice("guardian", "监护人", hint: "有户口簿或监护证明")]
        let types = DocumentType.table.map { Choice($0.code, $0.name) }
        return """
            \(radioCards(FieldFace("kind", "代谁办事"), choices: kinds, value: typed["kind"] ?? "natural", columns: 2))
            \(radioCards(FieldFace("basis", "代理依据"), choices: bases, value: typed["basis"] ?? "authorised", columns: 2))
            \(textField(FieldFace("name", "对方姓名或单位全称", error: errors["name"]), value: typed["name"], maximumLength: 100))
            \(selectField(FieldFace("documentType", "个人证件类型", .optional, hint: "代单位办事不用选。", error: errors["documentType"]), choices: types, value: typed["documentType"] ?? "111", emptyChoice: nil))
            \(textField(FieldFace("documentNumber", "证件号码或统一社会信用代码", error: errors["documentNumber"]), value: typed["documentNumber"], maximumLength: 40))
            \(dateField(FieldFace("validTo", "授权截止日期", .optional, hint: "不填为长期。", error: errors["validTo"]), value: typed["validTo"]))
            \(kept)\(fileField(evidence, accept: ".pdf,.jpg,.jpeg,.png"))
            <p class="row wrapx">\(button("提交申请", kind: .primary))\(linkButton("返回", to: "/my/account"))</p>
            """
    }

    private var evidence: FieldFace {
        let need: FieldFace.Need = typed["evidenceID"] == nil ? .required : .optional
        return FieldFace("evidence", "证明文件", need, hint: "PDF、JPG 或 PNG，不超过 40 MB。", error: errors["evidence"])
    }

    /// A file that arrived with a form that was otherwise wrong need not be chosen again.
    private var kept: HTML {
        guard let id = typed["evidenceID"] else { return .empty }
        let name = typed["evidenceName"] ?? ""
        return """
            \(hiddenField("evidenceID", id))\(hiddenField("evidenceName", name))
            \(note("已上传：\(name)。重新选择可以替换。", .ok, icon: .filecheck))
            """
    }
}
