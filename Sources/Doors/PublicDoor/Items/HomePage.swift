import Items
import Markup
import Web

/// `/`: search first, then themes; every figure comes from the catalogue or a feed.
struct HomePage: Page {
    let catalogue: Catalogue
    let audience: Audience
    let isSignedIn: Bool
    /// 长者版: few entries, no second column.
    let isElder: Bool
    let cases: [HomeCase]
    let reviews: HomeReviews?

    var title: String { "首页" }

    var head: HTML { PortalAssets.head }

    var body: HTML {
        if isElder {
            return """
                \(hero)\(elderQuick)<div class="wrap sec flow">\(myCases)\(themes)</div>
                """
        }
        return """
            \(hero)\(quick)
            <div class="wrap sec"><div class="home-2">\(myCases)<div class="flow a-main">\(themes)\(online)</div>\(departments)</div></div>
            \(ratings)
            """
    }

    private var hero: HTML {
        let examples = ["补身份证", "开小吃店", "办老年证", "公积金提取"]
        let links: [HTML] = examples.map { "<a href=\"\(ItemAddress.search($0))\">\($0)</a>" }
        return """
            <section class="hero">\(HeroDrawing.html)<div class="wrap"><h1>办事，先在这里搜一搜</h1>\
            <p class="sub">说出您想办的事，不必知道部门和事项全称</p>\(SearchBox().html)\
            <p class="hot">可以这样搜 \(links)</p></div></section>
            """
    }

    private var quick: HTML {
        let personal = catalogue.count(audience: .personal)
        let legal = catalogue.count(audience: .legal)
        let entries: [HTML] = [
            entry(.user, "个人办事", "\(personal) 个事项", ItemAddress.personal),
            entry(.building, "企业办事", "\(legal) 个事项", ItemAddress.legal),
            entry(.layers, "部门服务", "\(catalogue.bodies().count) 个部门", ItemAddress.departments),
            entry(.clock, "查进度", "凭办件编号查询", "/track"),
            entry(.shield, "文书核验", "扫码或输入校验码", "/verify"),
            entry(.inbox, "我的办件", "补正、领取、评价", "/my"),
        ]
        return "<div class=\"wrap lift\"><nav class=\"card quick\" aria-label=\"快捷入口\">\(entries)</nav></div>"
    }

    /// The few things that old people come for, each as one large entry.
    private var elderQuick: HTML {
        let themes: [(Icon, String, String)] = [
            (.shield, "社保养老金", "insurance"), (.med, "看病医保", "health"), (.elder, "养老助老", "elder"),
            (.id, "户口身份证", "identity"),
        ]
        var entries: [HTML] = []
        for (symbol, name, code) in themes where catalogue.themes.contains(where: { $0.code == code }) {
            entries.append(entry(symbol, name, "", ItemAddress.theme(code)))
        }
        if let card = catalogue.search(ItemSearch(text: "老年证", limit: 1)).hits.first {
            entries.append(entry(.star, "办老年证", "", ItemAddress.guide(card.item.code)))
        }
        entries.append(entry(.phone, "打 12345 问一问", "", "tel:12345"))
        return "<div class=\"wrap lift\"><nav class=\"card quick\" aria-label=\"常办的事\">\(entries)</nav></div>"
    }

    private func entry(_ symbol: Icon, _ name: String, _ remark: String, _ address: String) -> HTML {
        let small: HTML = remark.isEmpty ? .empty : "<small>\(remark)</small>"
        return """
            <a href="\(address)"><span class="ic">\(icon(symbol, size: .large))</span><b>\(name)</b>\(small)</a>
            """
    }

    private var themes: HTML {
        let counts = catalogue.countsByTheme()
        let links: [HTML] = catalogue.themes.filter { $0.audience == audience }.map { theme in
            """
            <a href="\(ItemAddress.theme(theme.code))">\(icon(Icon(rawValue: theme.icon) ?? .grid, size: .huge))\
            \(theme.name)<span class="sr">，\(counts[theme.code] ?? 0) 个事项</span></a>
            """
        }
        return """
            <section class="card" id="themes"><div class="card-h"><h2>按主题找服务</h2>\
            <nav class="seg" aria-label="服务对象">\(side(.personal, "个人"))\(side(.legal, "企业"))</nav></div>\
            <div class="theme">\(links)</div></section>
            """
    }

    private func side(_ side: Audience, _ word: String) -> HTML {
        """
        <a href="/?for=\(side.rawValue)#themes"\(attribute: "aria-current", side == audience ? "true" : nil)>\(word)</a>
        """
    }

    private var online: HTML {
        let open = catalogue.items.filter(\.isOpenOnline)
        guard !open.isEmpty else { return .empty }
        let shown = open.filter { $0.audiences.contains(audience) }.prefix(6)
        return """
            <section><div class="sec-h"><h2>网上就能办<small>在线填表、传材料、查进度</small></h2>\
            <a href="/s?way=online">全部 \(open.count) 项</a></div><div class="grid g3 ones">\(shown.map(serviceCard))</div></section>
            """
    }

    private func serviceCard(_ item: PublishedItem) -> HTML {
        let choice = GuideChoice(item, FormFields())
        let limit = ItemWords.limit(item.content.promisedLimit)
        let time: HTML =
            limit.figure.isEmpty
            ? "<span>\(limit.unit)</span>" : "<span>承诺 <em class=\"num\">\(limit.figure)</em>\(limit.unit)</span>"
        // The narrowest of its themes says most about it.
        let counts = catalogue.countsByTheme()
        let themes = catalogue.themes.filter { $0.audience == audience && item.content.themes.contains($0.code) }
        let theme = themes.min { (counts[$0.code] ?? 0) < (counts[$1.code] ?? 0) }
        return """
            <a class="card one" href="\(ItemAddress.guide(item.code))">\
            \(icon(theme.flatMap { Icon(rawValue: $0.icon) } ?? .file, size: .huge))<b>\(item.name)</b>\
            <p>\(item.body.name)</p><div class="cut"><span>材料 <em class="num">\(choice.materials?.count ?? 0)</em>份</span>\
            <span>跑动 <em class="num">\(item.content.visits ?? 0)</em>次</span>\(time)</div></a>
            """
    }

    private var myCases: HTML {
        let content: HTML
        if !isSignedIn {
            content = """
                <div class="card-b flow"><p class="muted small">登录后，在这里看您的办件走到哪一步。</p>\
                <div class="row wrapx mt3">\(linkButton("登录", to: "/signin?back=/", kind: .primary))\
                \(linkButton("不登录查进度", to: "/track"))</div></div>
                """
        } else if cases.isEmpty {
            content = """
                <div class="card-b flow"><p class="muted small">您没有正在办理的事。</p>\
                <div>\(linkButton("看网上能办的事", to: "/s?way=online"))</div></div>
                """
        } else {
            content = "<div class=\"card-b tight\"><ul class=\"my\">\(cases.prefix(3).map(caseRow))</ul></div>"
        }
        let all: HTML = isSignedIn ? "<a class=\"small\" href=\"/my\">全部</a>" : .empty
        return """
            <section class="card a-my"><div class="card-h"><h2>我的办件</h2>\(all)</div>\(content)</section>
            """
    }

    private func caseRow(_ row: HomeCase) -> HTML {
        let action: HTML? = row.action.map { linkButton($0, to: row.address, kind: .primary, size: .small) }
        return """
            <li><div class="row between"><a class="strong ell" href="\(row.address)">\(row.name)</a>\(Web.status(row.state, row.tone))</div>\
            <p class="small muted">\(row.remark)</p>\(action)</li>
            """
    }

    private var departments: HTML {
        let rows: [HTML] = catalogue.bodies().prefix(6).map { entry in
            """
            <li><a class="ell" href="\(ItemAddress.department(entry.body.id))">\(entry.body.name)</a>\
            <span class="muted num">\(entry.count) 项</span></li>
            """
        }
        guard !rows.isEmpty else { return .empty }
        return """
            <section class="card a-hall"><div class="card-h"><h2>按部门找服务</h2>\
            <a class="small" href="\(ItemAddress.departments)">全部部门</a></div>\
            <ul class="list card-b tight">\(rows)</ul></section>
            """
    }

    private var ratings: HTML {
        guard let reviews, reviews.total > 0 else { return .empty }
        let rows: [HTML] = reviews.grades.enumerated().map { index, grade in
            let percent = grade.count * 100 / reviews.total
            let tone: Tone = index < reviews.satisfiedGrades ? .ok : .brand
            return """
                <dt>\(grade.name)</dt><dd>\(progressBar(percent: percent, label: "\(percent)%", tone))</dd>\
                <dd class="num">\(grade.count)</dd>
                """
        }
        let whole = reviews.rate / 100
        let rest = reviews.rate % 100
        return """
            <div class="wrap sec"><section class="card"><div class="card-h"><h2>政务服务好差评</h2>\
            <a class="small" href="/reviews">查看全部评价</a></div><div class="card-b row row-4 rate"><div>\
            <div class="num rate-n">\(whole).\(rest < 10 ? "0\(rest)" : "\(rest)")<small>%</small></div>\
            <p class="muted small">近 30 天满意率，共 \(reviews.total) 次评价</p></div><dl class="grow small rate-d">\(rows)</dl></div></section></div>
            """
    }
}
