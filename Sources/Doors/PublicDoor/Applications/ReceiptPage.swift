import Base
import Cases
import Foundation
import Items
import Markup
import Web
import WorkCalendar

/// The receipt: the number, what happens next and when. It stays where it is.
struct ReceiptPage: Page {
    let detail: CaseDetail
    let content: ItemContent

    private var record: Case { detail.record }

    var title: String { "回执 - \(record.service.itemName)" }

    var body: HTML {
        """
        <div class="wrap">\(breadcrumb([Link("首页", "/"), Link("我的", "/my")], here: "回执"))
        <div class="mid flow-6">\(steps(ApplyStep.names, current: ApplyStep.names.count - 1))
        \(note("<p class=\"strong\">申请已提交，\(ShanghaiTime.minuteText(record.submittedAt))</p>", .ok, icon: .check))
        <div><h1>回执</h1><p class="muted">\(record.service.itemName)（\(record.service.handlingItemName)）· \(record.applicant.name)</p></div>
        \(card("办件编号", number))\(card("接下来", next))
        <p class="row wrapx">\(print)\(linkButton("查看办理进度", to: ApplyAddress.ownCase(record.id)))\
        \(linkButton("回到我的", to: ApplyAddress.my))</p></div></div>
        """
    }

    private var number: HTML {
        """
        <div class="row between wrapx"><span class="num strong f24 t-brand break">\(record.number)</span>\
        <button type="button" class="btn js" data-copy="\(record.number)">\(icon(.copy))<span>复制编号</span></button></div>\
        <p class="hint mt2">凭编号和手机号后四位，不登录也能在“<a href="\(ApplyAddress.track)">进度查询</a>”查到进度。</p>
        """
    }

    private var print: HTML {
        guard let receipt = detail.documents.last(where: { $0.kind == .receipt }) else { return .empty }
        return linkButton("打印回执", to: ApplyAddress.document(receipt.id), kind: .primary, icon: .print)
    }

    private var next: HTML {
        let body = record.service.body.name
        var sentences: [HTML] = []
        if let due = record.clock.receptionDue {
            sentences.append("<li>\(CaseWords.day(due, submitted: record.submittedAt))前（5 个工作日内），\(body)答复是否受理。</li>")
        }
        sentences.append("<li>材料需要补正时，会一次告诉您，并发短信到 \(maskedPhone)。</li>")
        if let promised = content.promisedLimit {
            let limit = promised.amount == 0 ? "当场" : " \(promised.amount) \(promised.unit.term)内"
            sentences.append("<li>受理后，承诺\(limit)作出决定。</li>")
        }
        if let result = content.result, result.kind != .none {
            let ways = result.delivery.joined(separator: "、")
            let how: HTML = ways.isEmpty ? .empty : "，送达方式：\(ways)"
            sentences.append("<li>办成后，您会得到“\(result.name)”\(how)。</li>")
        }
        sentences.append("<li>办结后，可以在办件页评价本次服务。</li>")
        return "<ol class=\"num-list\">\(sentences)</ol>"
    }

    private var maskedPhone: String {
        let phone = record.applicant.phone
        guard phone.count == 11 else { return "您的手机" }
        return "\(phone.prefix(3))****\(phone.suffix(4))"
    }
}
