import Items
import Markup
import Web

/// `/depts`: the bodies that carry out items.
struct DepartmentsPage: Page {
    let catalogue: Catalogue

    var title: String { "部门服务" }

    var mainClass: String { "wrap" }

    var head: HTML { PortalAssets.head }

    var body: HTML {
        let bodies = catalogue.bodies()
        let cards: [HTML] = bodies.map { entry in
            let open = catalogue.items(body: entry.body.id).count { $0.isOpenOnline }
            return """
                <a class="card dept" href="\(ItemAddress.department(entry.body.id))"><b>\(entry.body.name)</b>\
                <span class="muted small">\(entry.count) 个事项，\(open) 个可网上办理</span></a>
                """
        }
        let content: HTML =
            cards.isEmpty
            ? emptyState("还没有公布事项", hint: "事项公布后在这里按部门列出。") : "<div class=\"grid g3 depts\">\(cards)</div>"
        return """
            \(breadcrumb([Link("首页", "/")], here: title))
            <h1 class="page-h">\(title)</h1><p class="muted small s-sum">共 \(bodies.count) 个部门、\(catalogue.items.count) 个事项，事项多的在前。</p>
            \(content)
            """
    }
}

/// `/depts/{id}`: the items of a body by type of power.
struct DepartmentPage: Page {
    let catalogue: Catalogue
    let organisation: ExecutingBody
    let items: [PublishedItem]

    var title: String { organisation.name }

    var mainClass: String { "wrap" }

    var head: HTML { PortalAssets.head }

    var body: HTML {
        let types = Dictionary(grouping: items) { $0.content.typeCode }
        let sections: [HTML] = types.keys.sorted().map { type in
            let list = types[type] ?? []
            return """
                <section class="card"><div class="card-h"><h2>\(catalogue.term("itemType", type))</h2>\
                <span class="muted small">\(list.count) 项</span></div>\(ResultList(items: list).html)</section>
                """
        }
        return """
            \(breadcrumb([Link("首页", "/"), Link("部门服务", ItemAddress.departments)], here: organisation.name))
            <h1 class="page-h">\(organisation.name)</h1>\(contact)<div class="flow">\(sections)</div>
            """
    }

    private var contact: HTML {
        let facts = [organisation.address, organisation.openingHours, organisation.telephone.map { "电话 \($0)" }]
            .compactMap { $0 }
        guard !facts.isEmpty else { return .empty }
        return "<p class=\"muted small s-sum\">\(facts.joined(separator: " · "))</p>"
    }
}

/// `/regions`: choose the region whose items are listed.
struct RegionsPage: Page {
    let catalogue: Catalogue

    var title: String { "切换区域" }

    var mainClass: String { "wrap" }

    var head: HTML { PortalAssets.head }

    var body: HTML {
        let counts = catalogue.countsByRegion()
        let rows: [HTML] = catalogue.regions.map { region in
            let count = counts[region.code] ?? 0
            if count == 0 {
                return "<div class=\"card dept\"><b>\(region.name)</b><span class=\"muted small\">事项尚未公布</span></div>"
            }
            return """
                <a class="card dept" href="\(ItemAddress.search)?region=\(region.code)"><b>\(region.name)</b>\
                <span class="muted small">\(count) 个事项</span></a>
                """
        }
        return """
            \(breadcrumb([Link("首页", "/")], here: title))
            <h1 class="page-h">\(title)</h1><p class="muted small s-sum">选择区域，只看该区域的部门办理的事项。</p>
            <div class="grid g4 depts">\(rows)</div>
            """
    }
}
