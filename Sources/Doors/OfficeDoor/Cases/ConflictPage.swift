import Base
import Cases
import Foundation
import Markup
import Web

/// Two people worked on one case: what the other did stands beside what was typed here, and nothing is lost (ui-guide 4.6).
struct ConflictPage: Page {
    let act: String
    let mine: FormFields
    let current: Case
    let lastEvent: CaseEvent?
    let list: InboxLink
    let token: FormToken

    var title: String { "办件刚被别人改动" }
    var hasErrors: Bool { true }

    var body: HTML {
        """
        <div class="case-l flow"><div class="errsum" role="alert" tabindex="-1" data-focus><h1>办件刚被别人改动</h1>\
        <p>您填写的内容没有丢失，也还没有提交。请比较后选择。</p></div>
        <div class="grid g2">\(card("对方的改动", theirs))\(card("您填写的内容", own))</div></div>
        """
    }

    private var theirs: HTML {
        var rows = [KeyValue("现在的状态", ClockMark.status(current.status)), KeyValue("版本", text: String(current.version))]
        if let lastEvent {
            rows.append(KeyValue("谁", text: lastEvent.actorName))
            rows.append(KeyValue("做了什么", text: lastEvent.kind.term))
            rows.append(KeyValue("时间", text: ShanghaiTime.minuteText(lastEvent.at)))
            if !lastEvent.opinion.isEmpty { rows.append(KeyValue("意见", text: lastEvent.opinion, isWide: true)) }
        }
        return """
            \(keyValues(rows))<p class="row">\(linkButton("采用对方的，打开最新页面", to: list.address(of: current.id)))</p>
            """
    }

    private var own: HTML {
        let hidden: Set<String> = ["csrf", "version", "view", "item", "channel", "next", "confirmed", "material"]
        let kept = mine.fields.filter { $0.name != "csrf" && $0.name != "version" }
        let shown = mine.fields.filter { field in
            let isOwn = ["receipt-", "copies-", "file-"].contains { field.name.hasPrefix($0) }
            return !isOwn && !hidden.contains(field.name) && !field.value.isEmpty
        }
        let rows = shown.map { KeyValue(Self.label(of: $0.name), text: words($0), isWide: true) }
        let fields: [HTML] = kept.map { hiddenField($0.name, $0.value) }
        return """
            \(keyValues(rows))<form method="post" action="/cases/\(current.id.uuidString.lowercased())/\(act)">\(token)\(fields)\
            \(hiddenField("version", String(current.version)))<p class="row">\(button("采用我的，在最新内容上提交", kind: .primary))</p></form>
            """
    }

    private static func label(of name: String) -> String {
        switch name {
        case "opinion": "意见"
        case "conclusion": "结论"
        case "reason": "理由"
        case "ground": "情形"
        case "authority": "应向哪个机关申请"
        case "result": "特别程序的结果"
        case "due": "截止日期"
        case "receiverName": "签收人"
        case "relation": "与申请人的关系"
        case "mode": "送达方式"
        case "remark": "备注"
        default: name.hasPrefix("checked-") ? "核对" : name.hasPrefix("remark-") ? "备注" : "补正内容"
        }
    }

    /// What was chosen, as it stood beside the button.
    private func words(_ field: FormFields.Field) -> String {
        let value = field.value
        let term: String? =
            switch field.name {
            case "conclusion": ["grant": "准予", "deny": "不予", "back": "退回"][value]
            case "ground" where act == "pause": PauseGround(rawValue: value)?.term
            case "ground" where act == "terminate": TerminateCase.Ground(rawValue: value)?.term
            case "ground": RefusalGround(rawValue: value)?.term
            case "relation": DeliverResult.Relation(rawValue: value)?.term
            case "mode": DeliverResult.Mode(rawValue: value)?.term
            default: field.name.hasPrefix("checked-") ? MaterialCheck(rawValue: value)?.term : nil
            }
        return term ?? value
    }
}
