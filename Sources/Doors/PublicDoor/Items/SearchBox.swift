import Items
import Markup
import Web

/// The search box of home and result pages: a plain form, with a list of suggestions where script runs.
struct SearchBox {
    var text = ""
    var audience: Audience?
    /// On result pages the box is as wide as the page.
    var isWide = false
    var placeholder = "例如：补身份证、开小吃店、办老年证"

    var html: HTML {
        let options: [HTML] = Audience.allCases.map { item in
            "<option value=\"\(item.rawValue)\"\(attribute: "selected", if: item == audience)>\(item.term)</option>"
        }
        return """
            <div class="combo\(isWide ? " combo-wide" : "")"><form class="sbox" role="search" action="\(ItemAddress.search)" \
            data-combo="/s/suggest">\
            <label class="sr" for="q">搜索事项、指南或办件编号</label>\
            <select name="for" aria-label="搜索范围"><option value="">全部</option>\(options)</select>\
            <input id="q" name="q" type="search" autocomplete="off" maxlength="100" value="\(text)" \
            placeholder="\(placeholder)"><button type="submit">搜索</button></form></div>
            """
    }
}

/// The suggestions under the box, fetched by script while typing.
struct SuggestionList {
    let suggestions: [Suggestion]

    var html: HTML {
        let rows: [HTML] = suggestions.enumerated().map { index, suggestion in
            let via: HTML? = suggestion.via.map { "<small>\($0)</small>" }
            return """
                <li role="option" id="sg-\(index)" aria-selected="false" data-go="\(ItemAddress.guide(suggestion.itemCode))">\
                <span>\(suggestion.text)</span>\(via)</li>
                """
        }
        return "\(rows)"
    }
}
