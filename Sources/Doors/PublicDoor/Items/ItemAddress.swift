package import Items
package import Web

/// Where the pages about items are.
package enum ItemAddress {
    package static let home = "/"
    package static let search = "/s"
    package static let personal = "/personal"
    package static let legal = "/legal"
    package static let departments = "/depts"
    package static let regions = "/regions"

    /// The guide of an item.
    package static func guide(_ code: String) -> String { "/items/\(urlEncoded(code))" }

    package static func theme(_ code: String) -> String { "/themes/\(urlEncoded(code))" }

    package static func department(_ id: Int) -> String { "/depts/\(id)" }

    /// Where an application for a handling item begins; the answers of the guide go along.
    package static func apply(_ handlingItem: String, answers: SituationAnswers = [:]) -> String {
        "/apply/\(urlEncoded(handlingItem))" + query(answers)
    }

    /// The search for a text.
    package static func search(_ text: String) -> String { "/s?q=\(urlEncoded(text))" }

    /// Answers as a query, `?s.q1=a`, in the order of their keys.
    static func query(_ answers: SituationAnswers, leaf: String? = nil) -> String {
        var parts: [String] = []
        if let leaf { parts.append("leaf=\(urlEncoded(leaf))") }
        for (key, value) in answers.sorted(by: { $0.key < $1.key }) {
            parts.append("\(SituationField.name(key))=\(urlEncoded(value))")
        }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }
}

/// How the answers to situation questions are named in forms and addresses: `s.` and the question's key.
package enum SituationField {
    package static func name(_ question: String) -> String { "s.\(urlEncoded(question))" }

    /// The answers among the fields of a form or query.
    package static func answers(in fields: FormFields) -> SituationAnswers {
        var answers: SituationAnswers = [:]
        for field in fields.fields where field.name.hasPrefix("s.") {
            answers[String(field.name.dropFirst(2))] = field.value
        }
        return answers
    }
}
