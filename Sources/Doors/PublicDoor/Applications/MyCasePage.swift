import Base
import Cases
import Foundation
import Markup
import Web
import WorkCalendar

/// One's own case: what to do now, how it stands, what happened, the documents.
struct MyCasePage: Page {
    let detail: CaseDetail
    let clock: ClockView
    let today: CalendarDate
    /// Where the case is to be reviewed.
    let review: String?

    private var record: Case { detail.record }

    var title: String { "\(record.service.itemName) - 办件进度" }

    var body: HTML {
        """
        <div class="wrap">\(breadcrumb([Link("首页", "/"), Link("我的", "/my")], here: "办件进度"))
        <div class="mid flow-6">\(action)
        <div><h1>\(record.service.itemName)（\(record.service.handlingItemName)）</h1>\
        <p class="row wrapx">\(CaseWords.status(record.status))<span class="muted">编号 <span class="num">\(record.number)</span></span></p></div>
        \(card("现在", now))\(card("办理进度", CaseWords.timeline(detail.events)))\(documents)\(application)\(ways)</div></div>
        """
    }

    /// The one thing that waits for the person, above everything else.
    private var action: HTML {
        if record.status == .correcting, let correction = detail.openCorrection {
            return note(
                """
                <p class="strong">有 \(correction.points.count) 处需要补正，请在 \(CaseWords.day(correction.due, submitted: record.submittedAt))前完成。</p>
                <p class="mt2">\(linkButton("去补正", to: ApplyAddress.correction(record.id), kind: .primary))</p>
                """, .warn, icon: .alert)
        }
        guard let review else { return .empty }
        return note(
            """
            <p class="strong">这件事办完了，请评价本次服务。</p>
            <p class="mt2">\(linkButton("去评价", to: review, kind: .primary))</p>
            """, .ok, icon: .smile)
    }

    private var now: HTML {
        let reason: HTML =
            record.closingReason.isEmpty ? .empty : "<p class=\"small\">原因：\(record.closingReason)</p>"
        let limits: HTML =
            clock.phase == .decision
            ? "<p class=\"small muted\">\(limit("承诺", clock.promisedDue))\(limit("法定", clock.statutoryDue))</p>"
            : .empty
        let sentence = CaseWords.now(
            record.status, body: record.service.body.name, clock: clock, submitted: record.submittedAt)
        return """
            <div class="flow-2"><p>\(sentence)</p>\
            \(CaseWords.clock(clock))\(limits)\(reason)</div>
            """
    }

    private func limit(_ name: String, _ date: CalendarDate?) -> String {
        date.map { "\(name)截止日期 \($0)。" } ?? ""
    }

    private var documents: HTML {
        guard !detail.documents.isEmpty else { return .empty }
        let rows: [HTML] = detail.documents.reversed().map { document in
            let mark: HTML = document.voidReason.isEmpty ? .empty : " \(tag("已作废", .error))"
            return """
                <li><div class="row between wrapx"><div><b>\(document.title)</b>\(mark)\
                <p class="muted small">\(document.number)，\(document.issuedOn.description)</p></div>\
                <div class="row">\(linkButton("下载 PDF", to: ApplyAddress.document(document.id), size: .small, icon: .down))\
                \(linkButton("核验", to: ApplyAddress.verify(document.verifyCode), kind: .text, size: .small))</div></div></li>
                """
        }
        return card("文书", "<ul class=\"my\">\(rows)</ul>")
    }

    private var application: HTML {
        var rows = [
            KeyValue("申请人", text: record.applicant.name),
            KeyValue("提交时间", text: ShanghaiTime.minuteText(record.submittedAt)),
            KeyValue("办理机构", text: record.service.body.name),
        ]
        if !record.service.body.telephone.isEmpty {
            rows.append(KeyValue("咨询电话", text: record.service.body.telephone))
        }
        if let agent = record.applicant.agent { rows.append(KeyValue("代理人", text: agent.name)) }
        let materials: [HTML] = detail.materials.map(material)
        return card("申请内容", "\(keyValues(rows))<h3 class=\"mt4 mb2\">申请材料</h3><ul class=\"my\">\(materials)</ul>")
    }

    private func material(_ material: CaseMaterial) -> HTML {
        let files: [HTML] = detail.files(of: material).map { file in
            "<p class=\"small\"><a href=\"\(ApplyAddress.file(file.id))\">\(file.name)</a>（\(ByteCount.words(file.size))）</p>"
        }
        let mark: HTML =
            material.checked == .defective
            ? Web.status("需补正", .warn) : "<span class=\"small muted\">\(material.receipt.term)</span>"
        return "<li><div class=\"row between\"><span class=\"grow\">\(material.name)</span>\(mark)</div>\(files)</li>"
    }

    private var ways: HTML {
        let withdraw: HTML =
            CaseAct.withdraw.isPossible(in: record.status)
            ? linkButton("撤回申请", to: "\(ApplyAddress.ownCase(record.id))/withdraw", kind: .danger) : .empty
        return """
            <p class="row wrapx">\(linkButton("看回执", to: ApplyAddress.receipt(record.id)))\
            \(linkButton("回到我的", to: ApplyAddress.my))\(withdraw)</p>
            """
    }
}
