import Items
import Markup
import Web

/// `/items/{code}/print`: everything about one handling item and situation on paper (一次性告知书).
struct OnceNoticePage: Page {
    let catalogue: Catalogue
    let choice: GuideChoice
    let address: String

    var title: String { "\(choice.title)一次性告知书" }

    var mainClass: String { "wrap paper" }

    var head: HTML { PortalAssets.head }

    var body: HTML {
        let guide = GuidePage(catalogue: catalogue, choice: choice, isSimple: false, address: address)
        let shown = guide.sections.filter { !["situation", "review", "faq", "material"].contains($0.id) }
        let list: [HTML] = shown.map { "<section><h2>\($0.heading)\($0.mark)</h2>\($0.content)</section>" }
        let materials = GuideMaterials(choice: choice).html
        return """
            <header class="row between"><div><h1>一次性告知书</h1><p class="strong">\(choice.title)</p>\
            <p class="muted small">\(choice.item.body.name) · 业务办理项编码 \(choice.leaf.code) · 第 \(choice.item.revision) 版</p></div>\
            \(qrCode(address, label: "本指南的二维码", size: 96))</header>
            \(GuideFacts(choice: choice).html)\(situation)
            <section><h2>申请材料</h2>\(materials)</section>\(list)
            <p class="muted small">本告知书按事项现行版本和所选情形生成。内容以受理时的规定为准，咨询电话 \(guide.phone ?? "12345")。\
            网址：\(address)</p>
            """
    }

    private var situation: HTML {
        let rows = choice.questions.map { question in
            let answer = choice.answers[question.key].flatMap(question.option)?.text ?? "未选择"
            return KeyValue(question.text, text: answer, isWide: true)
        }
        guard !rows.isEmpty else { return .empty }
        return "<section><h2>所选情形</h2>\(keyValues(rows))</section>"
    }
}
