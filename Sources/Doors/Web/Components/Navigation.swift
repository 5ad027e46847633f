package import Markup

/// A place to go, by words and address.
package struct Link: Sendable, Hashable {
    package let words: String
    package let address: String

    package init(_ words: String, _ address: String) {
        self.words = words
        self.address = address
    }
}

/// Where the page stands: the way from the first page, the page itself last and without a link.
package func breadcrumb(_ links: [Link], here: String) -> HTML {
    let items: [HTML] = links.map { "<li><a href=\"\($0.address)\">\($0.words)</a></li>" }
    return """
        <nav aria-label="当前位置"><ol class="crumb">\(items)<li aria-current="page">\(here)</li></ol></nav>
        """
}

/// One of several views of the same thing, each a page of its own.
package struct Tab: Sendable {
    let link: Link
    let count: Int?
    let isCurrent: Bool

    package init(_ words: String, _ address: String, count: Int? = nil, isCurrent: Bool) {
        link = Link(words, address)
        self.count = count
        self.isCurrent = isCurrent
    }

    fileprivate func anchor(_ mark: (Int) -> HTML) -> HTML {
        """
        <a href="\(link.address)"\(attribute: "aria-current", isCurrent ? "page" : nil)>\(link.words)\(count.map(mark))</a>
        """
    }
}

/// Views as tabs.
package func tabs(_ tabs: [Tab], label: String) -> HTML {
    let items: [HTML] = tabs.map { tab in tab.anchor { " <span class=\"num\">\($0)</span>" } }
    return "<nav class=\"tabs\" aria-label=\"\(label)\">\(items)</nav>"
}

/// Saved views of a work list, with counts.
package func viewTabs(_ tabs: [Tab], label: String) -> HTML {
    let items: [HTML] = tabs.map { tab in tab.anchor { badge($0) } }
    return "<nav class=\"views\" aria-label=\"\(label)\">\(items)</nav>"
}

/// Back and forth in a list that is paged by key.
package func pager(previous: String?, next: String?, words: String? = nil) -> HTML {
    guard previous != nil || next != nil || words != nil else { return .empty }
    let back: HTML? = previous.map { "<a class=\"pg\" rel=\"prev\" href=\"\($0)\">上一页</a>" }
    let forth: HTML? = next.map { "<a class=\"pg\" rel=\"next\" href=\"\($0)\">下一页</a>" }
    let middle: HTML? = words.map { "<span class=\"pg muted\">\($0)</span>" }
    return "<nav class=\"pager\" aria-label=\"分页\">\(back)\(middle)\(forth)</nav>"
}
