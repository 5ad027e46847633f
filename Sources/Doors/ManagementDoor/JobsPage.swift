import Base
import Markup
import Web

/// Background work: how much waits, and what failed for good, each with a button that tries it again.
struct JobsPage: Page {
    static let size = 100

    let counts: JobAdministration.Counts
    let jobs: [JobAdministration.DeadJob]
    let token: FormToken

    var title: String { "后台任务" }

    var body: HTML {
        """
        <div class="grid g4">\(tiles)</div>
        \(jobs.isEmpty ? nothing : list)
        """
    }

    private var tiles: [HTML] {
        let worker = counts.workerAge.map { "\(Int($0.rounded())) 秒前" } ?? "没有运行"
        return [
            statTile("等待", figure: "\(counts.waiting)", comparison: "最久已等 \(Int(counts.oldestWait)) 秒"),
            statTile("正在处理", figure: "\(counts.running)", comparison: "各进程合计"),
            statTile("失败", figure: "\(counts.dead)", comparison: "等待人工重试", counts.dead > 0 ? .error : .neutral),
            statTile("后台进程", figure: worker, comparison: "最近一次响应", counts.workerAge == nil ? .error : .neutral),
        ]
    }

    private var nothing: HTML {
        emptyState("没有失败的后台任务", hint: "多次重试仍失败的任务会列在这里，可以人工重试。")
    }

    private var list: HTML {
        table(
            caption: "失败的后台任务，最新的在前",
            columns: [
                Column("任务号", isFigures: true), Column("类型"), Column("失败时间"), Column("尝试次数", isFigures: true),
                Column("最后一次错误"), Column("操作"),
            ], rows: jobs.map(row))
    }

    private func row(_ job: JobAdministration.DeadJob) -> [HTML] {
        [
            "\(job.id)", HTML.escaped(job.kind), "<span class=\"num nowrap\">\(ShanghaiTime.text(job.diedAt))</span>",
            "\(job.attempts)", HTML.escaped(job.error),
            buttonForm("重试", action: "/jobs/\(job.id)/retry", token: token, size: .small, icon: .redo),
        ]
    }
}
