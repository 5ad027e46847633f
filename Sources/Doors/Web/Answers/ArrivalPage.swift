import Markup

/// Stands in between when another site leads to a page of the staff's door. The browser keeps a strict cookie back from a
/// request that another site began; what this page opens at once is our own request and carries it.
struct ArrivalPage: Page {
    /// The page that was asked for, a path of this site.
    let location: String

    var title: String { "正在打开" }

    var head: HTML { "<meta http-equiv=\"refresh\" content=\"0;url=\(location)\">" }

    var body: HTML {
        """
        <div class="wrap narrow problem"><section class="card card-b flow"><h1>\(title)</h1>
        <p>您从别的网站来到这里，页面马上打开。没有反应时请点下面的按钮。</p>
        <p>\(linkButton("打开页面", to: location, kind: .primary))</p></section></div>
        """
    }
}
