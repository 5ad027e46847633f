/// How a reader wants pages to look (长者版, 字号, 高对比, 行高); kept in a cookie and applied on the server, so that the
/// first paint is already right.
package struct Preferences: Sendable, Hashable {
    package enum TextSize: String, Sendable, CaseIterable {
        case normal, large, xlarge, max

        /// The official name of the step.
        package var term: String {
            switch self {
            case .normal: "标准"
            case .large: "大"
            case .xlarge: "特大"
            case .max: "最大"
            }
        }

        /// The step that the button leads to.
        package var next: TextSize {
            switch self {
            case .normal: .large
            case .large: .xlarge
            case .xlarge: .max
            case .max: .normal
            }
        }
    }

    /// 长者版: the same pages, simpler and larger.
    package var isElder = false
    package var textSize = TextSize.normal
    /// 高对比.
    package var isHighContrast = false
    /// 紧凑 rows in work lists; otherwise 舒展.
    package var isCompact = true
    /// Single-letter keys, which a member of staff may turn off (WCAG 2.1.4).
    package var hasLetterKeys = true

    package init() {}

    static let cookieName = "ui"

    /// Reads the cookie; whatever it does not know is left at its default.
    init(cookie: String?) {
        for part in (cookie ?? "").split(separator: ".") {
            switch part {
            case "elder": isElder = true
            case "contrast": isHighContrast = true
            case "cozy": isCompact = false
            case "nokeys": hasLetterKeys = false
            default: if let size = TextSize(rawValue: String(part)) { textSize = size }
            }
        }
    }

    /// The cookie value, `elder.large`; empty when all is at its default.
    var cookie: String {
        var parts: [String] = []
        if isElder { parts.append("elder") }
        if textSize != .normal { parts.append(textSize.rawValue) }
        if isHighContrast { parts.append("contrast") }
        if !isCompact { parts.append("cozy") }
        if !hasLetterKeys { parts.append("nokeys") }
        return parts.joined(separator: ".")
    }

    /// Applies the fields of the preferences form; names that are not there stay as they are.
    mutating func apply(_ form: FormFields) {
        if let mode = form["mode"] { isElder = mode == "elder" }
        if let size = form["text"].flatMap(TextSize.init) { textSize = size }
        if let contrast = form["contrast"] { isHighContrast = contrast == "high" }
        if let density = form["density"] { isCompact = density != "cozy" }
        if let keys = form["keys"] { hasLetterKeys = keys != "off" }
    }
}
