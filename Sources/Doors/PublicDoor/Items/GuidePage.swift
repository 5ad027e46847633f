import Identifiers
import Items
import Markup
import Web

/// `/items/{code}`: the guide of an item (办事指南), its sections in the order of the national guide.
struct GuidePage: Page {
    let catalogue: Catalogue
    let choice: GuideChoice
    /// 简版: what most people need stays open, the rest can be opened.
    let isSimple: Bool
    /// The whole address of this guide with its choice, for the QR code.
    let address: String

    var item: PublishedItem { choice.item }
    var content: ItemContent { choice.content }

    var title: String { "\(choice.title)办事指南" }

    var head: HTML { PortalAssets.head }

    var body: HTML {
        let parts = sections
        let links: [HTML] = parts.map { "<a href=\"#\($0.id)\">\($0.heading)</a>" }
        let list: [HTML] = parts.map { part in
            isSimple && !part.isEssential
                ? "<details class=\"g-sec\" id=\"\(part.id)\"><summary><h2>\(part.heading)</h2></summary>\(part.content)</details>"
                : "<section class=\"g-sec\" id=\"\(part.id)\" aria-labelledby=\"\(part.id)-h\"><h2 id=\"\(part.id)-h\">\(part.heading)\(part.mark)</h2>\(part.content)</section>"
        }
        return """
            <div class="gh"><div class="wrap">\(breadcrumb(trail, here: "办事指南"))<div class="in2"><div><h1>\(choice.title)</h1>\
            <div class="row wrapx">\(labels)</div>\(GuideFacts(choice: choice).html)</div>\(actions)</div></div></div>
            <div class="wrap g-lay\(isSimple ? " is-simple" : "")"><nav class="toc" aria-label="本页目录">\(links)</nav>\
            <div class="card">\(warning)\(list)</div>\(side)</div>
            """
    }

    var actionBar: HTML {
        let call = linkButton("咨询", to: ItemWords.dial(phone) ?? "tel:12345", icon: .phone)
        let apply: HTML =
            choice.canApply
            ? linkButton("在线办理", to: choice.applyAddress, kind: .primary)
            : linkButton("看办理地点", to: "#place", kind: .primary)
        return "\(call)\(apply)"
    }

    private var trail: [Link] {
        let audience =
            item.audiences.contains(.personal)
            ? Link("个人服务", ItemAddress.personal) : Link("法人服务", ItemAddress.legal)
        return [Link("首页", "/"), audience, Link(item.body.name, ItemAddress.department(item.body.id))]
    }

    private var labels: HTML {
        """
        \(ResultList.tags(item))\(tag(catalogue.term("itemType", content.typeCode)))\
        \(content.projectType == .promised ? tag(content.projectType.term) : .empty)
        """
    }

    private var warning: HTML {
        guard !content.isComplete else { return .empty }
        let missing = content.missingElements.map(\.term).joined(separator: "、")
        return """
            <div class="g-sec">\(note(
                "<p>这份指南还有内容待完善：\(missing)。现在不能在线办理，请先拨打 12345 咨询。</p>", .warn, icon: .alert))</div>
            """
    }

    private var actions: HTML {
        let apply: HTML =
            choice.canApply
            ? "<a class=\"btn btn-p btn-lg btn-block\" href=\"\(choice.applyAddress)\">在线办理</a>"
            : "<p class=\"muted small\">暂不能在线办理，请到窗口办理</p>"
        let printing = choice.address(of: ItemAddress.guide(item.code) + "/print")
        let view: HTML =
            isSimple
            ? linkButton("完整版", to: choice.address(of: ItemAddress.guide(item.code)), icon: .file)
            : linkButton("简版", to: simpleAddress, icon: .file)
        return """
            <div class="flow g-act">\(apply)<div class="row">\(view)\(linkButton("打印告知书", to: printing, icon: .print))</div></div>
            """
    }

    private var simpleAddress: String {
        let address = choice.address(of: ItemAddress.guide(item.code))
        return address + (address.contains("?") ? "&" : "?") + "view=simple"
    }

    var phone: String? { content.contact ?? item.body.telephone }

    private var side: HTML {
        """
        <aside class="side" aria-label="地点和编码"><div class="stick">\(sidePlace)
        <section class="card card-b"><h2 class="h3">手机办理</h2><div class="row row-4">\
        \(qrCode(address, label: "在手机上打开本指南的二维码", size: 96))<p class="muted small">用手机扫码打开本指南，<a href="\(choice.address(of: ItemAddress.guide(item.code)))">或用此链接</a></p></div></section>
        \(GuideCodes(choice: choice).html)</div></aside>
        """
    }

    private var sidePlace: HTML {
        let place = content.places?.first
        let hours: [HTML] = (place?.hours ?? []).map { "<br>\($0)" }
        let lines: HTML =
            place.map {
                "<p class=\"strong small\">\($0.name)</p><p class=\"muted small\">\($0.address)<br>\($0.windows)\(hours)</p>"
            }
            ?? "<p class=\"muted small\">\(ItemWords.unknown)</p>"
        let call: HTML? = ItemWords.dial(phone).map { address in
            linkButton("咨询 \(address.dropFirst(4))", to: address, size: .small, icon: .phone)
        }
        return """
            <section class="card card-b"><h2 class="h3">办理地点</h2>\(lines)<div class="row">\(call)</div></section>
            """
    }
}

/// The five facts under the title, always in this order.
struct GuideFacts {
    let choice: GuideChoice

    var html: HTML {
        let content = choice.content
        let promised = ItemWords.limit(content.promisedLimit)
        let isReference = content.examples.contains(.promisedLimit)
        return """
            <dl class="facts">\(fact("承诺时限\(isReference ? "（参考）" : "")", promised.figure, promised.unit))\
            \(statutory)\(visits)\(fact("收费", "", ItemWords.fee(content)))\
            \(fact("材料", choice.materials.map { String($0.count) } ?? "", choice.materials == nil ? ItemWords.unknown : "份"))</dl>
            """
    }

    private var statutory: HTML {
        guard let law = choice.content.statutoryLimit else { return fact("法定时限", "", ItemWords.unknown) }
        guard let limit = law.limit else { return fact("法定时限", "", "没有规定") }
        let words = ItemWords.limit(limit)
        return fact("法定时限", words.figure, words.unit)
    }

    private var visits: HTML {
        guard let visits = choice.content.visits else { return fact("到现场", "", ItemWords.unknown) }
        return fact("到现场", String(visits), "次")
    }

    private func fact(_ name: String, _ figure: String, _ unit: String) -> HTML {
        figure.isEmpty
            ? "<div><dt>\(name)</dt><dd class=\"word\">\(unit)</dd></div>"
            : "<div><dt>\(name)</dt><dd class=\"num\">\(figure)<small>\(unit)</small></dd></div>"
    }
}

/// Codes of the item, for those who need them.
struct GuideCodes {
    let choice: GuideChoice

    var html: HTML {
        let national: [HTML] = choice.content.codes.map { code in
            "<dt>基本编码（\(code.series) 年版）</dt><dd class=\"num\">\(code.code.text)</dd>"
        }
        let task: HTML? = choice.item.taskCode.map { "<dt>实施编码</dt><dd class=\"num\">\($0)</dd>" }
        return """
            <section class="card card-b"><h2 class="h3">事项编码</h2><dl class="small codes">\(national)\(task)\
            <dt>地方实施编码</dt><dd class="num">\(choice.item.code)</dd>\
            <dt>业务办理项编码</dt><dd class="num">\(choice.leaf.code) \(choice.leaf.name)</dd>\
            <dt>版本</dt><dd class="num">第 \(choice.item.revision) 版</dd></dl></section>
            """
    }
}
