import CLibPQ

/// Reads the error of a libpq result or connection without taking over any value.
enum ServerMessage {
    /// libpq's field codes; the header has them as character macros, which Swift does not import.
    private enum Field: Unicode.Scalar {
        case severity = "V"
        case sqlState = "C"
        case message = "M"
        case position = "P"
        case table = "t"
        case column = "c"
        case constraint = "n"
        case sourceFunction = "R"
    }

    /// The error of a failed result. `scriptText` turns the server's position into a line number.
    static func error(_ result: OpaquePointer, scriptText: String? = nil) -> PostgresError {
        let state = field(result, .sqlState) ?? "XX000"
        var message = field(result, .message) ?? String(cString: PQresultErrorMessage(result))
        if state.hasPrefix("22") { message = withoutQuotedValue(message) }
        if let scriptText, let position = field(result, .position).flatMap({ Int($0) }) {
            let line = scriptText.unicodeScalars.prefix(position - 1).count { $0 == "\n" } + 1
            message += " (line \(line))"
        }
        return .server(
            sqlState: state, message: message, constraint: field(result, .constraint),
            table: field(result, .table), column: field(result, .column))
    }

    /// Whether the server closes the connection after this error.
    static func isFatal(_ result: OpaquePointer) -> Bool {
        let severity = field(result, .severity)
        return severity == "FATAL" || severity == "PANIC"
    }

    /// Whether a prepared statement must be prepared anew: it is gone, or the tables behind it changed.
    static func isStalePlan(_ result: OpaquePointer) -> Bool {
        switch field(result, .sqlState) {
        case "26000": true
        case "0A000": field(result, .sourceFunction) == "RevalidateCachedQuery"
        default: false
        }
    }

    /// The connection's own message in one line.
    static func connection(_ link: OpaquePointer?) -> String {
        let message = String(cString: PQerrorMessage(link))
        let lines = message.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }
            .filter { !$0.hasPrefix("DETAIL:") }
        return lines.isEmpty ? "lost" : lines.joined(separator: "; ")
    }

    /// The number in libpq's text of affected rows, 0 if there is none.
    static func count(_ text: UnsafePointer<CChar>?) -> Int {
        guard var digit = text else { return 0 }
        var number = 0
        while digit.pointee != 0 {
            number = number * 10 + Int(digit.pointee) - 48
            digit += 1
        }
        return number
    }

    private static func field(_ result: OpaquePointer, _ field: Field) -> String? {
        PQresultErrorField(result, Int32(field.rawValue.value)).map { String(cString: $0) }
    }

    /// `invalid input syntax for type uuid: "…"`: class 22 quotes the value, so all between the outer quotes goes.
    static func withoutQuotedValue(_ message: String) -> String {
        guard let first = message.firstIndex(of: "\""), let last = message.lastIndex(of: "\""), first < last else {
            return message
        }
        return message[..<first] + "…" + message[message.index(after: last)...]
    }
}
