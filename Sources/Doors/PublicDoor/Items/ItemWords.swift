import Items
import WorkCalendar

/// Facts about items in the words of the pages.
enum ItemWords {
    static let unknown = "待完善"

    /// `5` with `个工作日`, or 当场办结.
    static func limit(_ limit: Limit?) -> (figure: String, unit: String) {
        guard let limit else { return ("", unknown) }
        return limit.amount == 0 ? ("", "当场办结") : (String(limit.amount), limit.unit.term)
    }

    static func limitLine(_ content: ItemContent) -> String {
        guard let promised = content.promisedLimit else { return "承诺时限\(unknown)" }
        if promised.amount == 0 { return "当场办结" }
        let reference = content.examples.contains(.promisedLimit) && !content.canApplyOnline ? "（参考）" : ""
        return "承诺 \(promised.amount) \(promised.unit.term)\(reference)"
    }

    static func fee(_ content: ItemContent) -> String {
        guard let fees = content.fees else { return "收费\(unknown)" }
        return fees.charged ? "收费" : "不收费"
    }

    /// `tel:` with the digits of a telephone number, or nil when there is none to dial.
    static func dial(_ number: String?) -> String? {
        let digits = (number ?? "").prefix { $0.isASCII && ($0.isNumber || $0 == "-") }
        return digits.count >= 3 ? "tel:\(digits)" : nil
    }

    /// Kind, body, limit and fee in one line.
    static func meta(_ item: PublishedItem) -> String {
        [item.body.name, limitLine(item.content), fee(item.content)].joined(separator: " · ")
    }
}
