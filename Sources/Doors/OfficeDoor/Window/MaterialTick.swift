import Markup

/// A box that is ticked when a piece of paper lies on the counter: 已收原件, 已收复印件.
struct MaterialTick {
    let name: String
    let value: String
    let words: String
    let isTicked: Bool

    /// - Parameter count: how many the item asks for; one when it does not say.
    static func original(_ key: String, count: Int, isTicked: Bool) -> HTML {
        MaterialTick(
            name: "originals-\(key)", value: String(max(1, count)), words: words("已收原件", count), isTicked: isTicked
        ).html
    }

    static func copy(_ key: String, count: Int, isTicked: Bool) -> HTML {
        MaterialTick(
            name: "copies-\(key)", value: String(max(1, count)), words: words("已收复印件", count), isTicked: isTicked
        ).html
    }

    private static func words(_ words: String, _ count: Int) -> String { count > 1 ? "\(words) \(count) 份" : words }

    var html: HTML {
        """
        <label class="tick"><input type="checkbox" name="\(name)" value="\(value)"\(attribute: "checked", if: isTicked)>\
        <span>\(words)</span></label>
        """
    }
}
