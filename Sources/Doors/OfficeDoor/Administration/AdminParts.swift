import Markup
import Web

/// Pieces that the administrators' pages share.
enum AdminParts {
    /// The frame of a page: heading with what can be done at its right, then the content.
    static func page(_ title: String, actions: HTML = .empty, isDone: Bool = false, _ content: HTML) -> HTML {
        """
        <div class="vbar row between"><h1>\(title)</h1><div class="row wrapx">\(actions)</div></div>
        <div class="case-l flow">\(isDone ? note("已保存。", .ok, icon: .check, isLive: true) : .empty)\(content)</div>
        """
    }

    /// What stands in the place of forms that need a fresh second factor.
    static func stepUp(back: String) -> HTML {
        let link = linkButton("验证动态口令", to: AdministrationArea.verify(back), kind: .primary)
        return note("<p>授权、重置口令、管理密钥前需要重新验证动态口令，验证后 5 分钟内有效。</p><p>\(link)</p>", .warn, icon: .shield)
    }

    /// A mark of a state; within a page `status` would be its HTTP status.
    static func mark(_ words: String, _ tone: Tone) -> HTML { status(words, tone) }

    /// A filter above a list, sent by GET so that it stands in the address.
    static func filter(_ address: String, _ fields: HTML) -> HTML {
        """
        <form class="card card-b" method="get" action="\(address)"><div class="grid g4">\(fields)</div>\
        <p class="row wrapx">\(button("查询", kind: .primary))<a class="btn btn-t" href="\(address)">清空条件</a></p></form>
        """
    }

    /// Unknown data of an organisation.
    static func known(_ text: String?) -> HTML { text.map { "\($0)" } ?? mark("待完善", .neutral) }
}
