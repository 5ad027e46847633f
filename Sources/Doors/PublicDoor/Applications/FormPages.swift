import Base
import CaseForms
import Cases
import Items
import Markup
import People
import Web

/// The sections of a long form as tasks, in any order.
struct TaskPage: Page {
    let frame: WizardFrame

    var title: String { frame.title }
    var actionBar: HTML {
        "\(linkButton("上一步", to: previous))\(linkButton(nextWords, to: next, kind: .primary))"
    }

    private var sheet: DraftSheet { frame.sheet }

    private var previous: String { ApplyAddress.step(sheet.draft.id, .situation) }

    private var open: FormSection? { sheet.openSection() }

    private var next: String {
        open.map { ApplyAddress.section(sheet.draft.id, $0.key) } ?? ApplyAddress.step(sheet.draft.id, .materials)
    }

    private var nextWords: String { open.map { "填写“\($0.title)”" } ?? "下一步：传材料" }

    var body: HTML {
        let sections = sheet.sections
        let done = sections.count { sheet.problems(of: $0).isEmpty }
        let rows = sections.map { section in
            TaskRow(section.title, address: ApplyAddress.section(sheet.draft.id, section.key), status: state(section))
        }
        return frame.page(
            "填写申请表",
            """
            <p class="muted">共 \(sections.count) 部分，已完成 \(done) 部分。可以按任意顺序填写。</p>
            \(card(taskList(rows)))
            <p class="row acts only-pc">\(linkButton(nextWords, to: next, kind: .primary, size: .large))\
            \(linkButton("上一步", to: previous))</p>
            """)
    }

    private func state(_ section: FormSection) -> HTML {
        if sheet.problems(of: section).isEmpty { return Web.status("已完成", .ok) }
        return sheet.isBegun(section) ? Web.status("未完成", .warn) : Web.status("未开始")
    }
}

/// One section of the form.
struct SectionPage: Page {
    var frame: WizardFrame
    let section: FormSection
    let values: [String: FormValue]
    let back: String?
    /// An answer brought up questions that the page had not shown.
    var hasNewQuestions = false

    var title: String { frame.title }
    var hasErrors: Bool { !frame.errors.isEmpty }
    var actionBar: HTML { WizardFrame.actionBar(back: previous, next: frame.nextWords) }

    private var sheet: DraftSheet { frame.sheet }

    private var previous: String {
        if frame.returnsToCheck { return ApplyAddress.step(sheet.draft.id, .check) }
        return ApplyAddress.step(sheet.draft.id, sheet.sections.count > 1 ? .form : .situation)
    }

    private var fields: [FormField] { sheet.fields(of: section, under: values) }

    var body: HTML {
        let controls: [HTML] = fields.map(control)
        let hint: HTML? = section.hint.map { "<p class=\"muted\">\($0)</p>" }
        let news: HTML = hasNewQuestions ? note("<p>按您的选择，还需要填写下面新出现的内容。</p>", isLive: true) : .empty
        let filled = form(
            action: ApplyAddress.section(sheet.draft.id, section.key), token: frame.token,
            autosave: "\(ApplyAddress.draft(sheet.draft.id))/autosave", warnsBeforeLeaving: true,
            id: WizardFrame.formID,
            """
            \(hiddenField("version", String(sheet.draft.version)))\(FormEntry.shown(fields))\(frame.backField)
            \(card("\(controls)"))\(frame.autosaveState)\(frame.buttons(back: previous, next: frame.nextWords))
            """)
        return frame.page(section.title, "\(news)\(hint)\(filled)")
    }

    private func control(_ field: FormField) -> HTML {
        let known = sheet.known(field) ?? ""
        let value = values[field.key]
        let isFixed = sheet.isFixed(field)
        let source: String? =
            known.isEmpty ? nil : isFixed ? "自动带入，来自您的账号" : value?.text == known ? "自动带入，来自您的账号，可以修改" : nil
        return FormEntry.control(
            field, value: isFixed ? .text(known) : value, error: frame.errors[FormEntry.name(field.key)],
            source: source, isFixed: isFixed, on: sheet.today)
    }
}

/// Where two devices filled in the same fields differently.
struct DraftConflict: Sendable {
    let section: FormSection
    /// What this page sent.
    let mine: [String: FormValue]
    /// The fields that differ, with what was saved meanwhile. One never saved before has nothing to lose.
    let fields: [(field: FormField, saved: FormValue)]

    init(sheet: DraftSheet, section: FormSection, mine: [String: FormValue]) {
        self.section = section
        self.mine = mine
        fields = section.fields.compactMap { field in
            guard let value = mine[field.key], let saved = sheet.draft.form[field.key] else { return nil }
            return value.texts == saved.texts ? nil : (field, saved)
        }
    }
}

/// Both versions side by side, and the choice between them; nothing is lost until the person chooses.
struct DraftConflictPage: Page {
    let frame: WizardFrame
    let conflict: DraftConflict
    let back: String?

    var title: String { "内容有两个版本 - \(frame.sheet.item.name)" }
    var hasErrors: Bool { true }

    var body: HTML {
        let rows: [[HTML]] = conflict.fields.map { entry in
            [
                "\(entry.field.label)", shown(entry.field, conflict.mine[entry.field.key]),
                shown(entry.field, entry.saved),
            ]
        }
        let address = ApplyAddress.section(frame.sheet.draft.id, conflict.section.key)
        let kept: [HTML] = conflict.mine.sorted { $0.key < $1.key }.flatMap { key, value in
            value.texts.map { hiddenField(FormEntry.name(key), $0) }
        }
        let shownKeys = conflict.mine.keys.sorted().joined(separator: ",")
        let keepMine = form(
            action: address, token: frame.token,
            """
            \(hiddenField("version", String(frame.sheet.draft.version)))\(hiddenField(FormEntry.shownName, shownKeys))\
            \(kept)\(frame.backField)<p class="row wrapx">\(button("采用本页填写的内容", kind: .primary))\
            \(linkButton("采用另一设备保存的内容", to: address))</p>
            """)
        return frame.page(
            "内容有两个版本",
            """
            \(note("<p>这份草稿刚在其他设备或窗口保存过。下面 \(conflict.fields.count) 项不一样，请选择保留哪一份。</p>", .warn, icon: .alert, isLive: true))
            \(card(table(caption: "两个版本的不同", columns: [Column("内容"), Column("本页填写"), Column("另一设备保存")], rows: rows)))
            \(keepMine)
            """)
    }

    private func shown(_ field: FormField, _ value: FormValue?) -> HTML {
        let text = value.map(field.display) ?? ""
        return text.isEmpty ? "<span class=\"muted\">未填</span>" : "\(text)"
    }
}
