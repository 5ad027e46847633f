import Base
import Cases
import Foundation
import Markup
import People
import Web

/// Two people worked on one case: what the other did stands beside what was typed here, field by field; the officer takes
/// the one, the other, or writes both together, and sends again. Nothing typed is lost (ui-guide 4.6).
struct ConflictPage: Page {
    let act: String
    let mine: FormFields
    let detail: CaseDetail
    let officer: Officer
    let list: InboxLink
    let token: FormToken

    var title: String { "办件刚被别人改动" }
    var hasErrors: Bool { true }

    private var current: Case { detail.record }
    private var conflict: ConflictFields { ConflictFields(act: act, mine: mine, detail: detail) }

    /// Whether the act still fits where the case is now.
    private var isStillPossible: Bool {
        guard let act = CaseAct(formName: act, conclusion: mine["conclusion"]) else { return false }
        return detail.record.possibleActs(for: officer).contains(act)
    }

    var body: HTML {
        """
        <div class="case-l flow"><div class="errsum" role="alert" tabindex="-1" data-focus><h1>办件刚被别人改动</h1>\
        <p>\(lead)</p></div>\(card("您打开页面以后", more: ClockMark.status(current.status), happened))\(merge)</div>
        """
    }

    private var lead: String {
        isStillPossible
            ? "您填写的内容还没有提交，也没有丢失。请逐项比较，改好后再提交。"
            : "按办件现在的情况（\(current.status.term)），不能再作您刚才的操作。您填写的内容没有丢失，需要时可以复制。"
    }

    private var happened: HTML {
        let entries = conflict.since.reversed().map { event in
            let opinion: HTML = event.opinion.isEmpty ? .empty : "<p>意见：\(event.opinion)</p>"
            return TimelineEntry(
                "\(event.actorName) · \(event.kind.term)", time: ShanghaiTime.minuteText(event.at), detail: opinion)
        }
        return timeline(entries)
    }

    // MARK: Field by field

    private var merge: HTML {
        let fields = conflict.all
        let differing = fields.filter { !$0.isSame }
        let carried = mine.fields.filter { field in
            !Self.ownFields.contains(field.name) && !differing.contains { $0.name == field.name }
        }
        let hidden: [HTML] = carried.map { hiddenField($0.name, $0.value) }
        let rows: [HTML] = differing.map(row)
        let same = fields.count - differing.count
        let sameWords: HTML? = same > 0 ? "<p class=\"muted small\">另有 \(same) 项与对方一致。</p>" : nil
        let nothing: HTML? = differing.isEmpty ? "<p>您填写的内容与对方没有不同。</p>" : nil
        let encoding: String? = act == "check" ? "multipart/form-data" : nil
        return """
            <form class="flow" method="post" action="/cases/\(current.id.text)/\(act)"\(attribute: "enctype", encoding) \
            data-dirty novalidate>\(token)\(hidden)\(hiddenField("version", String(current.version)))\
            \(hiddenField("seen", String(detail.events.count)))\
            \(card("逐项比较", "<div class=\"flow\">\(rows)\(nothing)\(sameWords)</div>"))\
            <div class="row wrapx">\(buttons)</div></form>
            """
    }

    /// What the form carries for itself.
    private static let ownFields: Set<String> = ["csrf", "version", "seen", "confirmed", "carry", "next"]

    private var buttons: HTML {
        let leave = linkButton(
            isStillPossible ? "采用对方的，不提交我的" : "打开最新页面", to: list.address(of: current.id),
            kind: isStillPossible ? .plain : .primary)
        guard isStillPossible else { return leave }
        return """
            \(button("提交合并后的内容", kind: .primary, icon: .check, key: "Ctrl Enter"))\
            \(button("带到最新页面再改", name: "carry", value: "1"))\(leave)
            """
    }

    private func row(_ field: ConflictField) -> HTML {
        let id = FieldFace(field.name, "").id
        let theirs = field.theirs.map { field.words($0) } ?? ""
        let shown: HTML = theirs.isEmpty ? "<p class=\"muted\">没有填写</p>" : "<p class=\"pre\">\(theirs)</p>"
        return """
            <div class="merge"><div><p class="lab">\(field.label)</p><p class="hint">对方的</p>\(shown)\(take(field, id))</div>\
            <div>\(control(field))<p class="row js">\(mineBack(field, id))</p></div></div>
            """
    }

    private func take(_ field: ConflictField, _ id: String) -> HTML {
        guard let theirs = field.theirs else { return .empty }
        return "<p class=\"js\">\(takeButton("采用对方的", of: field.label, id, theirs))</p>"
    }

    private func mineBack(_ field: ConflictField, _ id: String) -> HTML {
        takeButton("采用我的", of: field.label, id, field.mine)
    }

    private func takeButton(_ words: String, of label: String, _ id: String, _ value: String) -> HTML {
        """
        <button type="button" class="btn btn-sm" data-take="\(id)" data-value="\(value)"><span>\(words)</span>\
        <span class="sr">：\(label)</span></button>
        """
    }

    private func control(_ field: ConflictField) -> HTML {
        let face = FieldFace(field.name, "提交的内容", .unmarked, hint: "先放着您填写的，可以修改。")
        switch field.kind {
        case .line: return textField(face, value: field.mine, maximumLength: 300)
        case .lines: return textArea(face, value: field.mine, rows: 4, maximumLength: 2000)
        case .date: return dateField(face, value: field.mine)
        case .choice(let choices):
            return selectField(face, choices: choices, value: field.mine, emptyChoice: nil)
        }
    }
}

extension CaseAct {
    /// The act that a form of the case page is sent for.
    init?(formName: String, conclusion: String?) {
        if conclusion == "back" {
            self = .sendBack
            return
        }
        switch formName {
        case "check": self = .checkMaterials
        case "correct": self = .requestCorrection
        case "refuse": self = .refuseAcceptance
        case "grant-at-once": self = .grantAtOnce
        case "pause": self = .pauseClock
        case "resume": self = .resumeClock
        default:
            guard let act = CaseAct(rawValue: formName) else { return nil }
            self = act
        }
    }
}
