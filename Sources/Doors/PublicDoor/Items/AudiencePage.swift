import Items
import Markup
import Web

/// `/personal` and `/legal`: themes with their items.
struct AudiencePage: Page {
    let catalogue: Catalogue
    let audience: Audience
    let onlineOnly: Bool

    private var path: String { audience == .personal ? ItemAddress.personal : ItemAddress.legal }

    var title: String { audience == .personal ? "个人服务" : "法人服务" }

    var mainClass: String { "wrap" }

    var head: HTML { PortalAssets.head }

    var body: HTML {
        let themes = catalogue.themes.filter { $0.audience == audience }
        let sections: [HTML] = themes.map(section)
        return """
            \(breadcrumb([Link("首页", "/")], here: title))
            <div class="row between page-h"><h1>\(title)</h1><nav class="seg" aria-label="办理方式">\
            <a href="\(path)"\(attribute: "aria-current", onlineOnly ? nil : "true")>全部事项</a>\
            <a href="\(path)?online=1"\(attribute: "aria-current", onlineOnly ? "true" : nil)>可网上办理</a></nav></div>
            <nav class="card theme" aria-label="主题">\(themes.map(themeLink))</nav>
            <div class="grid g2 themes">\(sections)</div>
            """
    }

    private func themeLink(_ theme: Theme) -> HTML {
        """
        <a href="#t-\(theme.code)">\(icon(Icon(rawValue: theme.icon) ?? .grid, size: .huge))\(theme.name)</a>
        """
    }

    private func section(_ theme: Theme) -> HTML {
        let items = catalogue.items(theme: theme.code)
        let open = items.filter(\.isOpenOnline)
        let all = onlineOnly ? open : open + items.filter { !$0.isOpenOnline }
        let rows: [HTML] = all.prefix(6).map { item in
            let mark: HTML = item.isOpenOnline ? tag("可网办", .ok) : .empty
            return "<li><a class=\"ell\" href=\"\(ItemAddress.guide(item.code))\">\(item.name)</a>\(mark)</li>"
        }
        let content: HTML =
            rows.isEmpty
            ? "<p class=\"card-b muted small\">这个主题还没有可网上办理的事项。</p>" : "<ul class=\"list card-b tight\">\(rows)</ul>"
        let address = ItemAddress.theme(theme.code) + (onlineOnly ? "?way=online" : "")
        return """
            <section class="card" id="t-\(theme.code)"><div class="card-h"><h2>\(theme.name)</h2>\
            <a class="small" href="\(address)">全部 \(all.count) 项<span class="sr">（\(theme.name)）</span></a></div>\(content)</section>
            """
    }
}

/// `/themes/{code}`: the items of a theme, narrowed by facets.
struct ThemePage: Page {
    let catalogue: Catalogue
    let theme: Theme
    let query: SearchQuery
    let result: SearchResult

    init(catalogue: Catalogue, theme: Theme, query: SearchQuery) {
        self.catalogue = catalogue
        self.theme = theme
        self.query = query
        result = catalogue.search(query.within(theme: theme.code))
    }

    private var path: String { ItemAddress.theme(theme.code) }

    var title: String { theme.name }

    var mainClass: String { "wrap" }

    var head: HTML { PortalAssets.head }

    var body: HTML {
        let parent =
            theme.audience == .personal ? Link("个人服务", ItemAddress.personal) : Link("法人服务", ItemAddress.legal)
        let pages = (result.total + SearchQuery.pageLength - 1) / SearchQuery.pageLength
        func address(_ page: Int) -> String { query.address(path, changing: ["page": page == 1 ? nil : "\(page)"]) }
        let list: HTML =
            result.hits.isEmpty
            ? emptyState("没有符合条件的事项", hint: "去掉一些筛选条件再看。", action: linkButton("看全部", to: path))
            : ResultList(result.hits).html
        return """
            \(breadcrumb([Link("首页", "/"), parent], here: theme.name))
            <h1 class="page-h">\(theme.name)</h1><p class="small muted s-sum">共 <b class="num">\(result.total)</b> 个事项</p>
            <div class="s-lay">\(FacetForm(catalogue: catalogue, query: query, counts: result.counts, action: path).html)
            <div class="flow" id="results"><section class="card" aria-labelledby="res-h"><div class="card-h"><h2 id="res-h">事项</h2>\
            <span class="muted small">第 \(query.page) 页，共 \(max(pages, 1)) 页</span></div>\(list)</section>\
            \(pager(
                previous: query.page > 1 ? address(query.page - 1) : nil,
                next: query.page < pages ? address(query.page + 1) : nil))</div></div>
            """
    }
}
