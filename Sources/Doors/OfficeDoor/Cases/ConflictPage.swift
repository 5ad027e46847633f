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
        let hidden: Set<String> = ["csrf", "version", "view", "item", "channel", "next", "confirmed"]
        let kept = mine.fields.filter { $0.name != "csrf" && $0.name != "version" }
        let shown = mine.fields.filter { !hidden.contains($0.name) && !$0.value.isEmpty }
        let rows = shown.map { KeyValue(Self.label(of: $0.name), text: $0.value, isWide: true) }
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
        case "due": "截止日期"
        case "receiverName": "签收人"
        default: name.hasPrefix("problem-") ? "补正内容" : name
        }
    }
}
