import Base
import Markup
import Web

/// How the platform does now and did in the last day, for operators.
struct StatusPage: Page {
    let counts: JobAdministration.Counts?
    let audit: AuditState?
    let freeBytes: Int?
    /// Whether the file store takes anything now.
    let files: Readiness.Check
    let processes: [ProcessBoard.Row]
    let sheds: Int
    let failures: Int
    let minutes: [History.Minute]

    var title: String { "运行状态" }

    var body: HTML {
        """
        <div class="grid g4">\(tiles)</div>
        <h2>进程</h2>\(processTable)
        <h2>最近 24 小时</h2>
        <div class="grid g2">\(charts.map(\.html))</div>
        """
    }

    private var tiles: [HTML] {
        let lent = processes.reduce(0) { $0 + $1.figures.poolLent }
        let waiting = processes.reduce(0) { $0 + $1.figures.poolWaiting }
        let worker = counts?.workerAge.map { "\(Int($0.rounded())) 秒前" } ?? "没有响应"
        let room = freeBytes.map { "\($0 >> 20) MB" } ?? "读不到"
        return [
            statTile(
                "数据库", figure: counts == nil ? "无法访问" : "正常", comparison: "连接在用 \(lent)，排队 \(waiting)",
                counts == nil ? .error : .neutral),
            statTile(
                "后台任务等待", figure: counts.map { "\($0.waiting)" } ?? "—",
                comparison: "最久已等 \(Int(counts?.oldestWait ?? 0)) 秒，失败 \(counts?.dead ?? 0)",
                (counts?.dead ?? 0) > 0 ? .error : .neutral),
            statTile(
                "后台进程", figure: worker, comparison: "最近一次响应", counts?.workerAge == nil ? .error : .neutral),
            statTile(
                "审计待封链", figure: audit.map { "\($0.waiting)" } ?? "—",
                comparison: "最早一条已等 \(Int(audit?.lag ?? 0)) 秒"),
            statTile(
                "文件存储剩余", figure: room, comparison: files.isFine ? "低于 1 GB 视为已满" : files.found,
                files.isFine ? .neutral : .error),
            statTile("出错的请求", figure: "\(failures)", comparison: "状态码 5xx，累计；请稍后再试 \(sheds)"),
            statTile("最近一次备份", figure: "尚无备份", comparison: "平台没有备份记录", .warn),
            statTile("证书剩余天数", figure: "—", comparison: "本程序不终止 TLS，看反向代理"),
        ]
    }

    private var processTable: HTML {
        let columns = [
            Column("进程"), Column("进程号", isFigures: true), Column("内存（MB）", isFigures: true),
            Column("连接", isFigures: true), Column("办理中", isFigures: true), Column("排队", isFigures: true),
            Column("库连接", isFigures: true),
        ]
        let rows: [[HTML]] = processes.map { row in
            let memory = ProcessMetrics.residentBytes(of: row.identifier).map { "\($0 >> 20)" } ?? "—"
            let figures = row.figures
            return [
                HTML.escaped(row.kind.word), "\(Int(row.identifier))", HTML.escaped(memory), "\(figures.connections)",
                "\(figures.atWork)", "\(figures.waiting)", "\(figures.poolLent)",
            ]
        }
        return table(caption: "本机运行的进程", columns: columns, rows: rows)
    }

    private var charts: [DayChart] {
        [
            DayChart("每分钟请求数", minutes, \.requests), DayChart("每分钟 5xx 数", minutes, \.failures),
            DayChart("九成请求的用时上限（毫秒）", minutes, \.p90), DayChart("后台任务等待数", minutes, \.jobsWaiting),
            DayChart("数据库连接在用", minutes, \.poolLent), DayChart("各进程内存合计（MB）", minutes, \.memory),
        ]
    }
}

extension ProcessBoard.Kind {
    /// What operators call it.
    var word: String {
        switch self {
        case .doors: "各门"
        case .management: "管理门"
        case .worker: "后台任务"
        }
    }
}
