package import Markup

/// A frame with the name of the site only: sign-in, errors, pages to print.
package struct PlainLayout: Layout {
    let site: String
    let isForPrint: Bool

    /// - Parameter isForPrint: leaves out everything but the page.
    package init(site: String = "政务服务平台", isForPrint: Bool = false) {
        self.site = site
        self.isForPrint = isForPrint
    }

    package func document(_ page: any Page, for viewer: Viewer) -> HTML {
        let bar: HTML =
            isForPrint
            ? .empty
            : """
            <header class="hd hd-plain"><div class="wrap"><a class="brand" href="/">\(emblem())<span><b>\(site)</b></span></a>\
            </div></header>
            """
        return Document(
            title: Document.title(of: page), site: site, viewer: viewer, bodyClass: isForPrint ? "print" : "plain",
            head: page.head,
            content: """
                \(bar)
                <main id="main"\(attribute: "class", page.mainClass.isEmpty ? nil : page.mainClass)>\(page.body)</main>
                """
        ).html
    }
}
