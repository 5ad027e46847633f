import Markup

/// What one code of a problem means and what to do about it: the page that the `type` of an answer leads to.
///
/// The text is that of `docs/problems`, joined into one file by `scripts/problems`.
struct ProblemGuide: Sendable, Hashable {
    let code: String
    /// `404 Not Found`.
    let status: String
    /// 含义.
    let meaning: String
    /// 怎么办.
    let remedy: String
    let english: String

    /// All of them, by code.
    static let all: [ProblemGuide] = read(String(decoding: PackageResources.problems_txt, as: UTF8.self))

    /// The guide of a code, if there is one.
    static func of(_ code: String) -> ProblemGuide? { byCode[code] }

    private static let byCode: [String: ProblemGuide] = Dictionary(all.map { ($0.code, $0) }) { first, _ in first }

    /// Reads pages that follow one another; each begins with its code as heading.
    static func read(_ text: String) -> [ProblemGuide] {
        var guides: [ProblemGuide] = []
        var lines: [Substring] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# "), let guide = ProblemGuide(lines: lines) { guides.append(guide) }
            if line.hasPrefix("# ") { lines = [] }
            lines.append(line)
        }
        if let guide = ProblemGuide(lines: lines) { guides.append(guide) }
        return guides
    }

    private init?(lines: [Substring]) {
        func rest(_ beginning: String) -> String? {
            lines.first { $0.hasPrefix(beginning) }.map { String($0.dropFirst(beginning.count)) }
        }
        guard let code = rest("# "), let status = rest("HTTP "), let meaning = rest("- 含义："),
            let remedy = rest("- 怎么办："), let english = rest("- English: ")
        else { return nil }
        self.code = code
        self.status = status
        self.meaning = meaning
        self.remedy = remedy
        self.english = english
    }
}

/// `/problems` and `/problems/{code}`, the same at every door.
enum ProblemGuideRoutes {
    static let path = "/problems"

    static let all: [DoorRoute] = [
        .get(path, .anyone) { _ in .page(ProblemIndexPage(guides: ProblemGuide.all)) },
        .get("\(path)/{code}", .anyone) { request in
            guard let guide = ProblemGuide.of(try request.parameter("code")) else { throw Problem.notFound }
            return .page(ProblemGuidePage(guide: guide))
        },
    ]
}

/// One code.
struct ProblemGuidePage: Page {
    let guide: ProblemGuide

    var title: String { "提示代码 \(guide.code)" }

    var body: HTML {
        let facts = [
            KeyValue("含义", text: guide.meaning, isWide: true), KeyValue("怎么办", text: guide.remedy, isWide: true),
            KeyValue("HTTP 状态", text: guide.status, isWide: true),
            KeyValue("English", "<span lang=\"en\">\(guide.english)</span>", isWide: true),
        ]
        return """
            <div class="wrap narrow problem"><section class="card card-b flow"><h1>\(title)</h1>\(keyValues(facts))
            <p><a href="\(ProblemGuideRoutes.path)">全部提示代码</a></p></section></div>
            """
    }
}

/// All codes.
struct ProblemIndexPage: Page {
    let guides: [ProblemGuide]

    var title: String { "提示代码" }

    var body: HTML {
        let rows: [[HTML]] = guides.map { guide in
            [
                "<a href=\"\(ProblemGuideRoutes.path)/\(guide.code)\">\(guide.code)</a>",
                "<span class=\"num\">\(guide.status.prefix { $0 != " " })</span>", "\(guide.meaning)",
            ]
        }
        return """
            <div class="wrap problem flow"><h1>\(title)</h1>
            <p>平台说“不能办”时给出的代码。代码不会改变含义，程序可以按代码处理。</p>
            \(table(caption: title, columns: [Column("代码"), Column("HTTP 状态"), Column("含义")], rows: rows))</div>
            """
    }
}
