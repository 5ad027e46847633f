import Base
import Cases
import Foundation
import Markup
import Web

/// What became of each selected case, those that were refused first.
struct BulkResultPage: Page {
    let act: BulkAct
    let outcomes: [BulkOutcome]
    let link: InboxLink
    let token: FormToken

    private var done: [BulkOutcome] { outcomes.filter { $0.version != nil } }
    private var refused: [BulkOutcome] { outcomes.filter { $0.version == nil } }

    var title: String { outcomes.isEmpty ? "没有选中办件" : "\(act.term)：办成 \(done.count) 件，没办成 \(refused.count) 件" }
    var hasErrors: Bool { !refused.isEmpty }

    var body: HTML {
        """
        <div class="vbar row between"><h1>批量\(act.term)</h1></div><div class="case-l flow">\(summary)\(list)\
        <div class="row wrapx">\(linkButton("回到列表", to: link.address(), kind: .primary, key: "Esc"))\(undo)</div></div>
        """
    }

    private var summary: HTML {
        if outcomes.isEmpty { return note("<p>请先在列表里勾选办件，再点“\(act.term)”。</p>", .warn, icon: .alert, isLive: true) }
        let good: HTML? =
            done.isEmpty ? nil : note("<p>\(done.count) 件已\(act.term)。</p>", .ok, icon: .check, isLive: true)
        let bad: HTML? =
            refused.isEmpty
            ? nil
            : note("<p><b>\(refused.count) 件没有\(act.term)</b>，原因见下表；其他办件不受影响。</p>", .error, icon: .alert, isLive: true)
        return "\(bad)\(good)"
    }

    private var list: HTML {
        guard !outcomes.isEmpty else { return .empty }
        let rows: [[HTML]] = (refused + done).map { outcome in
            [
                outcome.version == nil ? Web.status("没有办成", .error) : Web.status("已\(act.term)", .ok),
                "<a href=\"\(link.address(of: outcome.row.id))\">\(outcome.row.itemName)</a>",
                "\(outcome.row.applicantName)", "<span class=\"num\">\(outcome.row.number)</span>",
                "\(outcome.refusal)",
            ]
        }
        let columns = [Column("结果"), Column("事项"), Column("申请人"), Column("办件编号"), Column("原因")]
        return card(table(caption: "每件的结果", columns: columns, rows: rows))
    }

    private var undo: HTML {
        guard let undo = act.undo, !done.isEmpty else { return .empty }
        let rows: [HTML] = done.map { outcome in
            hiddenField("rows", BulkPick(id: outcome.row.id, version: outcome.version ?? 0).text)
        }
        return form(
            action: "/inbox/bulk", token: token,
            "\(link.hiddenFields)\(rows)\(button("撤销\(act.term)", name: "do", value: undo.rawValue, icon: .undo))")
    }
}
