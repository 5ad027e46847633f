extension Value: CustomStringConvertible {
    /// As the function `string` shows it: texts plain at the top, quoted within lists and contexts.
    package var description: String {
        if case .string(let text) = self { return text }
        var writer = ValueWriter()
        writer.write(self)
        return writer.text
    }

    /// As FEEL would be written to give this value.
    package var literal: String {
        var writer = ValueWriter()
        writer.write(self)
        return writer.text
    }
}

/// Writes a value as FEEL; the text stops growing at a bound, so a huge value cannot fill the memory.
struct ValueWriter {
    private(set) var text = ""
    private static let bound = 1 << 20

    mutating func write(_ value: Value) {
        guard text.utf8.count < Self.bound else { return }
        switch value {
        case .null: text += "null"
        case .boolean(let truth): text += truth ? "true" : "false"
        case .number(let number): text += number.description
        case .string(let string): text += Self.quoted(string)
        case .date(let date): text += date.description
        case .time(let time): text += time.description
        case .dateTime(let moment): text += moment.description
        case .daysDuration(let duration): text += duration.description
        case .monthsDuration(let duration): text += duration.description
        case .list(let items): write(items)
        case .context(let context): write(context)
        case .range(let range): write(range)
        case .function(let function): text += "function \(function.name)"
        }
    }

    private mutating func write(_ items: [Value]) {
        text += "["
        for (index, item) in items.enumerated() where text.utf8.count < Self.bound {
            if index > 0 { text += ", " }
            write(item)
        }
        text += "]"
    }

    private mutating func write(_ context: ContextValue) {
        text += "{"
        for (index, entry) in context.entries.enumerated() where text.utf8.count < Self.bound {
            if index > 0 { text += ", " }
            text += "\(Self.key(entry.key)): "
            write(entry.value)
        }
        text += "}"
    }

    private mutating func write(_ range: RangeValue) {
        text += range.includesLower ? "[" : "("
        write(range.lower ?? .null)
        text += ".."
        write(range.upper ?? .null)
        text += range.includesUpper ? "]" : ")"
    }

    /// A name stands without quotes when it is one word or several.
    static func key(_ name: String) -> String {
        let isPlain = !name.isEmpty && name.unicodeScalars.allSatisfy { Lexer.isNamePart($0) || $0 == " " }
        return isPlain && !name.hasPrefix(" ") ? name : quoted(name)
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
