import Hummingbird
import Markup

/// What a person sees when something was not done: what happened, what to do now, the number to ask with.
struct ProblemPage: Page {
    let problem: Problem
    let viewer: Viewer
    let signInPath: String?

    var title: String { problem.title }

    var status: HTTPResponse.Status { problem.status }

    var hasErrors: Bool { problem.status.code >= 400 }

    var body: HTML {
        """
        <div class="wrap problem"><section class="card card-b flow">
        <h1>\(problem.title)</h1>
        <p>\(problem.detail)</p>
        \(faults)
        <p class="row wrapx">\(actions)</p>
        <p class="muted small">查询编号 <span class="num">\(viewer.requestID)</span>\(guide)</p>
        </section></div>
        """
    }

    /// The way to the page of this code.
    private var guide: HTML {
        guard ProblemGuide.of(problem.code) != nil else { return .empty }
        return "，提示代码 <a href=\"\(ProblemGuideRoutes.path)/\(problem.code)\">\(problem.code)</a>"
    }

    private var faults: HTML {
        guard !problem.faults.isEmpty else { return .empty }
        let items: [HTML] = problem.faults.map { "<li>\($0.detail)</li>" }
        return "<ul class=\"dots\">\(items)</ul>"
    }

    private var actions: HTML {
        if problem.status == .unauthorized, let signInPath {
            let address = "\(signInPath)?next=\(urlEncoded(viewer.location))"
            return linkButton("去登录", to: address, kind: .primary) + linkButton("回到首页", to: "/")
        }
        // Not by itself: a page that reloads under somebody's eyes is hard to read (WCAG 2.2.1).
        if problem.status == .serviceUnavailable, viewer.location == viewer.path {
            return linkButton("再试一次", to: viewer.location, kind: .primary) + linkButton("回到首页", to: "/")
        }
        return linkButton("回到首页", to: "/", kind: .primary)
    }
}
