import Markup
import Reviews
import Web

/// Public figures of reviews: what people said, for everybody to see.
struct ReviewFiguresPage: Page {
    /// Below this number of reviews a body's share of good ones says little and is not shown.
    static let leastReviews = 20

    let figures: ReviewFigures
    let period: ReviewPeriod

    var title: String { "好差评" }

    var body: HTML {
        let total = figures.total
        return """
            <div class="wrap flow">
            \(breadcrumb([Link("首页", "/")], here: title))
            <h1>\(title)</h1>
            \(tabs(ReviewPeriod.allCases.map(tab), label: "统计时间"))
            \(total.reviews == 0 ? nothing : shown(total))
            \(method)
            </div>
            """
    }

    private func tab(_ period: ReviewPeriod) -> Tab {
        Tab(period.term, "/reviews?period=\(period.rawValue)", isCurrent: period == self.period)
    }

    private var nothing: HTML {
        emptyState("这段时间还没有评价", hint: "办件办结后，申请人会收到评价邀请。评价结果汇总后在这里公开。")
    }

    private var method: HTML {
        """
        <p class="muted small">统计范围：\(period.term)内办结的办件及其评价。评价由办事人自愿作出，系统不代为评价，没有默认好评。\
        好评率为基本满意及以上的评价占全部评价的比例；满意度按 100、80、60、30、0 分计算。</p>
        """
    }

    private func shown(_ total: ReviewFigures.Counts) -> HTML {
        """
        <div class="grid g4">\(tiles(total))</div>
        \(card("各等级评价", grades(total)))
        \(card("各部门评价", bodies))
        """
    }

    private func tiles(_ total: ReviewFigures.Counts) -> [HTML] {
        [
            statTile("评价数", figure: "\(total.reviews)", comparison: "应评办件 \(total.invited) 件"),
            statTile("主动评价率", figure: percent(total.participation), comparison: "评价数 ÷ 应评办件"),
            statTile("好评率", figure: percent(total.goodShare), comparison: "基本满意及以上"),
            statTile("满意度", figure: oneDecimal(total.score), comparison: "满分 100 分"),
        ]
    }

    private func grades(_ total: ReviewFigures.Counts) -> HTML {
        let rows: [[HTML]] = ReviewGrade.allCases.reversed().map { grade in
            let count = total.byGrade[grade, default: 0]
            let share = Double(count) / Double(total.reviews)
            let bar = progressBar(percent: Int((share * 100).rounded()), label: "\(grade.term) \(percent(share))")
            return [HTML.escaped(grade.term), "\(count)", HTML.escaped(percent(share)), bar]
        }
        let columns = [Column("满意程度"), Column("评价数", isFigures: true), Column("占比", isFigures: true), Column("图示")]
        return table(caption: "各等级的评价数", columns: columns, rows: rows)
    }

    private var bodies: HTML {
        let rows: [[HTML]] = figures.bodies.map { body in
            let isTelling = body.counts.reviews >= Self.leastReviews
            let share = isTelling ? percent(body.counts.goodShare) : "评价较少"
            return [
                HTML.escaped(body.name), "\(body.counts.invited)", "\(body.counts.reviews)", "\(body.counts.poor)",
                HTML.escaped(share),
            ]
        }
        let columns = [
            Column("部门"), Column("应评办件", isFigures: true), Column("评价数", isFigures: true),
            Column("差评数", isFigures: true), Column("好评率", isFigures: true),
        ]
        return table(caption: "各部门的评价", columns: columns, rows: rows)
    }

    private func percent(_ share: Double?) -> String {
        share.map { oneDecimal($0 * 100) + "%" } ?? "—"
    }

    private func oneDecimal(_ value: Double?) -> String {
        guard let value else { return "—" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
