import Base
import Cases
import Items
import Markup
import Web
import WorkCalendar

/// Large targets, one thing on a page, no scrolling lists (ui-guide 3.3).
struct TerminalHomePage: Page {
    let words: String
    let hits: [SearchHit]

    var title: String { "自助查询" }

    var body: HTML {
        """
        <div class="wrap kiosk flow"><h1>办事先查一查</h1>
        <form class="sbox" role="search" action="/"><label class="sr" for="q">要办什么</label>\
        <input id="q" name="q" type="search" value="\(words)" autocomplete="off" placeholder="例如：办老年证、开小吃店">\
        <button type="submit">搜索</button></form>\(results)
        <p class="row">\(linkButton("查办件进度", to: "/track", size: .large, icon: .clock))</p></div>
        """
    }

    private var results: HTML {
        guard !words.isEmpty else { return .empty }
        guard !hits.isEmpty else { return emptyState("没有找到“\(words)”", hint: "换个说法再试，或到咨询台询问。") }
        let links: [HTML] = hits.map { hit in
            "<li>\(linkButton(hit.item.name, to: "/items/\(hit.item.code)", size: .large))</li>"
        }
        return "<ul class=\"flow\">\(links)</ul>"
    }
}

/// What a service needs, short.
struct TerminalItemPage: Page {
    let item: PublishedItem

    var title: String { item.name }

    var body: HTML {
        """
        <div class="wrap kiosk flow"><h1>\(item.name)</h1>\(keyValues(facts))
        \(card("要带的材料", materials))<p class="row">\(linkButton("返回", to: "/", size: .large))</p></div>
        """
    }

    private var facts: [KeyValue] {
        let content = item.content
        return [
            KeyValue("由谁办", text: item.body.name),
            KeyValue("多久办好", text: content.promisedLimit.map(Self.words) ?? "待完善"),
            KeyValue("到现场", text: content.visits.map { "\($0) 次" } ?? "待完善"),
            KeyValue("收费", text: content.fees.map { $0.charged ? "收费，标准见办事指南" : "不收费" } ?? "待完善"),
        ]
    }

    private static func words(_ promised: Limit) -> String {
        promised.amount == 0 ? "当场办结" : "\(promised.amount) \(promised.unit.term)"
    }

    private var materials: HTML {
        guard let materials = item.content.materials else { return "<p>待完善，请向窗口咨询。</p>" }
        return
            "<ol class=\"flow-2\">\(materials.prefix(10).map { "<li>\($0.name)（\($0.need.term)）</li>" as HTML })</ol>"
    }
}

/// Progress by number and the last four digits of the phone; shows no name.
struct TerminalTrackPage: Page {
    var number = ""
    var progress: CaseProgress?
    var refusal: String?
    let token: FormToken

    var title: String { "查办件进度" }
    var hasErrors: Bool { refusal != nil }

    var body: HTML {
        let errors = FieldErrors(refusal.map { [.init(field: "number", message: $0)] } ?? [])
        let numberFace = FieldFace("number", "办件编号", error: errors["number"])
        let digits = FieldFace("lastFour", "手机号后四位")
        return """
            <div class="wrap kiosk flow"><h1>查办件进度</h1>\(errorSummary(errors))\(progress.map(shown))
            \(form(
                action: "/track", token: token,
                """
                \(textField(numberFace, value: number, kind: .number, maximumLength: 50))
                \(textField(digits, kind: .number, maximumLength: 4))
                <p class="row">\(button("查询", kind: .primary, size: .large))\(linkButton("返回", to: "/", size: .large))</p>
                """))</div>
            """
    }

    private func shown(_ progress: CaseProgress) -> HTML {
        card(
            progress.itemName,
            "\(keyValues([KeyValue("状态", Web.status(progress.status.publicTerm, .brand)), KeyValue("办理机关", text: progress.bodyName)]))"
        )
    }
}
