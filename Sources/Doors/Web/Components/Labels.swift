package import Markup

/// What a colour means; always together with words and a shape.
package enum Tone: String, Sendable {
    case neutral = ""
    /// Something under way, or information.
    case brand
    case ok
    case warn
    case error = "err"
    /// 一件事 and 长者版 only.
    case gold
}

/// A small label of a fact: 全程网办, 承诺制.
package func tag(_ words: String, _ tone: Tone = .neutral, icon symbol: Icon? = nil) -> HTML {
    tag(HTML.escaped(words), tone, icon: symbol)
}

/// As above, with words that are markup already.
package func tag(_ words: HTML, _ tone: Tone = .neutral, icon symbol: Icon? = nil) -> HTML {
    let picture = symbol.map { icon($0) }
    return "<span class=\"tag\(tone == .neutral ? "" : " tag-\(tone.rawValue)")\">\(picture)\(words)</span>"
}

/// A state as shape, word and colour: circle done, diamond attention, square overdue, ring under way, grey not begun.
package func status(_ words: String, _ tone: Tone = .neutral) -> HTML {
    let shape =
        switch tone {
        case .neutral, .gold: ""
        case .brand: " st-run"
        case .ok: " st-ok"
        case .warn: " st-warn"
        case .error: " st-err"
        }
    return "<span class=\"st\(shape)\">\(words)</span>"
}

/// A count; above 99 it says 99+.
package func badge(_ count: Int, isUrgent: Bool = false) -> HTML {
    "<span class=\"badge\(isUrgent ? " badge-err" : "")\">\(count > 99 ? "99+" : String(count))</span>"
}

/// A remark beside the text. Errors of a form stand in `errorSummary`, not here.
package func note(_ content: HTML, _ tone: Tone = .brand, icon symbol: Icon = .info, isLive: Bool = false) -> HTML {
    let kind = tone == .brand || tone == .neutral || tone == .gold ? "" : " note-\(tone.rawValue)"
    return """
        <div class="note\(kind)"\(attribute: "role", isLive ? "status" : nil)>\(icon(symbol))<div class="grow">\(content)</div></div>
        """
}

/// A card with a heading; `more` stands at its right end.
package func card(_ heading: String, more: HTML = .empty, id: String? = nil, _ content: HTML) -> HTML {
    """
    <section class="card"\(attribute: "id", id)><div class="card-h"><h2>\(heading)</h2>\(more)</div>\
    <div class="card-b">\(content)</div></section>
    """
}

/// A card without a heading.
package func card(_ content: HTML) -> HTML {
    "<section class=\"card card-b\">\(content)</section>"
}

/// What a list says when there is nothing in it: what it would show and what to do next.
package func emptyState(_ words: String, hint: String, action: HTML = .empty) -> HTML {
    """
    <div class="empty"><svg viewBox="0 0 120 84" fill="none" aria-hidden="true">\
    <path d="M4 74c24-14 42-10 60-4s34 4 52-6" stroke="#bcd3f0" stroke-width="3"/>\
    <path d="M34 66V34l26-12 26 12v32z" fill="#eff5fc" stroke="#8db3e3" stroke-width="2.5"/>\
    <path d="M50 66V52a10 10 0 0120 0v14" stroke="#8db3e3" stroke-width="2.5"/></svg>\
    <p class="strong">\(words)</p><p class="muted small">\(hint)</p>\(action)</div>
    """
}

/// A figure with what it is compared to.
package func statTile(_ name: String, figure: String, comparison: String, _ tone: Tone = .neutral) -> HTML {
    """
    <dl class="card stat"><dt>\(name)</dt><dd class="num">\(figure)</dd>\
    <dd class="d\(tone == .neutral ? "" : " t-\(tone.rawValue)")">\(comparison)</dd></dl>
    """
}

/// How much of the time limit is used, with the words that say how much is left.
///
/// - Parameter percent: used part, 0…100; more is drawn as full.
package func slaBar(percent: Int, words: HTML, _ tone: Tone) -> HTML {
    if tone == .neutral {
        return "<span class=\"sla\"><span class=\"bar\"></span><span class=\"muted\">\(words)</span></span>"
    }
    let width = max(0, min(100, percent))
    let colour =
        switch tone {
        case .ok: "o"
        case .warn: "w"
        case .error: "e"
        default: ""
        }
    return """
        <span class="sla"><span class="bar"><i class="\(colour) w-\(width)"></i></span>\
        <span class="t-\(tone.rawValue)">\(words)</span></span>
        """
}

/// A bar of progress with its words for screen readers.
package func progressBar(percent: Int, label: String, _ tone: Tone = .brand) -> HTML {
    let width = max(0, min(100, percent))
    let colour: HTML = tone == .ok ? " class=\"o w-\(width)\"" : " class=\"w-\(width)\""
    return "<div class=\"bar\" role=\"img\" aria-label=\"\(label)\"><i\(colour)></i></div>"
}
