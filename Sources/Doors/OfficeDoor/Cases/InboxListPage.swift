import Base
import Cases
import Foundation
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
    let peek: CasePeek?
    let token: FormToken

    var title: String { link.query.search.isEmpty ? link.query.tab.term : "搜索“\(link.query.search)”" }

    var menuCounts: [String: Int] { ["/inbox": counts[.mine]?.count ?? 0] }

    var body: HTML {
        """
        <div class="vbar row between"><div class="row"><h1>\(title)</h1></div><div class="row">\(tools)</div></div>
        \(viewTabs(tabs, label: "视图"))
        \(filters)
        <div class="split\(peek == nil ? "" : " has-peek")"><div class="gridw">\(bulkBar)\(page.rows.isEmpty ? empty : rows)\(pagerBar)</div>
        <aside class="peek flow" id="peek" aria-label="办件速览" aria-live="polite">\(peek?.html ?? CasePeek.nothing)</aside></div>
        \(keys)
        """
    }

    private var tools: HTML {
        let export: HTML? =
            officer.may(.searchCases)
            ? linkButton("导出", to: "/inbox.csv?\(link.text())", size: .small, icon: .down) : nil
        let print: HTML = """
            <button type="button" class="btn btn-sm js" data-print>\(icon(.print, size: .small))<span>打印</span></button>
            """
        let window: HTML? =
            officer.may(.receiveCases)
            ? linkButton("窗口受理", to: "/window", kind: .primary, size: .small, icon: .plus, key: "N") : nil
        return """
            <form class="inline" method="post" action="/preferences">\(token)\(hiddenField("back", location))\
            \(button(preferences.isCompact ? "舒展" : "紧凑", size: .small, name: "density",
                value: preferences.isCompact ? "cozy" : "compact"))</form>\(export)\(print)\(window)
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
        var chips: [HTML] = []
        var hidden: [HTML] = [hiddenField("view", link.query.tab.rawValue)]
        if let body = link.query.bodies?.first {
            chips.append(chip("实施主体", page.rows.first?.bodyName ?? "所选机构") { $0.bodies = nil })
            hidden.append(hiddenField("body", String(body)))
        }
        if let itemName, let itemID = link.query.itemID {
            chips.append(chip("事项", itemName) { $0.itemID = nil })
            hidden.append(hiddenField("item", String(itemID)))
        }
        if link.query.soonDays != InboxTab.soonDays {
            hidden.append(hiddenField("days", String(link.query.soonDays)))
        }
        return """
            <form class="fbar" method="get" action="/inbox">\(hidden)\
            <label class="sr" for="f-q">办件编号或申请人</label>\
            <input class="in in-sm" id="f-q" name="q" type="search" value="\(link.query.search)" \
            placeholder="办件编号或申请人" data-key="/">\
            <label class="sr" for="f-channel">来源</label><select class="in in-sm" id="f-channel" name="channel" data-key="F">\
            <option value="">全部来源</option>\(channels.map { $0.option(selected: link.query.channel?.rawValue) })</select>\
            \(button("筛选", size: .small, icon: .filter))\(chips)\
            \(orderWords)</form>
            """
    }

    /// A condition of the list; its link leads to the list without it.
    private func chip(_ name: String, _ value: String, _ takeOff: (inout InboxQuery) -> Void) -> HTML {
        var other = link
        takeOff(&other.query)
        return """
            <a class="chip chip-on" href="\(other.address())">\(name) <b>\(value)</b>\(icon(.x, size: .small))\
            <span class="sr">去掉这个条件</span></a>
            """
    }

    private var orderWords: HTML {
        let name = link.query.tab.isArchive ? "按时间" : "按剩余时限"
        let other = link.address(reversed: !link.query.isReversed)
        return """
            <span class="muted small">\(name)\(link.query.isReversed ? "倒序" : "排序")</span><a class="small" href="\(other)">换个顺序</a>
            """
    }

    private var acts: [BulkAct] { BulkAct.offered(to: officer, on: link.query.tab) }

    private var rows: HTML {
        let columns = [
            Column("事项"), Column("业务办理项"), Column("申请人"), Column("来源"),
            Column(link.query.tab.isArchive ? "时限" : "剩余时限", sorting: sorting), Column("状态"),
            Column("办件编号"),
        ]
        let links = link.rows
        let current = peek?.glance.record.id
        return workList(
            caption: "\(title)，\(page.rows.count) 件", columns: columns,
            rows: page.rows.map { row($0, links, isCurrent: $0.id == current) },
            isSelectable: !acts.isEmpty)
    }

    private var sorting: Column.Sorting? {
        link.query.tab.isArchive || !link.query.search.isEmpty
            ? nil : link.query.isReversed ? .descending : .ascending
    }

    private func row(_ row: InboxRow, _ links: InboxLink.RowLinks, isCurrent: Bool) -> WorkRow {
        let id = row.id.text
        let clock = row.clockView(on: today, in: calendar)
        let mine: HTML = row.isAssignedToMe ? tag("我在办", .brand) : .empty
        return WorkRow(
            id: BulkPick(id: row.id, version: row.version).markup, name: "\(row.itemName) \(row.number)",
            address: links.page(of: id), title: row.itemName, isCurrent: isCurrent,
            cells: """
                <td><span class="muted">\(row.handlingItemName)</span></td><td>\(row.applicantName)</td>\
                <td>\(row.channel.term)</td><td>\(ClockMark.bar(clock))</td><td>\(ClockMark.status(row.status)) \(mine)</td>\
                <td><a class="num muted" href="\(links.peek(of: id))" data-peek>\(row.number)<span class="sr"> 速览</span></a></td>
                """)
    }

    /// What may be done to the selected rows; with script it appears when there are any.
    private var bulkBar: HTML {
        guard !acts.isEmpty, !page.rows.isEmpty else { return .empty }
        let buttons: [HTML] = acts.map { act in
            button(act.term, size: .small, name: "do", value: act.rawValue, icon: act.symbol)
        }
        return """
            <form class="bulk" id="bulk" method="post" action="/inbox/bulk" data-selected>\(token)\(link.hiddenFields)\
            <span class="js" aria-live="polite">已选&nbsp;<b class="num" data-selected-count>0</b>&nbsp;件</span><span class="no-js">勾选的办件：</span>\(buttons)\
            <span class="muted small">逐件办理，一件没办成不影响其他。</span></form>
            """
    }

    private var keys: HTML {
        """
        <div class="keys" aria-hidden="true"><span><kbd>J</kbd><kbd>K</kbd>上下移动</span><span><kbd>↵</kbd>打开</span>\
        <span><kbd>X</kbd>选中</span><span><kbd>空格</kbd>速览</span><span><kbd>/</kbd>筛选</span><span><kbd>N</kbd>窗口受理</span>\
        <span><kbd>Ctrl K</kbd>命令</span><span><kbd>?</kbd>全部快捷键</span></div>
        """
    }

    private var empty: HTML {
        if !link.query.search.isEmpty {
            return emptyState("没有找到办件", hint: "请核对办件编号；申请人请从姓名或名称的第一个字开始输入。")
        }
        return emptyState(emptyWords, hint: emptyHint)
    }

    private var isFiltered: Bool {
        link.query.itemID != nil || link.query.channel != nil || link.query.bodies != nil
    }

    private var emptyWords: String {
        if isFiltered { return "没有符合条件的办件" }
        return switch link.query.tab {
        case .mine: "没有待办的办件"
        case .dueSoon: "\(link.query.soonDays) 个工作日内没有到期的办件"
        case .overdue: "没有超期的办件"
        case .correcting: "没有等待补正的办件"
        case .toDeliver: "没有待送达的结果"
        case .done: "还没有办结的办件"
        case .all: "还没有办件"
        }
    }

    private var emptyHint: String {
        if isFiltered { return "去掉上面的条件，或换一个视图看看。" }
        return switch link.query.tab {
        case .mine where officer.may(.receiveCases): "新的网上申请会出现在这里；有人到窗口来，从“窗口受理”收件。"
        case .mine: "轮到您办理的办件会出现在这里。"
        case .dueSoon, .overdue: "办件按时办理中，可以从“待我处理”接着办。"
        case .correcting: "告知补正后，办件在这里等申请人补交。"
        case .toDeliver: "作出决定后，结果在这里等待送达。"
        case .done, .all: "办件受理、办结后可以在这里查到。"
        }
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

    static func words(_ clock: ClockView) -> HTML {
        if clock.isPaused { return "计时暂停" }
        if clock.phase == .correction { return "等待补正" }
        if clock.phase == .ended { return "已办结" }
        if let over = clock.overdue { return "超期 \(over) \(unit(clock))" }
        if let left = clock.remaining { return left == 0 ? "今天到期" : "剩 \(left) \(unit(clock))" }
        return "\(clock.phase.term)"
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

extension BulkAct {
    /// The sign on its button.
    var symbol: Icon {
        switch self {
        case .receive: .inbox
        case .accept: .check
        case .take: .user
        case .release: .undo
        }
    }
}
