import Base
import Cases
import Foundation
import Markup
import People
import Web
import WorkCalendar

/// 运行总览: today, what is under way and late, the last thirty days, and each body (ui-guide 3.2 督办预警, 统计分析).
struct DashboardPage: Page {
    let link: DashboardLink
    let board: Dashboard
    let officer: Officer
    let moment: Date

    /// Lines of the table; whoever has more bodies narrows it or takes the export.
    static let mostLines = 100
    /// More bodies than these are chosen by region first.
    static let mostChoices = 60

    var title: String { "运行总览" }

    var body: HTML {
        """
        <div class="vbar row between"><div class="row"><h1>运行总览</h1>\
        <span class="muted small">截至 \(ShanghaiTime.minuteText(moment))，办件一有变化就更新</span></div>\
        <div class="row">\(tools)</div></div>
        \(board.choices.isEmpty ? .empty : filters)
        <div class="case-l flow">\(board.bodies.isEmpty ? nothing : figures)</div>
        """
    }

    private var figures: HTML {
        """
        <div class="tiles tiles-4">\(tiles)</div>
        <div class="grid g2">\(card("近 \(Dashboard.days) 日趋势", more: chartLegend(lines), trend))\(card("在办办件", stages))</div>
        \(card("各实施主体", more: "<span class=\"muted small\">近 \(Dashboard.days) 日，点列名排序</span>", bodies))
        """
    }

    private var tools: HTML {
        """
        \(linkButton("刷新", to: link.address(), size: .small, icon: .refresh))\
        \(linkButton("导出", to: link.address("/dashboard.csv"), size: .small, icon: .down))
        """
    }

    // MARK: Filter

    private var isFiltered: Bool { link.query.region != nil || link.query.body != nil }

    private var filters: HTML {
        let regions = Self.regions(of: board.choices)
        let bodies = board.choices.filter { link.query.region == nil || $0.regionCode == link.query.region }
        let region = select("region", "区划", regions, "全部区划", link.query.region)
        let body =
            bodies.count > Self.mostChoices
            ? .empty
            : select(
                "body", "实施主体", bodies.map { Choice(String($0.id), $0.name) }, "全部实施主体",
                link.query.body.map { String($0) })
        let sort: HTML = link.sort == .overdue ? .empty : hiddenField("sort", link.sort.rawValue)
        let whole: HTML? =
            isFiltered ? "<a class=\"small\" href=\"\(link.address { $0.query = DashboardQuery() })\">看全部</a>" : nil
        return """
            <form class="fbar" method="get" action="/dashboard">\(sort)\(regions.count > 1 ? region : .empty)\(body)\
            \(button("筛选", size: .small, icon: .filter))\(whole)</form>
            """
    }

    private static func regions(of bodies: [DashboardBody]) -> [Choice] {
        var seen: Set<String> = []
        return bodies.compactMap { body in
            seen.insert(body.regionCode).inserted ? Choice(body.regionCode, body.regionName) : nil
        }
    }

    private func select(_ name: String, _ label: String, _ choices: [Choice], _ all: String, _ value: String?) -> HTML {
        """
        <label class="sr" for="f-\(name)">\(label)</label><select class="in in-sm" id="f-\(name)" name="\(name)">\
        <option value="">\(all)</option>\(choices.map { $0.option(selected: value) })</select>
        """
    }

    // MARK: Figures

    private var tiles: [HTML] {
        let today = board.figures(daysAgo: 0)
        let before = board.figures(daysAgo: 1)
        let period = board.period
        let correcting = board.open[.correcting] ?? 0
        return [
            tile("今日收件", "\(today.received)", "昨日 \(before.received) 件"),
            tile("今日受理", "\(today.accepted)", "昨日 \(before.accepted) 件"),
            tile("今日办结", "\(today.decided)", "昨日 \(before.decided) 件"),
            tile("在办", "\(board.openCases)", "其中待补正 \(correcting) 件", to: list(.all)),
            tile(
                "已超期", "\(board.overdue)", board.overdue > 0 ? "请督促尽快办理" : "没有超期的办件",
                board.overdue > 0 ? .error : .neutral, to: list(.overdue)),
            tile(
                "\(Dashboard.soonDays) 个工作日内到期", "\(board.soon)", board.soon > 0 ? "请留意时限" : "没有快到期的办件",
                board.soon > 0 ? .warn : .neutral, to: list(.dueSoon)),
            tile(
                "按时办结率", FigureText.rate(period.onTimePermille),
                "近 \(Dashboard.days) 日办结 \(period.decided) 件，按时 \(period.onTime) 件"),
            tile(
                "平均用时", FigureText.days(period.averageTenths), "工作日，从受理到决定，不含特别程序"),
        ]
    }

    private func tile(
        _ name: String, _ figure: String, _ remark: String, _ tone: Tone = .neutral, to address: String? = nil
    ) -> HTML {
        guard let address else { return statTile(name, figure: figure, comparison: remark) }
        let colour = tone == .neutral ? "" : " t-\(tone.rawValue)"
        return """
            <a class="card stat" href="\(address)"><span class="small muted">\(name)</span>\
            <b class="num fig-lg\(colour)">\(figure)</b>\
            <span class="d\(colour)">\(tone == .neutral ? HTML.escaped(remark) : Web.status(remark, tone))</span></a>
            """
    }

    /// The work list of the same cases; nil for who may not search, or where it cannot be narrowed the same way.
    private func list(_ tab: InboxTab, of body: Int? = nil) -> String? {
        guard officer.may(.searchCases), body != nil || link.query.region == nil else { return nil }
        var other = InboxLink(FormFields())
        other.query.tab = tab
        other.query.bodies = (body ?? link.query.body).map { [$0] }
        if tab == .dueSoon { other.query.soonDays = Dashboard.soonDays }
        return other.address()
    }

    // MARK: Trend

    private var lines: [ChartLine] {
        [
            ChartLine("收件", board.trend.map(\.figures.received)),
            ChartLine("办结", board.trend.map(\.figures.decided)),
        ]
    }

    private var trend: HTML {
        let days = board.trend.map { String($0.day.description.dropFirst(5)) }
        let period = board.period
        let rows: [[HTML]] = board.trend.reversed().map { entry in
            [
                "\(entry.day.description)", "\(entry.figures.received)", "\(entry.figures.accepted)",
                "\(entry.figures.decided)",
            ]
        }
        let columns = [
            Column("日期"), Column("收件", isFigures: true), Column("受理", isFigures: true), Column("办结", isFigures: true),
        ]
        let name = "近 \(Dashboard.days) 日每日收件和办结"
        return """
            <div class="chart" tabindex="0" role="region" aria-label="趋势图，可横向滚动">\(lineChart(
                name, description: "共收件 \(period.received) 件，办结 \(period.decided) 件。", days: days, lines: lines))</div>\
            <details><summary>查看数据</summary>\(table(caption: name, columns: columns, rows: rows))</details>
            """
    }

    // MARK: Stages

    private static let stages: [(term: String, statuses: [CaseStatus])] =
        CaseStatus.open.map { ($0.term, [$0]) } + [("待送达", [.granted, .denied])]

    private var stages: HTML {
        let counts = Self.stages.map { stage in
            (stage.term, stage.statuses.reduce(0) { $0 + (board.open[$1] ?? 0) })
        }
        let most = max(1, counts.map(\.1).max() ?? 1)
        let whole = max(1, board.openCases)
        let rows: [HTML] = counts.map { term, count in
            """
            <span>\(term)</span>\(progressBar(percent: count * 100 / most, label: "占在办的 \(count * 100 / whole)%"))\
            <b class="num right">\(count)</b>
            """
        }
        return "<div class=\"bar-list\">\(rows)</div>"
    }

    // MARK: Bodies

    private var bodies: HTML {
        let columns = [
            Column("实施主体"), column("在办", .open), column("已超期", .overdue), column("快到期", .soon),
            column("收件", .received), column("办结", .decided), column("按时率", .rate), column("平均用时", .days),
        ]
        let sorted = link.sort.sorted(board.bodies)
        let rows: [[HTML]] = sorted.prefix(Self.mostLines).map(row)
        let more: HTML? =
            sorted.count > Self.mostLines
            ? "<p class=\"muted small\">共 \(sorted.count) 个实施主体，只列出前 \(Self.mostLines) 个。请先选区划，或导出全部。</p>" : nil
        return "\(table(caption: "各实施主体的办件", columns: columns, rows: rows))\(more)"
    }

    private func column(_ heading: String, _ sort: DashboardSort) -> Column {
        let isCurrent = sort == link.sort
        return Column(
            heading, isFigures: true, sorting: isCurrent ? (sort == .rate ? .ascending : .descending) : nil,
            sortAddress: link.address { $0.sort = sort })
    }

    private func row(_ line: BodyFigures) -> [HTML] {
        let body = line.body
        let one = link.address { $0.query = DashboardQuery(body: body.id) }
        return [
            "<a href=\"\(one)\">\(body.name)</a> <span class=\"muted small\">\(body.regionName)</span>",
            count(line.open, .all, body.id), count(line.overdue, .overdue, body.id, .error),
            count(line.soon, .dueSoon, body.id, .warn), "\(line.period.received)", "\(line.period.decided)",
            "\(FigureText.rate(line.period.onTimePermille))", "\(FigureText.days(line.period.averageTenths))",
        ]
    }

    private func count(_ count: Int, _ tab: InboxTab, _ body: Int, _ tone: Tone = .neutral) -> HTML {
        guard count > 0 else { return "0" }
        let figure: HTML = tone == .neutral ? "\(count)" : Web.status(String(count), tone)
        guard let address = list(tab, of: body) else { return figure }
        return "<a href=\"\(address)\">\(figure)</a>"
    }

    // MARK: Nothing

    private var nothing: HTML {
        if officer.ownOnly {
            return emptyState("您的数据范围是“本人”，没有总览", hint: "总览按机构统计。需要查看时，请安全管理员调整数据范围。")
        }
        if isFiltered {
            return emptyState(
                "所选范围还没有办件", hint: "换一个区划或实施主体看看。",
                action: linkButton("看全部", to: link.address { $0.query = DashboardQuery() }))
        }
        return emptyState("还没有办件", hint: "有人提交申请后，收件、办结和时限会显示在这里。")
    }
}
