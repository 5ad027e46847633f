package import Markup
package import People

/// An entry of the work menu; whoever lacks the right does not see it.
package struct MenuEntry: Sendable {
    let link: Link
    let right: Right?
    let isUrgent: Bool
    /// The entry up to where a mark may stand, and from there to where a count may stand: the same on every page.
    let start: HTML
    let face: HTML

    /// - Parameters:
    ///   - right: who sees the entry; nil is every member of staff.
    ///   - isUrgent: whether its count is red.
    ///   - goKey: the letter that leads there after `G`.
    package init(
        _ words: String, _ address: String, _ symbol: Icon, right: Right? = nil, isUrgent: Bool = false,
        goKey: String? = nil
    ) {
        link = Link(words, address)
        self.right = right
        self.isUrgent = isUrgent
        start = "<a href=\"\(address)\""
        face = "\(attribute: "data-go", goKey)>\(icon(symbol))<span>\(words)</span>"
    }
}

/// Entries of the work menu under one heading.
package struct MenuGroup: Sendable {
    let heading: String
    let entries: [MenuEntry]

    package init(_ heading: String, _ entries: [MenuEntry]) {
        self.heading = heading
        self.entries = entries
    }
}

/// A page of the workbench that also knows numbers for the menu, such as how many cases wait.
package protocol CountingPage: Page {
    /// Counts by address of the menu entry.
    var menuCounts: [String: Int] { get }
}

/// The frame of the workbench: top bar with the command box, menu by rights, main.
package struct OfficeLayout: Layout {
    let name: String
    let menu: [MenuGroup]
    let searchAddress: String
    let signOut: String

    /// - Parameters:
    ///   - searchAddress: the page that searches cases and commands; the command box leads there without script and
    ///     asks it for suggestions with script (links, header `X-Partial: suggest`).
    package init(
        name: String = "综合办理平台", menu: [MenuGroup], searchAddress: String = "/search", signOut: String = "/signout"
    ) {
        self.name = name
        self.menu = menu
        self.searchAddress = searchAddress
        self.signOut = signOut
    }

    /// The entries of the menu that this officer sees.
    package func entries(for officer: Officer) -> [Link] {
        menu.flatMap(\.entries).filter { $0.right.map(officer.may) ?? true }.map(\.link)
    }

    package func document(_ page: any Page, for viewer: Viewer) -> HTML {
        guard let officer = viewer.officer else { return PlainLayout(site: name).document(page, for: viewer) }
        let main = page.mainClass.isEmpty ? "app-main" : "app-main \(page.mainClass)"
        return Document(
            title: Document.title(of: page), site: name, viewer: viewer, bodyClass: "staff", head: page.head,
            scripts: ["office.js"],
            content: """
                <div class="app" data-density="\(viewer.preferences.isCompact ? "compact" : "cozy")"\
                \(attribute: "data-letter-keys", if: viewer.preferences.hasLetterKeys)>
                \(topBar(officer, viewer))
                \(sideMenu(officer, page, viewer))
                <main class="\(main)" id="main">\(page.body)</main>
                </div>
                """
        ).html
    }

    private func topBar(_ officer: Officer, _ viewer: Viewer) -> HTML {
        let who = officer.post.isEmpty ? officer.name : "\(officer.name) · \(officer.post)"
        return """
            <header class="app-top"><a class="logo" href="/">\(emblem())<span>\(name)</span></a>\
            <form class="cmd" role="search" action="\(searchAddress)">\(icon(.search))\
            <label class="sr" for="cmd">搜索办件编号、申请人、事项，或输入命令，快捷键 Ctrl 加 K</label>\
            <input id="cmd" name="q" type="search" autocomplete="off" data-suggest="\(searchAddress)" placeholder="搜办件编号、申请人、事项，或输入命令">\
            <kbd>Ctrl K</kbd></form>\
            <div class="r"><button type="button" class="ib js" data-keys-help aria-label="快捷键说明">\(icon(.kb))</button>\
            <span class="row small">\(icon(.user))<span class="wname">\(who)</span></span>\
            <form class="inline" method="post" action="\(signOut)">\(viewer.formToken)<button class="ib small">退出</button></form>\
            </div></header>
            """
    }

    private func sideMenu(_ officer: Officer, _ page: any Page, _ viewer: Viewer) -> HTML {
        let addresses = entries(for: officer).map(\.address)
        let current = addresses.first { $0 == viewer.location } ?? NavigationPlace.current(addresses, path: viewer.path)
        let counts = (page as? any CountingPage)?.menuCounts ?? [:]
        var html: HTML = "<nav class=\"app-nav\" aria-label=\"功能菜单\">"
        for group in menu {
            var isBegun = false
            for entry in group.entries where entry.right.map(officer.may) ?? true {
                if !isBegun { html.append("<h2>\(group.heading)</h2>") }
                isBegun = true
                html.append(entry.start)
                if entry.link.address == current { html.append(" aria-current=\"page\"") }
                html.append(entry.face)
                if let count = counts[entry.link.address], count > 0 {
                    html.append(badge(count, isUrgent: entry.isUrgent))
                }
                html.append("</a>")
            }
        }
        html.append("</nav>")
        return html
    }
}
