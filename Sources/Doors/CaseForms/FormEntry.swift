package import Items
package import Markup
package import Web
package import WorkCalendar

/// Fields of an item's form as controls, and what was typed into them. Names are `f.` and the key of the field.
package enum FormEntry {
    package static func name(_ key: String) -> String { "f.\(key)" }

    /// Which fields a page showed: what is not shown was not answered, and not emptied either.
    package static let shownName = "shown"

    package static func shown(_ fields: [FormField]) -> HTML {
        hiddenField(shownName, fields.map(\.key).joined(separator: ","))
    }

    /// Stands first in a form with several buttons, so that Enter in a field presses none that does something else.
    package static let defaultButton: HTML =
        "<button type=\"submit\" class=\"sr\" tabindex=\"-1\" aria-hidden=\"true\"></button>"

    /// What was typed into those of the fields that the page showed.
    package static func values(of fields: [FormField], in form: FormFields) -> [String: FormValue] {
        let shown = Set((form[shownName] ?? "").split(separator: ",").map(String.init))
        var values: [String: FormValue] = [:]
        for field in fields where shown.contains(field.key) {
            let texts = form.all(name(field.key)).map(plain)
            values[field.key] = field.kind == .multiChoice ? .list(texts) : .text(texts.first ?? "")
        }
        return values
    }

    /// PostgreSQL keeps no U+0000 in a document.
    private static func plain(_ text: String) -> String {
        text.unicodeScalars.contains("\0") ? String(text.filter { $0 != "\0" }) : text
    }

    /// The control of a field.
    ///
    /// - Parameters:
    ///   - source: where a filled-in value came from; stands before the hint.
    ///   - isFixed: shown, but not to be changed.
    package static func control(
        _ field: FormField, value: FormValue?, error: String?, source: String? = nil, isFixed: Bool = false,
        on today: CalendarDate
    ) -> HTML {
        let hint = [source, field.hint].compactMap { $0 }.joined(separator: "。")
        let label = field.unit.map { "\(field.label)（\($0)）" } ?? field.label
        let face = FieldFace(
            name(field.key), label, field.required ? .required : .optional, hint: hint.isEmpty ? nil : hint,
            error: error)
        let text = value?.text
        switch field.kind {
        case .text, .address:
            return textField(face, value: text, maximumLength: field.maxLength, isReadOnly: isFixed)
        case .multilineText: return textArea(face, value: text, maximumLength: field.maxLength)
        case .number, .money: return textField(face, value: text, kind: .number)
        case .date:
            return dateField(
                face, value: text, earliest: field.dates == .notBeforeToday ? today.description : nil,
                latest: field.dates == .notAfterToday ? today.description : nil)
        case .choice: return choice(field, face, value: text)
        case .multiChoice:
            return checkboxes(face, choices: choices(field), values: Set(value?.texts ?? []))
        case .citizenID: return textField(face, value: text, kind: .idNumber, isReadOnly: isFixed)
        case .creditCode: return textField(face, value: text, kind: .creditCode, isReadOnly: isFixed)
        case .phone: return textField(face, value: text, kind: .phone)
        }
    }

    private static func choice(_ field: FormField, _ face: FieldFace, value: String?) -> HTML {
        field.options.count <= 6
            ? radioCards(face, choices: choices(field), value: value, columns: field.options.count > 2 ? 2 : 1)
            : selectField(face, choices: choices(field), value: value)
    }

    private static func choices(_ field: FormField) -> [Choice] {
        field.options.map { Choice($0.value, $0.label) }
    }
}
