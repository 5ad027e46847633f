import Markup
import People

/// The outermost frame that all pages of all doors share.
struct Document {
    let title: String
    let site: String
    let viewer: Viewer
    /// Classes of `<body>`.
    var bodyClass = ""
    var head: HTML = .empty
    /// Scripts besides the common one.
    var scripts: [String] = []
    let content: HTML

    var html: HTML {
        """
        <!doctype html>
        <html lang="zh-CN"\(attribute: "data-mode", viewer.preferences.isElder ? "elder" : nil)\
        \(attribute: "data-text", textSize)\(attribute: "data-contrast", viewer.preferences.isHighContrast ? "high" : nil)\
        \(attribute: "data-idle", viewer.session.map(\.idleSeconds))>
        <head><meta charset="utf-8">\
        <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">\
        <meta name="renderer" content="webkit"><meta name="format-detection" content="telephone=no">\
        <title>\(title) - \(site)</title>\
        <link rel="icon" type="image/svg+xml" href="\(Assets.shared.path("emblem.svg"))">\
        <link rel="stylesheet" href="\(Assets.shared.path("ui.css"))">\
        \(Assets.script("ui.js"))\(scripts.map { Assets.script($0) })\(head)</head>
        <body\(attribute: "class", bodyClass.isEmpty ? nil : bodyClass)>
        <a class="skip" href="#main">跳到主要内容</a>
        \(content)
        </body>
        </html>

        """
    }

    private var textSize: String? {
        viewer.preferences.textSize == .normal ? nil : viewer.preferences.textSize.rawValue
    }

    /// The title of a page; errors come first, so that a screen reader says them at once.
    static func title(of page: any Page) -> String {
        page.hasErrors ? "错误：\(page.title)" : page.title
    }
}

extension Session {
    /// Seconds without a request after which `people.open_session` ends the session; script warns two minutes before.
    var idleSeconds: Int { officer == nil ? 1_800 : 900 }
}
