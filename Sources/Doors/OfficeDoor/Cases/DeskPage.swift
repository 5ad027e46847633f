import Base
import Cases
import Foundation
import Markup
import People
import Web
import WorkCalendar

/// 工作台: how many cases wait on each list, and which fall due first.
struct DeskPage: CountingPage {
    let officer: Officer
    let counts: [InboxTab: InboxCount]
    let soon: [InboxRow]
    let today: CalendarDate
    let calendar: WorkdayCalendar

    var title: String { "工作台" }

    var menuCounts: [String: Int] { ["/inbox": counts[.mine]?.count ?? 0] }

    var body: HTML {
        """
        <div class="vbar row between"><div class="row"><h1>\(officer.name)，您好</h1>\
        <span class="muted small">\(officer.organisationName) · \(officer.post)</span></div></div>
        <div class="case-l flow"><div class="tiles">\(tiles)</div>
        \(card("即将超期", more: "<a class=\"small\" href=\"/inbox?view=dueSoon\">全部</a>", soonList))
        \(card("常用入口", entries))</div>
        """
    }

    private var tiles: HTML {
        let shown: [InboxTab] = [.mine, .dueSoon, .overdue, .correcting, .toDeliver]
        let tiles: [HTML] = shown.map { tab in
            let count = counts[tab]
            let isUrgent = tab == .overdue && (count?.count ?? 0) > 0
            return """
                <a class="card stat" href="/inbox?view=\(tab.rawValue)"><span class="small muted">\(tab.term)</span>\
                <b class="num fig-lg\(isUrgent ? " t-err" : "")">\(count?.text ?? "0")</b></a>
                """
        }
        return "\(tiles)"
    }

    private var soonList: HTML {
        guard !soon.isEmpty else { return emptyState("两个工作日内没有到期的办件", hint: "可以从“我的待办”接着办理。") }
        let rows: [[HTML]] = soon.prefix(10).map { row in
            [
                "<a href=\"/cases/\(row.id.text)?view=dueSoon\">\(row.itemName)</a>",
                "\(row.applicantName)", ClockMark.bar(row.clockView(on: today, in: calendar)),
                ClockMark.status(row.status),
            ]
        }
        return table(
            caption: "即将超期的办件", columns: [Column("事项"), Column("申请人"), Column("时限"), Column("状态")], rows: rows)
    }

    private var entries: HTML {
        var links: [HTML] = []
        if officer.may(.receiveCases) { links.append(linkButton("窗口受理", to: "/window", kind: .primary, icon: .desk)) }
        links.append(linkButton("我的待办", to: "/inbox", icon: .inbox))
        if officer.may(.searchCases) { links.append(linkButton("全部办件", to: "/inbox?view=all", icon: .users)) }
        if officer.may(.superviseCases) { links.append(linkButton("运行总览", to: "/dashboard", icon: .chart)) }
        links.append(linkButton("常用语", to: "/phrases", icon: .text))
        return "<div class=\"row wrapx\">\(links)</div>"
    }
}
