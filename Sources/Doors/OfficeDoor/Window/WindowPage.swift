import Base
import CaseForms
import Cases
import Items
import Markup
import Web
import WorkCalendar

/// One screen for a walk-in application: applicant, item with situation, materials; every button keeps what was typed.
struct WindowPage: Page {
    let entry: WindowEntry
    let chosen: (item: PublishedItem, leaf: PublishedHandlingItem)?
    let hits: [SearchHit]
    let today: CalendarDate
    /// What arrived so far, by material.
    let files: [String: [StoredFile]]
    let intake: FileIntake
    let errors: FieldErrors
    let refusal: String?
    let token: FormToken

    var title: String { "窗口受理" }
    var head: HTML { Assets.script("upload.js") }
    var hasErrors: Bool { !errors.isEmpty || refusal != nil }

    var body: HTML {
        """
        <div class="vbar row between"><h1>窗口受理</h1><span class="muted small">回车到下一项，Ctrl 加回车收件</span></div>
        <form class="case-l" method="post" action="/window" enctype="multipart/form-data" data-enter-moves data-dirty novalidate>\(token)\
        \(FormEntry.defaultButton)\(hiddenField("key", entry.key))\(complaint)<div class="grid g3 window">
        \(card("1 申请人", applicant))\(card("2 事项与情形", item))\(card("3 材料", materials))</div>\(footer)</form>
        """
    }

    private var complaint: HTML {
        if !errors.isEmpty { return errorSummary(errors) }
        guard let refusal else { return .empty }
        return "<div class=\"errsum\" role=\"alert\" tabindex=\"-1\" data-focus><h2>没有收件</h2><p>\(refusal)</p></div>"
    }

    private func line(
        _ name: String, _ label: String, _ kind: TextKind = .text, isOptional: Bool = false, most: Int = 100
    ) -> HTML {
        let face = FieldFace(name, label, isOptional ? .optional : .required, error: errors[name])
        return textField(face, value: entry.text(name), kind: kind, maximumLength: most)
    }

    private var applicant: HTML {
        let kind = FieldFace("kind", "申请人类型", error: errors["kind"])
        let choices = [Choice("natural", "个人"), Choice("legal", "单位")]
        let hasAgent = !entry.text("agentName").isEmpty || errors["agentNumber"] != nil
        return """
            \(radioCards(kind, choices: choices, value: entry.fields["kind"], columns: 2))
            \(line("applicantName", "姓名或单位名称", .name))
            \(line("documentNumber", "身份证号或统一社会信用代码", .idNumber, most: 30))
            \(line("phone", "联系电话", .phone, most: 20))
            \(line("address", "地址", isOptional: true, most: 200))
            \(line("legalRepresentative", "法定代表人（单位填写）", isOptional: true, most: 50))
            <details class="fold"\(attribute: "open", if: hasAgent)><summary>代理人办理</summary>\
            \(line("agentName", "代理人姓名", isOptional: true, most: 50))\
            \(line("agentNumber", "代理人身份证号", .idNumber, isOptional: true, most: 30))\
            \(line("agentPhone", "代理人电话", .phone, isOptional: true, most: 20))</details>
            """
    }

    // MARK: Item

    private var item: HTML {
        guard let chosen else { return search }
        let questions: [HTML] = chosen.item.content.situations(for: chosen.leaf.key).map(question)
        let fields = chosen.item.content.form(for: chosen.leaf.key)?.fields ?? []
        let values = entry.form(chosen.item.content, chosen.leaf.key)
        let controls: [HTML] = fields.map { field in
            FormEntry.control(
                field, value: values[field.key] ?? prefilled(field), error: errors[FormEntry.name(field.key)], on: today
            )
        }
        return """
            \(hiddenField("leaf", chosen.leaf.code))
            <p><b>\(chosen.item.name)</b><br>\(chosen.leaf.name) <span class="muted small num">\(chosen.leaf.code)</span></p>
            <p class="row wrapx">\(tag(chosen.item.content.projectType.term, .brand))\(limits(chosen.item.content))\
            \(button("换一个事项", kind: .text, size: .small, name: "again", value: "1", skipsChecks: true))</p>
            \(questions)\(questions.isEmpty ? .empty : button("按情形更新材料", size: .small, skipsChecks: true))
            \(FormEntry.shown(fields))\(controls)
            """
    }

    /// What the applicant column already says need not be typed again.
    private func prefilled(_ field: FormField) -> FormValue? {
        let text: String? =
            switch field.prefill {
            case .applicantName: entry.text("applicantName")
            case .documentNumber: entry.text("documentNumber")
            case .phone: entry.text("phone")
            case .address: entry.text("address")
            case .legalRepresentative: entry.text("legalRepresentative")
            case nil: nil
            }
        return text.map { .text($0) }
    }

    private func limits(_ content: ItemContent) -> HTML {
        guard let promised = content.promisedLimit, content.projectType == .promised else { return .empty }
        return tag("承诺 \(promised.amount) \(promised.unit.term)")
    }

    private func question(_ question: SituationQuestion) -> HTML {
        let face = FieldFace("s-\(question.key)", question.text, error: errors["s-\(question.key)"])
        let choices = question.options.map { Choice($0.key, $0.text, hint: $0.hint) }
        return radioCards(face, choices: choices, value: entry.fields["s-\(question.key)"])
    }

    private var search: HTML {
        let face = FieldFace("q", "要办什么", .unmarked, hint: "名称、口语说法、拼音首字母或编码都可以。", error: errors["q"])
        let results: [HTML] = hits.map { hit in
            let leaves = hit.leaf.map { [$0] } ?? hit.item.handlingItems
            let buttons: [HTML] = leaves.map { leaf in
                button(leaf.name, size: .small, name: "leaf", value: leaf.code, skipsChecks: true)
            }
            return "<li><b>\(hit.item.name)</b><div class=\"row wrapx\">\(buttons)</div></li>"
        }
        let nothing: HTML? =
            hits.isEmpty && !entry.words.isEmpty
            ? note("<p>没有找到您可以受理的事项，请换个说法。</p>", .warn) : nil
        return """
            \(textField(face, value: entry.words, kind: .search, maximumLength: 60))
            <p class="row">\(button("查找事项", icon: .search, skipsChecks: true))</p>\(nothing)<ul class="flow picks">\(results)</ul>
            """
    }

    // MARK: Materials

    private var materials: HTML {
        guard let chosen else { return emptyState("先选事项", hint: "选好事项和情形后，这里列出应收的材料。") }
        let content = chosen.item.content
        let answers = entry.situation(content, chosen.leaf.key)
        let wanted = content.effectiveMaterials(handlingItem: chosen.leaf.key, answers: answers)
        guard !wanted.isEmpty else { return emptyState("不需要材料", hint: "可以直接收件。") }
        return """
            <p class="hint">收到纸件就勾选；扫描件和电子文件支持 \(HandedInFiles.kinds)。</p>\
            <ol class="mats">\(wanted.map(material))</ol>\
            <p class="no-js mt2">\(button("上传所选文件", skipsChecks: true))</p>
            """
    }

    private func material(_ material: MaterialContent) -> HTML {
        let name = "receipt-\(material.key)"
        let face = FieldFace(name, material.name)
        let error = errors[name]
        let line: HTML? = error.map { "<p class=\"errmsg\"><span class=\"sr\">错误：</span>\($0)</p>" }
        let hint: HTML? = material.exemptBy.map { "<p class=\"hint\">可免提交，由\($0)代替；收了纸件再勾选。</p>" }
        let chooser = intake.control(
            material.key, label: "扫描件或文件", need: .unmarked, files: files[material.key] ?? [],
            error: errors[HandedInFiles.fileName(material.key)], about: material.name, key: "F4")
        return """
            <li><fieldset class="field\(error == nil ? "" : " is-err")" id="\(face.id)" tabindex="-1"><legend class="lab">\(material.name) \
            \(tag(material.need.term, material.need == .tolerable ? .warn : .neutral))</legend>\(line)\(hint)\
            <div class="row wrapx ticks">\(ticks(material))</div>\(chooser)</fieldset></li>
            """
    }

    private func ticks(_ material: MaterialContent) -> HTML {
        let original = MaterialTick.original(
            material.key, count: material.originals, isTicked: entry.ticked("originals", material.key) > 0)
        let copy = MaterialTick.copy(
            material.key, count: material.copies, isTicked: entry.ticked("copies", material.key) > 0)
        guard material.need == .tolerable else { return "\(original)\(copy)" }
        let later = MaterialTick(
            name: "receipt-\(material.key)", value: MaterialReceipt.later.rawValue, words: "容缺后补",
            isTicked: entry.text("receipt-\(material.key)") == MaterialReceipt.later.rawValue)
        return "\(original)\(copy)\(later.html)"
    }

    private var footer: HTML {
        guard let chosen else { return .empty }
        let atOnce: HTML? =
            chosen.item.content.projectType == .instant
            ? button("受理并当场办结", name: "do", value: "grant", icon: .check) : nil
        return """
            <div class="card card-b row wrapx window-foot">\(button("收件", kind: .primary, name: "do", value: "receive", icon: .inbox, key: "F9"))\
            \(button("收件并受理", name: "do", value: "accept", icon: .check))\(atOnce)\
            \(button("收件并一次性告知补正", name: "do", value: "correct", icon: .alert))\
            <span class="muted small">收件后可打印接收凭证；不予受理在办件页办理。</span></div>
            """
    }
}
