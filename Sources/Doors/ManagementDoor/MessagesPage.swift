import Base
import Markup
import Notices
import Web

/// The SMS that the demo gateway took, newest first: here a newcomer reads sign-in codes.
struct MessagesPage: Page {
    static let size = 50

    /// One more than a page when there is a next one.
    let messages: [Message]
    let isFirst: Bool

    var title: String { "短信" }

    var body: HTML {
        guard !messages.isEmpty else {
            return emptyState("还没有短信", hint: "登录验证码和办件通知发出后显示在这里。刷新页面查看。")
        }
        let shown = messages.prefix(Self.size)
        let next = messages.count > Self.size ? shown.last.map { "/messages?after=\($0.place.text)" } : nil
        return """
            \(note("演示网关不会真正发出短信，内容只在本机的这个页面显示。"))
            \(table(caption: "短信，最新的在前", columns: Self.columns, rows: shown.map(Self.row)))
            \(pager(previous: isFirst ? nil : "/messages", next: next))
            """
    }

    private static let columns = [
        Column("时间"), Column("手机号码"), Column("内容"), Column("状态"), Column("短信条数", isFigures: true),
    ]

    private static func row(_ message: Message) -> [HTML] {
        let remark: HTML? = message.state == .failed ? "<p class=\"small muted\">\(message.remark)</p>" : nil
        return [
            "<span class=\"num nowrap\">\(ShanghaiTime.text(message.createdAt))</span>",
            "<span class=\"num\">\(message.phone)</span>", "<span class=\"break\">\(message.text)</span>",
            "\(Web.status(NoticeTerms.state(message.state), tone(message.state)))\(remark)",
            "\(SMSText.parts(message.text))",
        ]
    }

    private static func tone(_ state: Message.State) -> Tone {
        switch state {
        case .waiting: .brand
        case .sent, .read: .ok
        case .failed: .error
        }
    }
}
