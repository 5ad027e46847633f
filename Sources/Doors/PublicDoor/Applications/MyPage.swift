import Base
import Cases
import Foundation
import HTTPTypes
import Items
import Markup
import People
import Web

/// 我的: what waits for the person first, then drafts, cases and messages.
struct MyPage: Page {
    struct Entry: Sendable {
        let row: OwnCaseRow
        let clock: ClockView
    }

    struct DraftEntry: Sendable {
        let draft: Draft
        let found: (item: PublishedItem, leaf: PublishedHandlingItem)?
    }

    let citizen: Citizen
    let cases: [Entry]
    /// The place of the next page.
    let next: String?
    let isFirst: Bool
    let drafts: [DraftEntry]
    let messages: [CitizenMessage]
    let links: [Link]

    var title: String { "我的" }

    var body: HTML {
        """
        <div class="wrap">\(breadcrumb([Link("首页", "/")], here: "我的"))
        <div class="flow-6"><div class="row between wrapx"><h1>我的</h1><p class="muted">\(identity)</p></div>
        \(waiting)\(draftCard)\(caseCard)\(messageCard)\(accountCard)</div></div>
        """
    }

    private var identity: String {
        guard let principal = citizen.principalName else { return citizen.name }
        return "\(citizen.name)，代“\(principal)”办理"
    }

    /// Cases that cannot go on without the person.
    private var waiting: HTML {
        let open: [HTML] = cases.filter { $0.row.status == .correcting }.map { entry in
            let until = entry.clock.due.map { "请在 \(CaseWords.day($0, submitted: entry.row.submittedAt))前补正。" } ?? ""
            return note(
                """
                <p class="strong">“\(entry.row.itemName)”需要补正。\(until)</p>
                <p class="mt2">\(linkButton("去补正", to: ApplyAddress.correction(entry.row.id), kind: .primary))</p>
                """, .warn, icon: .alert)
        }
        return "\(open)"
    }

    private var draftCard: HTML {
        guard !drafts.isEmpty else { return .empty }
        let rows: [HTML] = drafts.map { entry in
            let id = entry.draft.id
            let name = entry.found.map { "\($0.item.name)（\($0.leaf.name)）" } ?? "已停办的事项"
            let saved = ShanghaiTime.minuteText(entry.draft.updatedAt)
            let kept = ShanghaiTime.minuteText(entry.draft.expiresAt).prefix(10)
            let go: HTML = entry.found == nil ? .empty : linkButton("继续填写", to: ApplyAddress.draft(id), size: .small)
            return """
                <li><div class="row between wrapx"><div><b>\(name)</b>\
                <p class="muted small">上次保存 \(saved)，保留到 \(kept)</p></div>\
                <div class="row">\(go)\(linkButton("删除", to: "\(ApplyAddress.draft(id))/delete", kind: .text, size: .small))</div></div></li>
                """
        }
        return card("没有提交的草稿", "<ul class=\"my\">\(rows)</ul>")
    }

    private var caseCard: HTML {
        guard !cases.isEmpty else {
            return card(
                "我的办件",
                emptyState(
                    "还没有办件", hint: "提交申请后，在这里看进度、补正和领取结果。",
                    action: linkButton("去找要办的事", to: "/s", kind: .primary)))
        }
        let rows: [HTML] = cases.map(row)
        let more = pager(previous: isFirst ? nil : ApplyAddress.my, next: next.map { "/my?after=\(urlEncoded($0))" })
        return card("我的办件", "<ul class=\"my\">\(rows)</ul>\(more)")
    }

    private func row(_ entry: Entry) -> HTML {
        let row = entry.row
        let other: HTML = row.applicantName == citizen.name ? .empty : "，申请人 \(row.applicantName)"
        return """
            <li><div class="row between wrapx"><b class="grow"><a href="\(ApplyAddress.ownCase(row.id))">\(row.itemName)\
            （\(row.handlingItemName)）</a></b>\(CaseWords.status(row.status))</div>\
            <p class="muted small">编号 <span class="num">\(row.number)</span>，\(ShanghaiTime.minuteText(row.submittedAt)) 提交\(other)</p>\
            <p class="small">\(CaseWords.now(row.status, body: row.bodyName, clock: entry.clock, submitted: row.submittedAt))</p>\
            \(CaseWords.clock(entry.clock))</li>
            """
    }

    private var messageCard: HTML {
        guard !messages.isEmpty else { return .empty }
        let rows: [HTML] = messages.map { message in
            let mark: HTML = message.isRead ? .empty : " \(tag("未读", .brand))"
            return """
                <li><a href="\(message.link)">\(message.title)</a>\(mark)<p class="small">\(message.text)</p>\
                <p class="muted tiny num">\(ShanghaiTime.minuteText(message.at))</p></li>
                """
        }
        return card("消息", more: "<a href=\"/my/messages\">全部消息</a>", "<ul class=\"my\">\(rows)</ul>")
    }

    private var accountCard: HTML {
        guard !links.isEmpty else { return .empty }
        let ways: [HTML] = links.map { linkButton($0.words, to: $0.address) }
        return card("账号", "<p class=\"row wrapx\">\(ways)</p>")
    }
}
