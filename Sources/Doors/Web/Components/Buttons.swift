package import Markup

/// What a button is for; one `primary` in a view.
package enum ButtonKind: String, Sendable {
    case primary = "btn btn-p"
    case plain = "btn"
    /// Outlined until the confirm page: deletes, refuses, revokes.
    case danger = "btn btn-d"
    case text = "btn btn-t"
}

package enum ButtonSize: String, Sendable {
    case normal = ""
    case small = " btn-sm"
    case large = " btn-lg"
}

/// A button that sends its form. `name` and `value` tell several buttons of one form apart, `key` names its shortcut,
/// `target` sends the form elsewhere.
package func button(
    _ words: String, kind: ButtonKind = .plain, size: ButtonSize = .normal, name: String? = nil, value: String? = nil,
    icon symbol: Icon? = nil, key: String? = nil, target: String? = nil, skipsChecks: Bool = false
) -> HTML {
    let picture = symbol.map { icon($0) }
    let shortcut: HTML? = key.map { "<kbd>\($0)</kbd>" }
    return """
        <button type="submit" class="\(kind.rawValue)\(size.rawValue)"\(attribute: "name", name)\(attribute: "value", value)\
        \(attribute: "formaction", target)\(attribute: "formnovalidate", if: skipsChecks)\(attribute: "data-key", key)>\
        \(picture)<span>\(words)</span>\(shortcut)</button>
        """
}

/// A link that looks like a button: it goes somewhere and changes nothing.
package func linkButton(
    _ words: String, to address: String, kind: ButtonKind = .plain, size: ButtonSize = .normal,
    icon symbol: Icon? = nil, key: String? = nil
) -> HTML {
    let picture = symbol.map { icon($0) }
    let shortcut: HTML? = key.map { "<kbd>\($0)</kbd>" }
    return """
        <a class="\(kind.rawValue)\(size.rawValue)" href="\(address)"\(attribute: "data-key", key)>\
        \(picture)<span>\(words)</span>\(shortcut)</a>
        """
}

/// A form with one button, for actions in lists and bars.
package func buttonForm(
    _ words: String, action: String, token: FormToken, kind: ButtonKind = .plain, size: ButtonSize = .normal,
    fields: KeyValuePairs<String, String> = [:], icon symbol: Icon? = nil, key: String? = nil
) -> HTML {
    let hidden: [HTML] = fields.map { hiddenField($0.key, $0.value) }
    let submit = button(words, kind: kind, size: size, icon: symbol, key: key)
    return "<form class=\"inline\" method=\"post\" action=\"\(action)\">\(token)\(hidden)\(submit)</form>"
}
