import Hummingbird
import Markup
import Web

/// The frame of the management pages: the plain one, with its few places to go.
struct ManagementLayout: Layout {
    func document(_ page: any Page, for viewer: Viewer) -> HTML {
        PlainLayout(site: "运行管理").document(Framed(page: page, path: viewer.path), for: viewer)
    }

    private struct Framed: Page {
        let page: any Page
        let path: String

        var title: String { page.title }
        var status: HTTPResponse.Status { page.status }

        var body: HTML {
            let places = tabs(
                [
                    Tab("短信", "/messages", isCurrent: path == "/messages"),
                    Tab("运行状态", "/status", isCurrent: path == "/status"),
                    Tab("后台任务", "/jobs", isCurrent: path == "/jobs"),
                ], label: "运行管理")
            return "<div class=\"wrap mt6 flow\"><h1>\(title)</h1>\(places)\(page.body)</div>"
        }
    }
}
