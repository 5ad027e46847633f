package import Markup
import People

/// What a city writes on its portal.
package struct SiteFace: Sendable, Hashable {
    package var name: String
    package var slogan: String
    /// The region that pages are about at first.
    package var region: String
    /// Links at the left of the tool bar.
    package var upperSites: [Link]
    package var organiser: String
    package var hotline: String
    /// Columns of the footer: a heading with its links.
    package var footer: [FooterColumn]
    package var legal: String

    package struct FooterColumn: Sendable, Hashable {
        let heading: String
        let links: [Link]

        package init(_ heading: String, _ links: [Link]) {
            self.heading = heading
            self.links = links
        }
    }

    package init(
        name: String = "忻州市政务服务网", slogan: String = "高效办成一件事", region: String = "忻州市",
        upperSites: [Link] = [], organiser: String = "忻州市行政审批服务管理局", hotline: String = "12345（24 小时）",
        footer: [FooterColumn] = [], legal: String = "本站支持 IPv6 访问。"
    ) {
        self.name = name
        self.slogan = slogan
        self.region = region
        self.upperSites = upperSites
        self.organiser = organiser
        self.hotline = hotline
        self.footer = footer
        self.legal = legal
    }
}

/// An entry of the dock that phones show at the bottom.
package struct DockEntry: Sendable, Hashable {
    let link: Link
    let symbol: Icon

    package init(_ words: String, _ address: String, _ symbol: Icon) {
        link = Link(words, address)
        self.symbol = symbol
    }
}

/// The frame of the citizens' pages: tool bar, brand and region, navigation, footer, dock on phones.
package struct PublicLayout: Layout {
    let site: SiteFace
    let navigation: [Link]
    let dock: [DockEntry]
    let signIn: String
    let signOut: String
    let regionAddress: String

    /// - Parameters:
    ///   - navigation: the main menu; the entry whose address is the longest beginning of the page's path is marked.
    ///   - regionAddress: the page that lists the regions.
    package init(
        site: SiteFace, navigation: [Link], dock: [DockEntry], signIn: String = "/signin",
        signOut: String = "/signout", regionAddress: String = "/regions"
    ) {
        self.site = site
        self.navigation = navigation
        self.dock = dock
        self.signIn = signIn
        self.signOut = signOut
        self.regionAddress = regionAddress
    }

    package func document(_ page: any Page, for viewer: Viewer) -> HTML {
        let bottom: HTML =
            page.actionBar.isEmpty
            ? dockBar(viewer) : "<div class=\"ctabar\" role=\"region\" aria-label=\"办理操作\">\(page.actionBar)</div>"
        return Document(
            title: Document.title(of: page), site: site.name, viewer: viewer, bodyClass: "has-dock", head: page.head,
            content: """
                \(toolBar(viewer))
                \(header(viewer))
                <main id="main"\(attribute: "class", page.mainClass.isEmpty ? nil : page.mainClass)>\(page.body)</main>
                \(footer)
                \(bottom)
                """
        ).html
    }

    private func toolBar(_ viewer: Viewer) -> HTML {
        let sites: [HTML] = site.upperSites.map { "<a href=\"\($0.address)\" rel=\"noopener\">\($0.words)</a>" }
        return """
            <div class="top" role="region" aria-label="站点工具"><div class="wrap"><div class="l row">\(sites)</div>\
            <div class="row">\(PreferenceBar(viewer: viewer).html)\(account(viewer))</div></div></div>
            """
    }

    private func account(_ viewer: Viewer) -> HTML {
        guard let citizen = viewer.citizen else { return "<a href=\"\(signIn)\">登录</a>" }
        let name = PersonName.masked(citizen.principalName ?? citizen.name)
        return """
            <a href="/my">\(icon(.user))<span class="who">\(name)</span></a>\(messages(viewer))\
            <form class="inline" method="post" action="\(signOut)">\(viewer.formToken)<button>退出</button></form>
            """
    }

    /// The way to the messages, with the number of those that were not read.
    private func messages(_ viewer: Viewer) -> HTML {
        let unread = viewer.session?.unreadMessages ?? 0
        guard unread > 0 else { return "<a href=\"/my/messages\">消息</a>" }
        return """
            <a href="/my/messages" aria-label="消息，\(unread) 条未读">消息&nbsp;\(badge(unread, isUrgent: true))</a>
            """
    }

    private func header(_ viewer: Viewer) -> HTML {
        """
        <header class="hd"><div class="wrap"><a class="brand" href="/">\(emblem())\
        <span><b>\(site.name)</b><small>\(site.slogan)</small></span></a>\
        <a class="region" href="\(regionAddress)" aria-label="切换区域，当前\(site.region)">\(icon(.pin))\
        <span>\(site.region)</span>\(icon(.cd, size: .small))</a>\
        <nav class="nav" id="nav" aria-label="主导航">\(marked(navigation, viewer.path))</nav>\
        <details class="m-only menu"><summary class="btn btn-icon btn-t" aria-label="菜单">\(icon(.menu, size: .large))</summary>\
        <nav class="menu-list" aria-label="主导航（手机）">\(marked(navigation, viewer.path))</nav></details></div></header>
        """
    }

    private func marked(_ links: [Link], _ path: String) -> [HTML] {
        let current = NavigationPlace.current(links.map(\.address), path: path)
        return links.map { link in
            "<a href=\"\(link.address)\"\(attribute: "aria-current", link.address == current ? "page" : nil)>\(link.words)</a>"
        }
    }

    private func dockBar(_ viewer: Viewer) -> HTML {
        let current = NavigationPlace.current(dock.map(\.link.address), path: viewer.path)
        let items: [HTML] = dock.map { entry in
            """
            <a href="\(entry.link.address)"\(attribute: "aria-current", entry.link.address == current ? "page" : nil)>\
            \(icon(entry.symbol))<span>\(entry.link.words)</span></a>
            """
        }
        return "<nav class=\"dock\" aria-label=\"快捷导航\">\(items)</nav>"
    }

    private var footer: HTML {
        let columns: [HTML] = site.footer.map { column in
            let links: [HTML] = column.links.map { "<li><a href=\"\($0.address)\">\($0.words)</a></li>" }
            return "<div><h2>\(column.heading)</h2><ul>\(links)</ul></div>"
        }
        return """
            <footer class="ft"><div class="wrap"><div class="cols"><div><h2>\(site.name)</h2><p>主办：\(site.organiser)</p>\
            <p>政务服务热线：\(site.hotline)</p></div>\(columns)</div><p class="legal">\(site.legal)</p></div></footer>
            """
    }
}

/// Which entry of a menu a page belongs to.
enum NavigationPlace {
    /// The longest address that the path begins with, by whole parts; `/` only for the first page itself.
    static func current(_ addresses: [String], path: String) -> String? {
        addresses.filter { $0 == path || ($0 != "/" && path.hasPrefix($0 + "/")) }.max { $0.count < $1.count }
    }
}

/// Names as strangers may see them.
package enum PersonName {
    /// `李*国`, `王*`: the first character and, of three or more, the last.
    package static func masked(_ name: String) -> String {
        let characters = Array(name)
        switch characters.count {
        case 0...1: return name
        case 2: return "\(characters[0])*"
        default:
            let hidden = String(repeating: "*", count: characters.count - 2)
            return "\(characters[0])\(hidden)\(characters[characters.count - 1])"
        }
    }
}
