import Items
import Markup
import Web

/// `/s`: what was found, with facets.
struct SearchPage: Page {
    let catalogue: Catalogue
    let query: SearchQuery
    let result: SearchResult

    init(catalogue: Catalogue, query: SearchQuery) {
        self.catalogue = catalogue
        self.query = query
        result = catalogue.search(query.search)
    }

    var title: String { query.text.isEmpty ? "事项清单" : "“\(query.text)”的搜索结果" }

    var mainClass: String { "wrap" }

    var head: HTML { PortalAssets.head }

    var body: HTML {
        """
        <h1 class="sr">\(title)</h1>\(SearchBox(text: query.text, audience: audience, isWide: true).html)
        \(summary)
        \(content)
        """
    }

    private var content: HTML {
        let list: HTML = "<div class=\"flow\" id=\"results\">\(result.total == 0 ? nothing : found)</div>"
        // Without hits and without conditions there is nothing to narrow.
        guard result.total > 0 || query.search.facets.count > 0 else { return list }
        return """
            <div class="s-lay">\(FacetForm(catalogue: catalogue, query: query, counts: result.counts).html)\(list)</div>
            """
    }

    private var audience: Audience? {
        query.search.facets.audiences.count == 1 ? query.search.facets.audiences.first : nil
    }

    private var summary: HTML {
        let synonyms = result.synonyms.joined(separator: "、")
        var remarks: HTML = .empty
        if query.search.exactOnly {
            let address = query.address(ItemAddress.search, changing: ["exact": nil])
            remarks = "只按原词查找。<a href=\"\(address)\">同时查找常用说法</a>"
        } else if !synonyms.isEmpty || result.isForgiving {
            let address = query.address(ItemAddress.search, changing: ["exact": "1"])
            let words: HTML = synonyms.isEmpty ? "已包括写法相近的事项。" : "已同时查找常用说法：\(synonyms)。"
            remarks = "\(words)<a href=\"\(address)\">只按原词查找</a>"
        }
        return """
            <p class="small muted s-sum" role="status">找到 <b class="num">\(result.total)</b> 个事项。\(remarks)</p>
            """
    }

    private var found: HTML {
        """
        \(best)<section class="card" aria-labelledby="res-h"><div class="card-h"><h2 id="res-h">事项</h2>\
        <span class="muted small">第 \(query.page) 页，共 \(pages) 页</span></div>\
        \(ResultList(result.hits, marking: query.text).html)</section>\(pageLinks)
        """
    }

    private var pages: Int { (result.total + SearchQuery.pageLength - 1) / SearchQuery.pageLength }

    private var pageLinks: HTML {
        func address(_ page: Int) -> String {
            query.address(ItemAddress.search, changing: ["page": page == 1 ? nil : "\(page)"])
        }
        return pager(
            previous: query.page > 1 ? address(query.page - 1) : nil,
            next: query.page < pages ? address(query.page + 1) : nil)
    }

    /// The likeliest item, when one stands out.
    private var best: HTML {
        guard query.page == 1, !query.text.isEmpty, let first = result.hits.first, first.item.isOpenOnline,
            result.hits.count < 2 || first.score >= result.hits[1].score + 40 || first.score >= 980
        else { return .empty }
        let item = first.item
        let choice = GuideChoice(item, FormFields(first.leaf.map { [.init(name: "leaf", value: $0.key)] } ?? []))
        let count = choice.materials?.count ?? 0
        let address = choice.address(of: ItemAddress.guide(item.code))
        return """
            <section class="card best card-b"><div>\(tag("最可能要办", .brand, icon: .star))<h2>\(choice.title)</h2>\
            <p class="muted small">\(ItemWords.meta(item)) · 材料 \(count) 份</p></div><div class="row wrapx">\
            \(linkButton("在线办理", to: choice.applyAddress, kind: .primary))\(linkButton("看需要准备什么", to: address))</div></section>
            """
    }

    private var nothing: HTML {
        let retry: HTML =
            query.search.facets.count > 0
            ? linkButton("去掉筛选条件", to: ItemAddress.search(query.text)) : linkButton("看全部事项", to: ItemAddress.search)
        return """
            <section class="card">\(emptyState(
                "没有找到“\(query.text)”", hint: "换个说法试试，例如“补身份证”“开饭店”；也可以拨打 12345 咨询。", action: retry))</section>
            """
    }
}

/// The facets as a form that works by its button; script sends it at each change.
struct FacetForm {
    let catalogue: Catalogue
    let query: SearchQuery
    let counts: FacetCounts
    var action = ItemAddress.search

    var html: HTML {
        let text: HTML = query.text.isEmpty ? .empty : hiddenField("q", query.text)
        let exact: HTML = query.search.exactOnly ? hiddenField("exact", "1") : .empty
        let chosen = query.search.facets.count
        return """
            <details class="facet-box" open><summary class="btn">\(icon(.filter))\
            <span>筛选\(chosen > 0 ? "（\(chosen)）" : "")</span></summary>\
            <form class="card card-b facet" aria-label="筛选" action="\(action)" \
            data-refresh="#results,.s-sum,.facet-box">\(text)\(exact)\
            \(audiences)\(ways)\(types)\(bodies)\(regions)\
            <div class="facet-go no-js">\(button("按条件筛选", size: .small))</div></form></details>
            """
    }

    private func group(
        _ legend: String, _ name: String, _ rows: [(value: String, words: String, count: Int)], chosen: Set<String>
    )
        -> HTML
    {
        let shown = rows.filter { $0.count > 0 || chosen.contains($0.value) }
        guard !shown.isEmpty else { return .empty }
        let boxes: [HTML] = shown.map { row in
            """
            <label><input type="checkbox" name="\(name)" value="\(row.value)"\(attribute: "checked", if: chosen.contains(row.value))>\
            \(row.words)<em class="num">\(row.count)</em></label>
            """
        }
        return "<fieldset><legend>\(legend)</legend>\(boxes)</fieldset>"
    }

    private var audiences: HTML {
        group(
            "服务对象", "for", Audience.allCases.map { ($0.rawValue, $0.term, counts.audiences[$0] ?? 0) },
            chosen: Set(query.search.facets.audiences.map(\.rawValue)))
    }

    private var ways: HTML {
        group(
            "办理方式", "way", SearchFacets.Way.allCases.map { ($0.rawValue, $0.term, counts.ways[$0] ?? 0) },
            chosen: Set(query.search.facets.ways.map(\.rawValue)))
    }

    private var types: HTML {
        group(
            "事项类型", "type",
            counts.types.keys.sorted().map { ($0, catalogue.term("itemType", $0), counts.types[$0] ?? 0) },
            chosen: query.search.facets.types)
    }

    private var bodies: HTML {
        let known = catalogue.bodies().map { (String($0.body.id), $0.body.name, counts.bodies[$0.body.id] ?? 0) }
        let chosen = Set(query.search.facets.bodies.map { String($0) })
        let sorted = known.sorted { ($1.2, $0.1) < ($0.2, $1.1) }
        let shown = sorted.prefix(8) + sorted.dropFirst(8).filter { chosen.contains($0.0) }
        return group("实施部门", "body", Array(shown), chosen: chosen)
    }

    private var regions: HTML {
        guard counts.regions.count > 1 || !query.search.facets.regions.isEmpty else { return .empty }
        let rows = catalogue.regions.map { ($0.code, $0.name, counts.regions[$0.code] ?? 0) }
        return group("区域", "region", rows, chosen: query.search.facets.regions)
    }
}
