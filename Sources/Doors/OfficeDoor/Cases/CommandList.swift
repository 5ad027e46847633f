import Base
import Cases
import Foundation
import Items
import Markup
import People
import Web

/// What the command box offers while somebody types: cases, items, pages. Plain links, so that Enter and a click do the same.
struct CommandList {
    let text: String
    let rows: [InboxRow]
    let items: [SearchHit]
    let officer: Officer

    private static let most = 5

    var html: HTML {
        let cases: [HTML] = rows.prefix(Self.most).map { row in
            line(
                "/cases/\(row.id.text)?view=all", .file, "\(row.itemName) · \(row.applicantName)",
                row.number)
        }
        let found: [HTML] = items.prefix(3).flatMap(lines)
        return "\(pages)\(cases)\(found)\(everything)"
    }

    /// Pages of the menu whose name contains what was typed.
    private var pages: HTML {
        let entries = OfficeDoor.layout.entries(for: officer).filter { $0.words.contains(text) }
        let lines: [HTML] = entries.prefix(Self.most).map { line($0.address, .cr, $0.words, "页面") }
        return "\(lines)"
    }

    private func lines(_ hit: SearchHit) -> [HTML] {
        var lines: [HTML] = []
        if officer.may(.receiveCases) {
            let leaf = hit.leaf ?? hit.item.handlingItems.first
            if let leaf {
                lines.append(line("/window?leaf=\(urlEncoded(leaf.code))", .desk, "窗口受理：\(hit.item.name)", leaf.name))
            }
        }
        if officer.may(.searchCases) {
            lines.append(line("/inbox?view=all&item=\(hit.item.id)", .inbox, "办件：\(hit.item.name)", "按事项"))
        }
        return lines
    }

    private var everything: HTML {
        line("/inbox?view=all&q=\(urlEncoded(text))", .search, "在全部办件里找“\(text)”", "回车")
    }

    private func line(_ address: String, _ symbol: Icon, _ words: String, _ note: String) -> HTML {
        """
        <a href="\(address)">\(icon(symbol, size: .small))<span class="grow ell">\(words)</span><small class="muted num">\(note)</small></a>
        """
    }
}
