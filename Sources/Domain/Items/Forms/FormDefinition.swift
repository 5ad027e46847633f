/// The form of an item (申请表), as data: sections of typed fields.
package struct FormDefinition: Codable, Sendable, Hashable {
    package var sections: [FormSection]

    package init(sections: [FormSection]) {
        self.sections = sections
    }

    /// All fields in order.
    package var fields: [FormField] { sections.flatMap(\.fields) }

    /// The field with that key.
    package func field(_ key: String) -> FormField? { fields.first { $0.key == key } }
}

/// A group of fields under one heading; one row of the task list.
package struct FormSection: Codable, Sendable, Hashable {
    package var key: String
    package var title: String
    package var hint: String?
    package var fields: [FormField]
    /// Keys of the handling items that ask for it; nil for all.
    package var handlingItems: [String]?

    package init(
        key: String, title: String, hint: String? = nil, fields: [FormField], handlingItems: [String]? = nil
    ) {
        self.key = key
        self.title = title
        self.hint = hint
        self.fields = fields
        self.handlingItems = handlingItems
    }
}

/// One question of a form.
package struct FormField: Codable, Sendable, Hashable {
    /// Unique within the form; a name for programs.
    package var key: String
    package var label: String
    package var hint: String?
    package var kind: FieldKind
    package var required: Bool
    /// Most characters of a text.
    package var maxLength: Int?
    /// Least and greatest number, both allowed.
    package var minimum: Int?
    package var maximum: Int?
    /// Digits after the point; 0 for numbers, 2 for money unless said otherwise.
    package var decimals: Int?
    /// 个, 平方米: what a number counts.
    package var unit: String?
    package var options: [FormOption]
    package var dates: DateRule?
    /// The field is asked only when another field has this value.
    package var shownWhen: FieldCondition?
    /// What the system already knows about the applicant (自动带入).
    package var prefill: Prefill?

    package init(
        key: String, label: String, hint: String? = nil, kind: FieldKind, required: Bool = true,
        maxLength: Int? = nil, minimum: Int? = nil, maximum: Int? = nil, decimals: Int? = nil, unit: String? = nil,
        options: [FormOption] = [], dates: DateRule? = nil, shownWhen: FieldCondition? = nil,
        prefill: Prefill? = nil
    ) {
        self.key = key
        self.label = label
        self.hint = hint
        self.kind = kind
        self.required = required
        self.maxLength = maxLength
        self.minimum = minimum
        self.maximum = maximum
        self.decimals = decimals
        self.unit = unit
        self.options = options
        self.dates = dates
        self.shownWhen = shownWhen
        self.prefill = prefill
    }

    /// What a date may be, seen from the day of filling in.
    package enum DateRule: String, Codable, Sendable, Hashable, CaseIterable {
        case notAfterToday, notBeforeToday
    }

    /// Facts about the applicant that fill a field before anyone types.
    package enum Prefill: String, Codable, Sendable, Hashable, CaseIterable {
        case applicantName, documentNumber, phone, address, legalRepresentative
    }

    /// The text a person reads for a stored value: labels of options, numbers with their unit.
    package func display(_ value: FormValue) -> String {
        let words = value.texts.map { text in options.first { $0.value == text }?.label ?? text }
        let joined = words.joined(separator: "、")
        guard let unit, !joined.isEmpty else { return joined }
        return "\(joined) \(unit)"
    }
}

/// What a field holds.
package enum FieldKind: String, Codable, Sendable, Hashable, CaseIterable {
    case text, multilineText, number, money, date, choice, multiChoice, citizenID, creditCode, phone, address
}

/// One answer to choose.
package struct FormOption: Codable, Sendable, Hashable {
    package var value: String
    package var label: String

    package init(value: String, label: String) {
        self.value = value
        self.label = label
    }
}

/// Another field and the value it must have (or contain).
package struct FieldCondition: Codable, Sendable, Hashable {
    package var field: String
    package var equals: String

    package init(field: String, equals: String) {
        self.field = field
        self.equals = equals
    }
}

/// What was entered: one text, or the chosen options of a multiple choice; a string or an array of strings in JSON.
package enum FormValue: Sendable, Hashable {
    case text(String)
    case list([String])

    /// The texts in order; none for an empty value.
    package var texts: [String] {
        switch self {
        case .text(let text): text.isEmpty ? [] : [text]
        case .list(let texts): texts.filter { !$0.isEmpty }
        }
    }

    /// The first text, or empty.
    package var text: String { texts.first ?? "" }

    package var isEmpty: Bool { texts.isEmpty }
}

extension FormValue: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self = .text(value) }
}

extension FormValue: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .list(try container.decode([String].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .list(let texts): try container.encode(texts)
        }
    }
}
