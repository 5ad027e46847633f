import Base
import Cases
import Foundation
import Identifiers
import Markup
import Web
import WorkCalendar

/// 速览 beside a work list: enough of a case to decide what to open next (ui-guide 4.5).
struct CasePeek {
    let glance: CaseGlance
    let clock: ClockView
    let acts: [CaseAct]
    let link: InboxLink
    let token: FormToken

    private var record: Case { glance.record }

    var html: HTML {
        """
        <div><p class="num muted small">\(record.number)</p><h2 class="f18 mt1">\(record.service.itemName)</h2>\
        <p class="row wrapx mt2">\(tag(record.service.handlingItemName))\(ClockMark.status(record.status))\
        \(clock.phase == .ended ? .empty : ClockMark.label(clock))</p></div>\(facts)\(materials)\
        <div><h3 class="f14 mb2">最近动态</h3>\(events)</div>\(buttons)
        """
    }

    /// What stands in the pane while no row is chosen.
    static let nothing: HTML = """
        <p class="muted">选中一行，在这里速览。</p><p class="muted small">按 <kbd>J</kbd> <kbd>K</kbd> 上下移动，<kbd>↵</kbd> 打开，<kbd>X</kbd> 选择。</p>
        """

    private var facts: HTML {
        let applicant = record.applicant
        var rows: [(String, String)] = [
            ("申请人", "\(applicant.name)（\(applicant.kind.term)）"), ("电话", Masking.phone(applicant.phone)),
        ]
        if let agent = applicant.agent { rows.append(("代理人", agent.name)) }
        if !applicant.address.isEmpty { rows.append(("地址", applicant.address)) }
        rows.append(("提交", ShanghaiTime.minuteText(record.submittedAt)))
        if let accepted = record.acceptedAt { rows.append(("受理", ShanghaiTime.minuteText(accepted))) }
        let lines: [HTML] = rows.map { "<dt class=\"muted\">\($0.0)</dt><dd>\($0.1)</dd>" }
        return "<dl class=\"side-kv small\">\(lines)</dl>"
    }

    private var materials: HTML {
        let all = glance.materials
        guard !all.isEmpty else { return .empty }
        let parts: [(Int, String)] = [
            (all.count { $0.checked == .fine }, "份核对无误"), (all.count { $0.checked == .defective }, "份有问题"),
            (all.count(where: \.isLacking), "份缺少"), (all.count { $0.receipt == .later }, "份承诺后补"),
        ]
        let words = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: "，")
        let isWrong = all.contains { $0.isLacking || $0.checked == .defective }
        return note(
            "<p>材料 \(all.count) 份\(words.isEmpty ? "，还没有核对" : "：\(words)")。</p>", isWrong ? .warn : .brand, icon: .info)
    }

    private var events: HTML {
        let entries = glance.latest.enumerated().map { index, event in
            TimelineEntry(
                "\(event.kind.term) · \(event.actorName)", time: ShanghaiTime.minuteText(event.at),
                state: index == 0 && record.status.isOpen ? .now : .done)
        }
        return timeline(entries)
    }

    private var buttons: HTML {
        let open = linkButton("打开办理", to: link.address(of: record.id), kind: .primary, key: "↵")
        let take: HTML? =
            acts.contains(.take) && !acts.contains(.release)
            ? buttonForm(
                "领办", action: "/cases/\(record.id.text)/take", token: token,
                fields: ["version": String(record.version), "view": link.query.tab.rawValue], icon: .user) : nil
        return "<div class=\"row wrapx\">\(open)\(take)</div>"
    }
}
