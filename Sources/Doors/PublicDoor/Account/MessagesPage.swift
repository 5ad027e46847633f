import Base
import Foundation
import Markup
import Notices
import Web

/// The list of one's own messages, newest first.
struct MessagesPage: Page {
    static let size = 20

    /// One more message than a page when there is a next one.
    let inbox: MessageOperations.Inbox
    let isUnreadOnly: Bool
    let isFirst: Bool
    let isDone: Bool
    let token: FormToken

    var title: String { "我的消息" }

    var body: HTML {
        """
        <div class="wrap">\(breadcrumb([Link("首页", "/"), Link("我的", "/my")], here: title))
        <div class="flow-6"><div class="row between wrapx"><h1>\(title)</h1><div>\(readAll)</div></div>
        \(isDone ? note("已标为已读。", .ok, icon: .check, isLive: true) : .empty)
        \(tabs(views, label: "消息"))\(list)</div></div>
        """
    }

    private var views: [Tab] {
        [
            Tab("全部", MessagesArea.path, isCurrent: !isUnreadOnly),
            Tab(
                "未读", MessagesArea.address(isUnreadOnly: true), count: inbox.unread == 0 ? nil : inbox.unread,
                isCurrent: isUnreadOnly),
        ]
    }

    private var readAll: HTML {
        inbox.unread == 0
            ? .empty : buttonForm("全部标为已读", action: "\(MessagesArea.path)/read-all", token: token, icon: .check)
    }

    private var list: HTML {
        let shown = inbox.messages.prefix(Self.size)
        guard !shown.isEmpty else { return card(empty) }
        let rows: [HTML] = shown.map(row)
        let all = MessagesArea.address(isUnreadOnly: isUnreadOnly)
        let last = inbox.messages.count > Self.size ? shown.last?.place.text : nil
        let next = last.map { "\(all)\(isUnreadOnly ? "&" : "?")after=\($0)" }
        return card("<ul class=\"my\">\(rows)</ul>\(pager(previous: isFirst ? nil : all, next: next))")
    }

    private var empty: HTML {
        if isUnreadOnly {
            return emptyState(
                "没有未读消息", hint: "新的进度、补正和结果会先出现在这里。",
                action: linkButton("看全部消息", to: MessagesArea.path))
        }
        return emptyState(
            "还没有消息", hint: "提交申请后，每一步进展都会在这里告诉您，重要的还会发短信。",
            action: linkButton("去找要办的事", to: "/s", kind: .primary))
    }

    private func row(_ message: Message) -> HTML {
        let address = "\(MessagesArea.path)/\(message.id.text)"
        let isUnread = message.readAt == nil
        let name: HTML =
            message.link.isEmpty ? "<b>\(message.title)</b>" : "<b><a href=\"\(address)\">\(message.title)</a></b>"
        let mark: HTML = isUnread ? tag("未读", .brand) : .empty
        let go: HTML? =
            message.link.isEmpty
            ? nil : linkButton(message.caseID == nil ? "查看" : "查看办件", to: address, size: .small)
        let fields: KeyValuePairs = ["show": isUnreadOnly ? "unread" : ""]
        let read: HTML? =
            isUnread
            ? buttonForm("标为已读", action: "\(address)/read", token: token, kind: .text, size: .small, fields: fields)
            : nil
        return """
            <li><div class="row between wrapx"><div class="grow">\(name) \(mark)</div><div class="row">\(read)\(go)</div></div>\
            <p>\(message.text)</p><p class="muted tiny num">\(ShanghaiTime.minuteText(message.createdAt))</p></li>
            """
    }
}
