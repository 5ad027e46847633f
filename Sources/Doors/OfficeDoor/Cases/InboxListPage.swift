import Base
import Cases
import Items
import Markup
import People
import Web
import WorkCalendar

/// 我的待办 and its sister views: tabs with counts, filters, rows by what falls due next (ui-guide 4.5).
struct InboxListPage: CountingPage {
    let link: InboxLink
    let page: InboxPage
    let counts: [InboxTab: InboxCount]
    let officer: Officer
    let itemName: String?
    let today: CalendarDate
    let calendar: WorkdayCalendar
    let preferences: Preferences
    let location: String
    let token: FormToken

    var title: String { link.query.search.isEmpty ? link.query.tab.term : "搜索“\(link.query.search)”" }

    var menuCounts: [String: Int] { ["/inbox": counts[.mine]?.count ?? 0] }

    var body: HTML {
        """
        <div class="vbar row between"><div class="row"><h1>\(title)</h1></div><div class="row">\(tools)</div></div>
        \(viewTabs(tabs, label: "视图"))
        \(filters)
        <div class="gridw">\(page.rows.isEmpty ? empty : rows)\(pagerBar)</div>
        """
    }

    private var tools: HTML {
        let export: HTML? =
            officer.may(.searchCases)
            ? linkButton("导出", to: "/inbox.csv?\(link.text())", size: .small, icon: .down) : nil
        let window: HTML? =
            officer.may(.receiveCases)
            ? linkButton("窗口受理", to: "/window", kind: .primary, size: .small, icon: .plus, key: "n") : nil
        return """
            <form class="inline" method="post" action="/preferences">\(token)\(hiddenField("back", location))\
            \(button(preferences.isCompact ? "舒展" : "紧凑", size: .small, name: "density",
                value: preferences.isCompact ? "cozy" : "compact"))</form>\(export)\(window)
            """
    }

    private var tabs: [Tab] {
        visibleTabs.map { tab in
            let count = counts[tab].map { min($0.count, InboxCount.most + 1) }
            return Tab(tab.term, link.address(tab: tab), count: count, isCurrent: tab == link.query.tab)
        }
    }

    /// Everything of the body is for those who may search it.
    private var visibleTabs: [InboxTab] {
        InboxTab.allCases.filter { $0 != .all || officer.may(.searchCases) }
    }

    private var filters: HTML {
        let channels = CaseChannel.allCases.map { Choice($0.rawValue, $0.term) }
        let chip: HTML? = itemName.map { name in
            "<a class=\"chip chip-on\" href=\"\(withoutItem)\">事项 <b>\(name)</b>\(icon(.x, size: .small))<span class=\"sr\">去掉这个条件</span></a>"
        }
        let item: HTML? = link.query.itemID.map { hiddenField("item", String($0)) }
        return """
            <form class="fbar" method="get" action="/inbox">\(hiddenField("view", link.query.tab.rawValue))\(item)\
            <label class="sr" for="f-q">办件编号或申请人</label>\
            <input class="in in-sm" id="f-q" name="q" type="search" value="\(link.query.search)" \
            placeholder="办件编号或申请人" data-key="/">\
            <label class="sr" for="f-channel">来源</label><select class="in in-sm" id="f-channel" name="channel">\
            <option value="">全部来源</option>\(channels.map { $0.option(selected: link.query.channel?.rawValue) })</select>\
            \(button("筛选", size: .small, icon: .filter))\(chip)\
            \(orderWords)</form>
            """
    }

    private var withoutItem: String {
        var other = link
        other.query.itemID = nil
        return other.address()
    }

    private var orderWords: HTML {
        let name = link.query.tab.isArchive ? "按时间" : "按剩余时限"
        let other = link.address(reversed: !link.query.isReversed)
        return """
            <span class="muted small">\(name)\(link.query.isReversed ? "倒序" : "排序")</span><a class="small" href="\(other)">换个顺序</a>
            """
    }

    private var rows: HTML {
        """
        <table class="dg" data-grid><caption class="sr">\(title)，\(page.rows.count) 件</caption><thead><tr>\
        <th scope="col">事项</th><th scope="col">业务办理项</th><th scope="col">申请人</th><th scope="col">来源</th>\
        <th scope="col"\(attribute: "aria-sort", link.query.tab.isArchive ? nil : "ascending")>时限</th>\
        <th scope="col">状态</th><th scope="col">办件编号</th></tr></thead><tbody>\(page.rows.map(row))</tbody></table>
        """
    }

    private func row(_ row: InboxRow) -> HTML {
        let clock = row.clockView(on: today, in: calendar)
        let mine: HTML? = row.isAssignedToMe ? tag("我在办", .brand) : nil
        return """
            <tr><td><a class="t" href="\(link.address(of: row.id))">\(row.itemName)</a></td>\
            <td class="muted">\(row.handlingItemName)</td><td>\(row.applicantName)</td><td>\(row.channel.term)</td>\
            <td>\(ClockMark.bar(clock))</td><td>\(ClockMark.status(row.status)) \(mine)</td>\
            <td class="num muted">\(row.number)</td></tr>
            """
    }

    private var empty: HTML {
        if !link.query.search.isEmpty {
            return emptyState("没有找到办件", hint: "请核对办件编号；申请人请从姓名或名称的第一个字开始输入。")
        }
        return emptyState("这里没有办件", hint: "换一个视图看看，或从左侧“窗口受理”新收一件。")
    }

    private var pagerBar: HTML {
        let next = page.next.map { link.address(after: $0) }
        let first = link.query.after == nil ? nil : link.address()
        let cut: String? = page.isCut && page.next == nil ? "只列出前 \(InboxQuery.pageSize) 件，请输入更多文字缩小范围" : nil
        return pager(previous: first, next: next, words: cut)
    }
}

extension Choice {
    /// The choice as an `<option>` of a bare select.
    func option(selected: String?) -> HTML {
        "<option value=\"\(value)\"\(attribute: "selected", if: value == selected)>\(words)</option>"
    }
}

/// How a clock is drawn: words, bar and tone, the same everywhere in the workbench (ui-guide 4.5).
enum ClockMark {
    static func tone(_ clock: ClockView) -> Tone {
        if clock.isPaused || clock.phase == .correction || clock.phase == .ended { return .neutral }
        if clock.isOverdue { return .error }
        if let left = clock.remaining, left <= 1 || clock.usedPercent >= 80 { return .warn }
        return .ok
    }

    static func words(_ clock: ClockView) -> String {
        if clock.isPaused { return "计时暂停" }
        if clock.phase == .correction { return "等待补正" }
        if clock.phase == .ended { return "已办结" }
        if let over = clock.overdue { return "超期 \(over) \(unit(clock))" }
        if let left = clock.remaining { return left == 0 ? "今天到期" : "剩 \(left) \(unit(clock))" }
        return clock.phase.term
    }

    static func bar(_ clock: ClockView) -> HTML {
        slaBar(percent: clock.usedPercent, words: words(clock), tone(clock))
    }

    static func label(_ clock: ClockView) -> HTML {
        tag(words(clock), tone(clock), icon: .clock)
    }

    static func status(_ status: CaseStatus) -> HTML {
        let tone: Tone =
            switch status {
            case .granted, .delivered: .ok
            case .correcting: .warn
            case .denied, .notAccepted: .error
            case .withdrawn, .terminated: .neutral
            default: .brand
            }
        return Web.status(status.term, tone)
    }

    private static func unit(_ clock: ClockView) -> String {
        clock.unit == .workingDay ? "个工作日" : "个自然日"
    }
}
