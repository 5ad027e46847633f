import Foundation
import Items
import Markup
import Web

/// Items in a list: name, facts, labels and what to do.
struct ResultList {
    let hits: [SearchHit]
    /// What was typed; marked where names hold it.
    var marking: String = ""

    init(_ hits: [SearchHit], marking: String = "") {
        self.hits = hits
        self.marking = marking
    }

    init(items: [PublishedItem]) {
        hits = items.map { SearchHit(item: $0) }
    }

    var html: HTML { "\(hits.map(row))" }

    private func row(_ hit: SearchHit) -> HTML {
        let item = hit.item
        let guide = ItemAddress.guide(item.code) + (hit.leaf.map { "?leaf=\($0.key)" } ?? "")
        let leaf: HTML? = hit.leaf.map { "（\($0.name)）" }
        let via: HTML? = hit.via.map { "<p class=\"muted small\">常用说法：\($0)</p>" }
        let apply = item.isOpenOnline ? self.apply(hit, guide: guide) : .empty
        return """
            <article class="res"><div><h3><a href="\(guide)">\(marked(item.name))\(leaf)</a></h3>\(via)\
            <p class="meta">\(ItemWords.meta(item))</p><div class="row wrapx">\(Self.tags(item))</div></div>\
            <div class="row">\(linkButton("办事指南", to: guide))\(apply)</div></article>
            """
    }

    /// With one handling item one may begin at once; otherwise the guide asks which one it is.
    private func apply(_ hit: SearchHit, guide: String) -> HTML {
        let leaves = hit.item.handlingItems
        if let leaf = hit.leaf ?? (leaves.count == 1 ? leaves.first : nil) {
            return linkButton("在线办理", to: ItemAddress.apply(leaf.code), kind: .primary)
        }
        return linkButton("选情形办理", to: guide + "#situation", kind: .primary)
    }

    /// Labels of an item: how it can be handled, and what is not known yet.
    static func tags(_ item: PublishedItem) -> HTML {
        var tags: [HTML] = []
        let content = item.content
        if item.isOpenOnline, content.onlineDepth == .complete {
            tags.append(tag("全程网办", .ok, icon: .globe))
        } else if item.isOpenOnline {
            tags.append(tag("可网上申请", .ok, icon: .globe))
        }
        if let visits = content.visits { tags.append(tag(visits == 0 ? "不用跑" : "最多跑 \(visits) 次", .brand)) }
        if content.projectType == .instant { tags.append(tag("即办件", .gold)) }
        if !content.isComplete { tags.append(tag("指南待完善", .warn)) }
        if content.hasExamples, item.isOpenOnline { tags.append(tag("含示例内容")) }
        return "\(tags)"
    }

    /// The name with the longest piece of the query in it marked.
    private func marked(_ name: String) -> HTML {
        guard let piece = Self.longestPiece(of: marking, in: name), let range = name.range(of: piece) else {
            return "\(name)"
        }
        return "\(name[..<range.lowerBound])<mark>\(piece)</mark>\(name[range.upperBound...])"
    }

    /// The longest stretch of at least two characters that both texts share.
    static func longestPiece(of query: String, in name: String) -> String? {
        let characters = Array(query.prefix(40))
        var length = characters.count
        while length >= 2 {
            for start in 0...(characters.count - length) {
                let piece = String(characters[start..<(start + length)])
                if name.contains(piece) { return piece }
            }
            length -= 1
        }
        return nil
    }
}
