import Base
import CaseForms
import Cases
import Foundation
import Items
import Markup
import People
import Web

/// 核对: every answer once more, each with its way back; then the promise and the button that hands it in.
struct CheckPage: Page {
    var frame: WizardFrame
    let isAgreed: Bool
    /// Why the submission was refused, when it is not about single fields.
    var refusal: String?

    var title: String { "核对 - \(frame.sheet.item.name)" }
    var hasErrors: Bool { !frame.errors.isEmpty || refusal != nil }
    var actionBar: HTML {
        isReady
            ? WizardFrame.actionBar(back: previous, next: "提交申请")
            : linkButton("去补充", to: sheet.nextAddress, kind: .primary)
    }

    private var sheet: DraftSheet { frame.sheet }
    private var previous: String { ApplyAddress.step(sheet.draft.id, .materials) }
    private var isReady: Bool { sheet.nextStep == .check }

    var body: HTML {
        let complaint: HTML = refusal.map { note("<p>\($0)</p>", .error, icon: .alert, isLive: true) } ?? .empty
        let sections: [HTML] = sheet.sections.map(section)
        return frame.page(
            "核对您填写的内容",
            "\(complaint)\(gaps)\(applicant)\(situation)\(sections)\(materials)\(isReady ? submission : .empty)")
    }

    /// What is still lacking, with the way to it.
    private var gaps: HTML {
        guard !isReady else { return .empty }
        var items: [HTML] = sheet.unanswered.map { question in
            let address = ApplyAddress.step(sheet.draft.id, .situation)
            return "<li><a href=\"\(address)?back=check\">请选择：\(question.text)</a></li>"
        }
        for section in sheet.sections {
            items += sheet.problems(of: section).map { problem in
                "<li><a href=\"\(edit(section, problem.field))\">\(problem.message)</a></li>"
            }
        }
        items += sheet.materialProblems.map { problem in
            "<li><a href=\"\(previous)#m-\(problem.field)\">\(problem.message)</a></li>"
        }
        return note(
            "<p class=\"strong\">还有 \(items.count) 处没有完成，完成后可以提交。</p><ul class=\"dots\">\(items)</ul>", .warn,
            icon: .alert)
    }

    private func edit(_ section: FormSection, _ field: String) -> String {
        let face = FieldFace(FormEntry.name(field), "")
        return "\(ApplyAddress.section(sheet.draft.id, section.key))?back=check#\(face.id)"
    }

    private func change(_ address: String, _ what: String) -> HTML {
        "<a class=\"small nowrap\" href=\"\(address)\">修改<span class=\"sr\">：\(what)</span></a>"
    }

    private func answer(_ label: String, _ text: String, edit address: String) -> KeyValue {
        let shown: HTML = text.isEmpty ? "<span class=\"muted\">未填</span>" : "<span class=\"pre\">\(text)</span>"
        return KeyValue(
            label,
            "<span class=\"row between\"><span class=\"grow break\">\(shown)</span>\(change(address, label))</span>",
            isWide: true)
    }

    private var applicant: HTML {
        let account = sheet.account
        return card(
            "申请人",
            keyValues([
                KeyValue(account.isOrganisation ? "名称" : "姓名", text: account.name),
                KeyValue(account.isOrganisation ? "统一社会信用代码" : "证件号码", text: account.maskedNumber),
            ]))
    }

    private var situation: HTML {
        guard !sheet.questions.isEmpty else { return .empty }
        let address = "\(ApplyAddress.step(sheet.draft.id, .situation))?back=check"
        let rows = sheet.questions.map { question in
            answer(question.text, sheet.answers[question.key].flatMap(question.option)?.text ?? "", edit: address)
        }
        return card("办理情形", keyValues(rows))
    }

    private func section(_ section: FormSection) -> HTML {
        let rows: [KeyValue] = sheet.fields(of: section).map { field in
            let text = sheet.draft.form[field.key].map(field.display) ?? ""
            guard sheet.isFixed(field) else { return answer(field.label, text, edit: edit(section, field.key)) }
            let known = field.prefill == .documentNumber ? sheet.account.maskedNumber : sheet.known(field)
            return KeyValue(field.label, text: known ?? text, isWide: true)
        }
        return card(section.title, keyValues(rows))
    }

    private var materials: HTML {
        let rows: [KeyValue] = sheet.materials.map { material in
            let files = sheet.files(of: material)
            let address = "\(previous)#m-\(material.key)"
            switch sheet.delivery(material) {
            case .exempt:
                return KeyValue(material.name, "\(tag("免提交", .ok)) 由\(material.exemptBy ?? "共享数据")代替", isWide: true)
            case .filledOnline: return KeyValue(material.name, "\(tag("在线填表", .brand)) 按上面填写的内容生成", isWide: true)
            case .upload:
                if files.isEmpty, material.need == .tolerable {
                    return answer(material.name, "承诺后补", edit: address)
                }
                return answer(material.name, files.map(\.name).joined(separator: "、"), edit: address)
            }
        }
        return card("申请材料", keyValues(rows))
    }

    private var submission: HTML {
        let later = sheet.materials.filter { material in
            material.need == .tolerable && sheet.delivery(material) == .upload && sheet.files(of: material).isEmpty
        }
        let names = later.map { "“\($0.name)”" }.joined(separator: "、")
        let promise: HTML = later.isEmpty ? .empty : "<p>我承诺在办理机构告知的期限内补交\(names)。</p>"
        let agreement = checkbox(
            FieldFace("agree", "我承诺：所填内容和所传材料真实有效，并承担相应的法律责任", error: frame.errors["agree"]),
            isChecked: isAgreed)
        return form(
            action: "\(ApplyAddress.draft(sheet.draft.id))/submit", token: frame.token, id: WizardFrame.formID,
            """
            \(hiddenField("version", String(sheet.draft.version)))\(card("\(promise)\(agreement)"))
            \(frame.buttons(back: previous, next: "提交申请"))
            """)
    }
}
