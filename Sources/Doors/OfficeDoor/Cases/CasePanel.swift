import Cases
import Items
import Markup
import People
import Web
import WorkCalendar

/// The right column of a case: only what this officer may do now, the main act first (ui-guide 4.6).
struct CasePanel {
    let page: CasePage

    var html: HTML {
        guard !page.acts.isEmpty else { return idle }
        let main: HTML = mainForm
        let further: [HTML] = furtherForms
        return "<div class=\"body flow\"><h2>\(heading)</h2>\(main)\(further)</div>"
    }

    private var record: Case { page.record }
    private var acts: [CaseAct] { page.acts }

    private var idle: HTML {
        let isWaiting = record.status.isOpen || record.status == .granted || record.status == .denied
        let words = isWaiting ? "等待其他岗位办理" : "本办件已办结"
        return """
            <div class="body flow"><h2>办理</h2>\(note("<p>\(words)。当前状态：\(record.status.term)。</p>"))</div>
            """
    }

    private var heading: String {
        switch record.status {
        case .submitted, .received: "收件与受理"
        case .accepted, .examining: "承办"
        case .reviewing: "审核"
        case .approving: "决定"
        case .granted, .denied: "送达"
        default: "办理"
        }
    }

    /// A form of an act: token, version and list always go along.
    private func actForm(_ act: String, _ content: HTML, id: String? = nil) -> HTML {
        """
        <form class="flow" method="post" action="\(page.path)/\(act)"\(attribute: "id", id) data-dirty novalidate>\
        \(page.token)\(hiddenField("version", String(record.version)))\
        \(hiddenField("seen", String(page.detail.events.count)))\(page.listFields)\(content)</form>
        """
    }

    /// A field of an act's form: only the form that was refused shows what was wrong with it.
    private func face(
        _ act: String, _ name: String, _ label: String, _ need: FieldFace.Need = .required, hint: String? = nil
    ) -> FieldFace {
        FieldFace(name, label, need, hint: hint, error: act == page.act ? page.errors[name] : nil, part: act)
    }

    /// What was typed into that form before it was refused.
    private func typed(_ act: String, _ name: String) -> String? { act == page.act ? page.typed[name] : nil }

    private var mainForm: HTML {
        if acts.contains(.decide) { return opinionForm("decide", "作出决定", "准予", "不予", back: "退回审核") }
        if acts.contains(.review) { return opinionForm("review", "提交审核意见", "同意准予", "拟不予", back: "退回承办") }
        if acts.contains(.supplement) { return supplementForm }
        if acts.contains(.examine) { return opinionForm("examine", "提交承办意见", "拟准予", "拟不予", back: "退回窗口补充") }
        if acts.contains(.deliver) { return deliveryForm }
        if acts.contains(.receive) || acts.contains(.accept) { return receptionForms }
        return .empty
    }

    private var furtherForms: [HTML] {
        var forms: [HTML] = []
        if acts.contains(.take) && record.posts.assignee != page.officer.staffID {
            forms.append(actForm("take", button("领办", icon: .user)))
        }
        if acts.contains(.release) {
            forms.append(actForm("release", button("放回待领，由其他承办人领办", kind: .text, icon: .undo)))
        }
        if acts.contains(.requestCorrection) {
            forms.append(folded("correct", "一次性告知补正", correctionForm))
        }
        if acts.contains(.refuseAcceptance) { forms.append(folded("refuse", "不予受理", refusalForm)) }
        if acts.contains(.pauseClock) { forms.append(folded("pause", "特别程序（计时暂停）", pauseForm)) }
        if acts.contains(.resumeClock) { forms.append(folded("resume", "恢复计时", resumeForm)) }
        if acts.contains(.withdraw) { forms.append(folded("withdraw", "申请人书面撤回", reasonForm("withdraw", "登记撤回"))) }
        if acts.contains(.terminate) { forms.append(folded("terminate", "终止办理", terminationForm)) }
        return forms
    }

    private func folded(_ act: String, _ heading: String, _ content: HTML) -> HTML {
        """
        <details class="fold"\(attribute: "open", if: act == page.act)><summary>\(heading)</summary>\
        <div class="flow">\(content)</div></details>
        """
    }

    // MARK: Opinions

    private func opinionForm(_ act: String, _ words: String, _ yes: String, _ no: String, back: String) -> HTML {
        var choices = [Choice("grant", yes), Choice("deny", no)]
        if acts.contains(.sendBack) { choices.append(Choice("back", back)) }
        let conclusion = face(act, "conclusion", "结论")
        return actForm(
            act,
            """
            \(radioCards(conclusion, choices: choices, value: typed(act, "conclusion"), columns: 2, hasKeys: true))
            \(opinionField(act, "意见", purpose: .examine))
            <p class="muted small">\(nextStep(act))</p>
            <div class="row wrapx">\(button("\(words)并办下一件", kind: .primary, name: "next", value: "1", key: "Ctrl Enter"))\
            \(button(words))</div>
            """, id: "opinion-form")
    }

    private func nextStep(_ act: String) -> String {
        switch act {
        case "examine": "提交后转审核岗，审核人不能是承办人或受理人。"
        case "review": "提交后转批准岗，由批准人作出决定。"
        default: "决定作出后生成决定书，转出证送达。"
        }
    }

    private func opinionField(_ act: String, _ label: String, purpose: Phrase.Purpose) -> HTML {
        let face = face(act, "opinion", label)
        let own = page.phrases.filter { $0.purpose == purpose }.prefix(9)
        let buttons: [HTML] = own.enumerated().map { index, phrase in
            """
            <button type="button" class="js" data-phrase="\(face.id)" data-key="Alt \(index + 1)" title="Alt \(index + 1)">\(phrase.text)</button>
            """
        }
        return """
            <div>\(textArea(face, value: typed(act, "opinion"), rows: 5, maximumLength: 2000))\
            <div class="phr">\(buttons)<a class="small" href="/phrases">管理常用语</a></div></div>
            """
    }

    private var supplementForm: HTML {
        let reason = page.detail.events.last { $0.kind == .sentBack }?.opinion ?? ""
        return """
            \(note("<p>承办人要求内部补充：\(reason)</p>", .warn))
            \(actForm("supplement", "\(opinionField("supplement", "补充说明", purpose: .correct))<p class=\"row\">\(button("补充完成，退回承办", kind: .primary))</p>"))
            """
    }

    // MARK: Window

    private var receptionForms: HTML {
        let receive: HTML? =
            acts.contains(.receive) ? actForm("receive", button("收件", kind: .primary, icon: .inbox, key: "F9")) : nil
        let accept: HTML? =
            acts.contains(.accept)
            ? actForm("accept", button("受理", kind: acts.contains(.receive) ? .plain : .primary, icon: .check)) : nil
        let atOnce: HTML? =
            acts.contains(.grantAtOnce)
            ? folded(
                "grant-at-once", "当场办结（即办件）",
                actForm(
                    "grant-at-once",
                    "\(opinionField("grant-at-once", "审查意见", purpose: .examine))<p class=\"row\">\(button("受理并当场准予", kind: .primary))</p>"
                )) : nil
        let due = record.clock.receptionDue?.description ?? ""
        return """
            <p class="muted small">应在 \(due) 前受理、告知补正或不予受理；逾期视为受理（行政许可法第三十二条）。</p>
            <div class="row wrapx">\(receive)\(accept)</div>\(atOnce)
            """
    }

    private var correctionForm: HTML {
        let materials: [HTML] = page.detail.materials.map { material in
            pointField(
                "problem-material-\(material.key)", material.name,
                suggestion: material.checked == .defective ? material.remark : "")
        }
        let fields: [HTML] = (page.form?.fields ?? []).map { field in
            pointField("problem-field-\(field.key)", field.label, suggestion: "")
        }
        let due = face("correct", "due", "补正截止日期")
        return actForm(
            "correct",
            """
            <p class="muted small">一次写全：在需要补正的项目后写明问题和改法，不需要的留空。告知只能作一次。</p>
            <fieldset class="flow"><legend class="lab">材料</legend>\(materials)</fieldset>
            <fieldset class="flow"><legend class="lab">表单</legend>\(fields)</fieldset>
            \(dateField(due, value: typed("correct", "due"), earliest: page.today.adding(days: 1).description))
            <p class="row">\(button("发出补正告知", kind: .primary))</p>
            """)
    }

    private func pointField(_ name: String, _ label: String, suggestion: String) -> HTML {
        textField(
            face("correct", name, label, .unmarked), value: typed("correct", name) ?? suggestion, maximumLength: 300)
    }

    private var refusalForm: HTML {
        let ground = face("refuse", "ground", "原因")
        let choices = RefusalGround.allCases.map { Choice($0.rawValue, $0.term) }
        let authority = face("refuse", "authority", "应向哪个机关申请", .optional, hint: "不属于本机关职权时必填。")
        return actForm(
            "refuse",
            """
            \(radioCards(ground, choices: choices, value: typed("refuse", "ground")))
            \(textField(authority, value: typed("refuse", "authority"), maximumLength: 100))
            \(reasonField("refuse", "理由", "写明事实和法律依据，申请人会看到。"))
            <p class="row">\(button("不予受理", kind: .danger))</p>
            """)
    }

    private func reasonField(_ act: String, _ label: String, _ hint: String) -> HTML {
        textArea(face(act, "reason", label, hint: hint), value: typed(act, "reason"), rows: 3, maximumLength: 1000)
    }

    // MARK: Others

    private func reasonForm(_ act: String, _ words: String) -> HTML {
        actForm(act, "\(reasonField(act, "说明", "写明申请人的书面材料。"))<p class=\"row\">\(button(words))</p>")
    }

    private var pauseForm: HTML {
        let choices = PauseGround.allCases.map { Choice($0.rawValue, $0.term) }
        let ground = face("pause", "ground", "法定情形", hint: "只有这八种可以停止计时（行政许可法第四十五条）。")
        return actForm(
            "pause",
            """
            \(selectField(ground, choices: choices, value: typed("pause", "ground")))
            \(reasonField("pause", "所需时间和理由", "会书面告知申请人。"))<p class="row">\(button("暂停计时"))</p>
            """)
    }

    private var resumeForm: HTML {
        let result = face("resume", "result", "特别程序的结果")
        return actForm(
            "resume",
            "\(textArea(result, value: typed("resume", "result"), rows: 3))<p class=\"row\">\(button("恢复计时", kind: .primary))</p>"
        )
    }

    private var terminationForm: HTML {
        let choices = TerminateCase.Ground.allCases.map { Choice($0.rawValue, $0.term) }
        let ground = face("terminate", "ground", "情形")
        return actForm(
            "terminate",
            """
            \(selectField(ground, choices: choices, value: typed("terminate", "ground")))
            \(reasonField("terminate", "理由", "申请人会看到。"))<p class="row">\(button("终止办理", kind: .danger))</p>
            """)
    }

    private var deliveryForm: HTML {
        let name = face("deliver", "receiverName", "签收人")
        let relation = face("deliver", "relation", "与申请人的关系")
        let mode = face("deliver", "mode", "送达方式")
        let remark = face("deliver", "remark", "备注", .optional, hint: "邮寄请写快递单号。")
        let modes = DeliverResult.Mode.allCases.map { Choice($0.rawValue, $0.term) }
        let relations = DeliverResult.Relation.allCases.map { Choice($0.rawValue, $0.term) }
        return actForm(
            "deliver",
            """
            \(radioCards(mode, choices: modes, value: typed("deliver", "mode")))
            \(textField(name, value: typed("deliver", "receiverName") ?? record.applicant.name, kind: .name, maximumLength: 50))
            \(selectField(relation, choices: relations, value: typed("deliver", "relation") ?? "applicant", emptyChoice: nil))
            \(textField(remark, value: typed("deliver", "remark"), maximumLength: 200))
            <div class="row wrapx">\(button("登记送达并办下一件", kind: .primary, name: "next", value: "1", key: "Ctrl Enter"))\(button("登记送达"))</div>
            """)
    }
}

/// Why an application is not accepted, as the form names it.
enum RefusalGround: String, Sendable, CaseIterable {
    case permitNotNeeded, otherAuthority, other

    var term: String {
        switch self {
        case .permitNotNeeded: "依法不需要办理"
        case .otherAuthority: "不属于本机关职权范围"
        case .other: "其他原因"
        }
    }
}
