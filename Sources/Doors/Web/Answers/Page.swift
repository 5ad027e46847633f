package import Hummingbird
package import Markup

/// A page as a value: what it is called and what stands in its `<main>`. A `Layout` puts the rest around it.
package protocol Page: Sendable {
    /// The name of the page, without the name of the site.
    var title: String { get }
    /// The content of `<main>`.
    var body: HTML { get }
    /// More for `<head>`, such as a script that only this page needs (`Assets.script`).
    var head: HTML { get }
    var status: HTTPResponse.Status { get }
    /// Whether something has to be put right; the title then begins with 错误：.
    var hasErrors: Bool { get }
    /// Classes of the `<main>` element.
    var mainClass: String { get }
    /// On phones, what stands instead of the dock: the sticky action bar of guides and wizards.
    var actionBar: HTML { get }
}

extension Page {
    package var head: HTML { .empty }
    package var status: HTTPResponse.Status { .ok }
    package var hasErrors: Bool { false }
    package var mainClass: String { "" }
    package var actionBar: HTML { .empty }
}

/// Puts the frame of a door around its pages.
package protocol Layout: Sendable {
    /// The whole document.
    func document(_ page: any Page, for viewer: Viewer) -> HTML
}
