import Base
import CaseForms
import Cases
import Foundation
import Identifiers
import Items
import Markup
import People
import Web
import WorkCalendar

/// The page of a case for members of staff (ui-guide 4.6): where it stands, what was handed in, what can be done now.
struct CasePage: Page {
    let detail: CaseDetail
    let content: ItemContent
    let form: FormDefinition?
    let clock: ClockView
    let today: CalendarDate
    let officer: Officer
    let acts: [CaseAct]
    let phrases: [Phrase]
    let intake: FileIntake
    /// Files of the open form of findings that are not kept with the case yet, by material.
    let arrived: [String: [StoredFile]]
    var list: InboxLink
    let previous: Case.ID?
    let next: Case.ID?
    /// Who else has the case open now.
    let others: [CasePresence]
    let tab: CaseTab
    /// The act that was refused; what was typed and what was wrong belong to its form.
    let act: String?
    let typed: FormFields
    let errors: FieldErrors
    /// Why the last act was refused, when that is not about single fields.
    let refusal: String?
    let token: FormToken

    var record: Case { detail.record }
    var title: String { "\(record.service.itemName) \(record.number)" }
    var hasErrors: Bool { refusal != nil || !errors.isEmpty }
    var head: HTML { acts.contains(.checkMaterials) ? Assets.script("upload.js") : .empty }

    var body: HTML {
        """
        <div class="ch" id="top">\(place)<div class="row between wrapx"><div class="row wrapx">\
        <h1>\(record.service.itemName) · \(record.service.handlingItemName)</h1>\(labels)</div>\(arrows)</div></div>
        <div class="case"><div class="case-l">\(complaint)\(presence)\(correctionNote)
        \(card("流程", more: "<span class=\"muted small\">\(clock.term)</span>", ProcessDiagram(record: record, events: detail.events).html))
        \(MaterialsCard(page: self).html)\(tabCard)</div>
        <aside class="case-r" aria-label="办理">\(CasePanel(page: self).html)</aside></div>
        """
    }

    private var place: HTML {
        """
        <nav aria-label="当前位置" class="row small muted"><a class="row" href="\(list.address())" data-key="Esc">\(icon(.cl, size: .small))\
        <span>\(list.query.tab.term)</span></a><span class="num">\(record.number)</span>\
        <button type="button" class="ib js" data-copy="\(record.number)" aria-label="复制办件编号">\(icon(.copy, size: .small))</button></nav>
        """
    }

    private var labels: HTML {
        """
        \(ClockMark.status(record.status))\(clock.phase == .ended ? .empty : ClockMark.label(clock))\
        \(tag(record.service.projectTerm, .brand))\(tag("\(record.channel.term)申请"))
        """
    }

    private var arrows: HTML {
        let back: HTML? = previous.map { linkButton("上一件", to: list.address(of: $0), size: .small, key: "[") }
        let forth: HTML? = next.map { linkButton("下一件", to: list.address(of: $0), size: .small, key: "]") }
        let print: HTML = """
            <button type="button" class="btn btn-sm js" data-print>\(icon(.print, size: .small))<span>打印</span></button>
            """
        return "<div class=\"row\">\(back)\(forth)\(print)</div>"
    }

    private var complaint: HTML {
        guard errors.isEmpty else { return errorSummary(errors, part: act == "check" ? nil : act) }
        guard let refusal else { return .empty }
        return """
            <div class="errsum" role="alert" tabindex="-1" data-focus><h2>没有办成</h2><p>\(refusal)</p>\(stranded)</div>
            """
    }

    /// What was typed into a form that the case, as it is now, does not offer any more.
    private var stranded: HTML {
        let isOffered = acts.contains { $0.rawValue == act }
        let words = ["opinion", "reason", "result"].compactMap { typed.text($0) }
        guard !isOffered, !words.isEmpty else { return .empty }
        return "<p class=\"mt2\">您刚才填写的内容：</p><p class=\"pre\">\(words.joined(separator: "\n"))</p>"
    }

    /// Who else is there; script asks again while the page is in use.
    private var presence: HTML {
        "<div id=\"presence\" data-presence=\"\(path)/presence\" role=\"status\">\(PresenceNote.html(others))</div>"
    }

    private var correctionNote: HTML {
        guard let open = detail.openCorrection else { return .empty }
        let points: [HTML] = open.points.map { "<li><b>\($0.label)</b>：\($0.problem)</li>" }
        return note("<b>等待申请人补正，截止 \(open.due.description)</b><ul>\(points)</ul>", .warn, icon: .clock)
    }
}

// MARK: - Addresses

extension CasePage {
    var path: String { "/cases/\(record.id.text)" }

    /// The list goes along with every form, so that the next case is the next of that list.
    var listFields: HTML { list.hiddenFields }
}

// MARK: - Tabs

extension CasePage {
    private var tabCard: HTML {
        let links = CaseTab.allCases.map {
            Tab($0.term, list.address(of: record.id, tab: $0) + "#tabs", isCurrent: $0 == tab)
        }
        let inner: HTML =
            switch tab {
            case .application: application
            case .history: history
            case .documents: documents
            }
        return """
            <section class="card" id="tabs"><div class="card-h"><h2 class="sr">办件资料</h2>\(tabs(links, label: "办件资料"))</div>\
            <div class="card-b">\(inner)</div></section>
            """
    }

    private var application: HTML {
        let applicant = record.applicant
        var rows: [KeyValue] = [
            KeyValue("申请人", text: "\(applicant.name)（\(applicant.kind.term)）"),
            KeyValue(applicant.kind == .natural ? "身份证号" : "统一社会信用代码", text: shownNumber(applicant)),
            KeyValue("联系电话", text: Masking.phone(applicant.phone)),
        ]
        if !applicant.legalRepresentative.isEmpty {
            rows.append(KeyValue("法定代表人", text: applicant.legalRepresentative))
        }
        if !applicant.address.isEmpty { rows.append(KeyValue("地址", text: applicant.address, isWide: true)) }
        if let agent = applicant.agent {
            rows.append(KeyValue("代理人", text: "\(agent.name) \(Masking.phone(agent.phone))"))
        }
        rows.append(KeyValue("提交时间", text: ShanghaiTime.minuteText(record.submittedAt)))
        for question in content.situations {
            guard let answer = record.situation[question.key],
                let option = question.options.first(where: { $0.key == answer })
            else { continue }
            rows.append(KeyValue(question.text, text: option.text, isWide: true))
        }
        for field in form?.fields ?? [] {
            guard let value = record.form[field.key], !value.isEmpty else { continue }
            let text = field.display(value)
            let shown = field.kind == .citizenID ? Masking.document(text) : text
            rows.append(KeyValue(field.label, text: shown, isWide: field.kind == .multilineText))
        }
        return keyValues(rows)
    }

    /// Codes of organisations are public, numbers of persons are not.
    private func shownNumber(_ applicant: Applicant) -> String {
        applicant.kind == .natural ? Masking.document(applicant.documentNumber) : applicant.documentNumber
    }

    private var history: HTML {
        let entries = detail.events.reversed().map { event in
            let opinion: HTML = event.opinion.isEmpty ? "" : "<p>意见：\(event.opinion)</p>"
            let who = [event.bodyName, event.actorName].filter { !$0.isEmpty }.joined(separator: " ")
            return TimelineEntry(
                event.kind.term, time: ShanghaiTime.minuteText(event.at),
                detail: "<p>\(who)</p>\(opinion)<p class=\"muted\">\(event.publicText)</p>")
        }
        return timeline(entries)
    }

    private var documents: HTML {
        guard !detail.documents.isEmpty else { return emptyState("还没有文书", hint: "收件、受理、补正和决定时自动生成。") }
        let rows: [[HTML]] = detail.documents.map { document in
            let address = "/documents/\(document.id.text)"
            return [
                "<a href=\"\(address)\" target=\"_blank\" rel=\"noopener\">\(document.title)</a>", "\(document.number)",
                "\(document.issuedOn.description)",
                document.voidReason.isEmpty ? Web.status("有效", .ok) : Web.status("已作废：\(document.voidReason)", .error),
            ]
        }
        return table(
            caption: "文书", columns: [Column("文书"), Column("文号"), Column("日期"), Column("状态")], rows: rows)
    }
}
