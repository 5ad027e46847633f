package import Base
import Identifiers
package import WorkCalendar

/// A form's values after checking: normalised, hidden and unknown fields dropped, and what is wrong with the rest.
package struct FormCheck: Sendable, Hashable {
    /// What to store: trimmed texts, numbers without blanks, identifiers in their normal form.
    package let values: [String: FormValue]
    /// In the order of the form.
    package let problems: [FieldProblem]

    package var isFine: Bool { problems.isEmpty }
}

extension FormDefinition {
    /// What is wrong with the values, in the order of the form; the same for wizard, window and interface.
    package func validate(_ values: [String: FormValue], on today: CalendarDate) -> [FieldProblem] {
        check(values, on: today).problems
    }

    /// Normalises and checks the values as of a day.
    package func check(_ values: [String: FormValue], on today: CalendarDate) -> FormCheck {
        var kept: [String: FormValue] = [:]
        var problems: [FieldProblem] = []
        for field in fields where isShown(field, values) {
            let entered = values[field.key] ?? .text("")
            do {
                let value = try field.normalised(entered, on: today)
                if !value.isEmpty { kept[field.key] = value }
            } catch {
                kept[field.key] = entered
                problems.append(FieldProblem(field: field.key, message: error.message))
            }
        }
        return FormCheck(values: kept, problems: problems)
    }

    /// Whether the field is asked under these values; a field that hangs on a hidden field is hidden too.
    package func isShown(_ field: FormField, _ values: [String: FormValue]) -> Bool {
        isShown(field, values, depth: 0)
    }

    private func isShown(_ field: FormField, _ values: [String: FormValue], depth: Int) -> Bool {
        guard let condition = field.shownWhen else { return true }
        // A cycle of conditions is refused at import; here it only must not loop.
        guard depth < 8, let other = self.field(condition.field) else { return false }
        guard values[condition.field]?.texts.contains(condition.equals) ?? false else { return false }
        return isShown(other, values, depth: depth + 1)
    }

    /// Keys among the values that no field has, in order; an interface tells its caller, a page ignores them.
    package func unknownFields(in values: [String: FormValue]) -> [String] {
        let known = Set(fields.map(\.key))
        return values.keys.filter { !known.contains($0) }.sorted()
    }
}

/// The sentence about one field.
struct FieldFault: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}

extension FormField {
    /// The value in its normal form, or the sentence that says what is wrong and how to mend it.
    func normalised(_ entered: FormValue, on today: CalendarDate) throws(FieldFault) -> FormValue {
        if kind == .multiChoice { return try chosen(entered) }
        guard entered.texts.count <= 1 else { throw FieldFault("“\(label)”只能填写一项") }
        let text = trimmed(entered.text)
        guard !text.isEmpty else {
            if required { throw FieldFault(emptyMessage) }
            return .text("")
        }
        switch kind {
        case .text, .multilineText, .address: return .text(try checkedText(text))
        case .number, .money: return .text(try checkedNumber(text))
        case .date: return .text(try checkedDate(text, today))
        case .choice: return .text(try checkedChoice(text))
        case .citizenID: return .text(try identifier { () throws(IdentifierError) in try CitizenID(text, on: today) })
        case .creditCode: return .text(try identifier { () throws(IdentifierError) in try UnifiedCreditCode(text) })
        case .phone:
            return .text(
                try identifier { () throws(IdentifierError) in
                    try PhoneNumber(text, accepting: [.mobile, .landline])
                })
        case .multiChoice: return entered
        }
    }

    private var emptyMessage: String {
        switch kind {
        case .choice: "请选择\(label)"
        case .multiChoice: "请选择\(label)，至少选一项"
        default: "请填写\(label)"
        }
    }

    private func identifier<Identifier: TextIdentifier>(
        _ read: () throws(IdentifierError) -> Identifier
    ) throws(FieldFault) -> String {
        do {
            return try read().text
        } catch {
            throw FieldFault(error.message)
        }
    }

    private func checkedText(_ text: String) throws(FieldFault) -> String {
        let limit = maxLength ?? (kind == .multilineText ? 2000 : 200)
        guard text.count <= limit else {
            throw FieldFault("“\(label)”最多 \(limit) 个字，您填了 \(text.count) 个字，请删减")
        }
        if kind == .address, text.count < 5 {
            throw FieldFault("请把\(label)写完整，写到门牌号或村、组，例如“忻府区和平西街 1 号”")
        }
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\n" }) {
            throw FieldFault("“\(label)”含有看不见的控制字符，请重新输入")
        }
        return text
    }

    private func checkedChoice(_ text: String) throws(FieldFault) -> String {
        guard options.contains(where: { $0.value == text }) else {
            throw FieldFault("请在列出的选项中选择\(label)")
        }
        return text
    }

    private func chosen(_ entered: FormValue) throws(FieldFault) -> FormValue {
        let texts = entered.texts
        guard texts.allSatisfy({ text in options.contains { $0.value == text } }) else {
            throw FieldFault("请在列出的选项中选择\(label)")
        }
        // The order and number of clicks do not matter.
        let ordered = options.map(\.value).filter(texts.contains)
        if required, ordered.isEmpty { throw FieldFault(emptyMessage) }
        return .list(ordered)
    }

    private func checkedDate(_ text: String, _ today: CalendarDate) throws(FieldFault) -> String {
        guard let date = CalendarDate(text) else {
            throw FieldFault("请把\(label)写成“年-月-日”，例如 \(today)")
        }
        switch dates {
        case .notAfterToday where date > today: throw FieldFault("\(label)不能晚于今天（\(today)）")
        case .notBeforeToday where date < today: throw FieldFault("\(label)不能早于今天（\(today)）")
        default: return "\(date)"
        }
    }

    private func checkedNumber(_ text: String) throws(FieldFault) -> String {
        let places = decimals ?? (kind == .money ? 2 : 0)
        guard let number = PlainNumber(text) else {
            let example = kind == .money ? "1280.00" : "12"
            throw FieldFault("“\(label)”只填数字，例如 \(example)")
        }
        guard number.places <= places else {
            let rule = places == 0 ? "请填整数" : "最多 \(places) 位小数"
            throw FieldFault("“\(label)”\(rule)")
        }
        if let minimum, number < PlainNumber(minimum) {
            throw FieldFault("“\(label)”不能小于 \(minimum)\(unitText)")
        }
        if let maximum, PlainNumber(maximum) < number {
            throw FieldFault("“\(label)”不能大于 \(maximum)\(unitText)")
        }
        return number.text
    }

    private var unitText: String {
        if let unit { return " \(unit)" }
        return kind == .money ? " 元" : ""
    }

    private func trimmed(_ text: String) -> String {
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars).replacing("\r\n", with: "\n")
    }
}
