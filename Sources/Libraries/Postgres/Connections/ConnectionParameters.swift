import CLibPQ

/// Turns a `Configuration` into libpq's keywords. What the connection string says wins, except for the few settings
/// that reading results relies on.
enum ConnectionParameters {
    static func connect(_ configuration: Configuration) throws -> OpaquePointer {
        var parameters = try parse(configuration.connectionString)
        let defaults = [
            "application_name": configuration.applicationName, "connect_timeout": "5", "keepalives_idle": "30",
            "keepalives_interval": "10", "keepalives_count": "3", "tcp_user_timeout": "60000",
        ]
        parameters.merge(defaults) { given, _ in given }
        parameters["client_encoding"] = "UTF8"
        let given = parameters["options"].map { [$0] } ?? []
        let all = options(wishes(configuration)) + given + options(necessities)
        parameters["options"] = all.joined(separator: " ")
        return try connect(parameters)
    }

    /// `Timestamp` and `[UInt8]` read these forms only.
    private static let necessities = ["DateStyle": "ISO,YMD", "bytea_output": "hex"]

    private static func wishes(_ configuration: Configuration) -> [String: String] {
        let timeouts = [
            "statement_timeout": String(configuration.statementTimeout.milliseconds),
            "idle_in_transaction_session_timeout": String(configuration.idleInTransactionTimeout.milliseconds),
        ]
        return configuration.sessionSettings.merging(timeouts) { given, _ in given }
    }

    private static func options(_ settings: [String: String]) -> [String] {
        settings.sorted { $0.key < $1.key }.map { "-c \($0.key)=\(escape($0.value))" }
    }

    /// Blanks separate the options, so a blank within a value takes a backslash.
    private static func escape(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing(" ", with: "\\ ")
    }

    private static func parse(_ text: String) throws -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &message) else {
            defer { PQfreemem(message) }
            let reason = message.map { String(cString: $0) } ?? "unreadable"
            // But for a wrong keyword, what libpq quotes may be a piece of a password.
            let isHarmless = reason.hasPrefix("invalid connection option")
            let line = (isHarmless ? reason : ServerMessage.withoutQuotedValue(reason)).split(
                whereSeparator: \.isNewline)
            throw PostgresError.misuse("connection string: \(line.first ?? "")")
        }
        defer { PQconninfoFree(options) }
        var parameters: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return parameters
    }

    private static func connect(_ parameters: [String: String]) throws -> OpaquePointer {
        let pairs = Array(parameters)
        let link = withCStrings(pairs.map(\.key)) { keys in
            withCStrings(pairs.map(\.value)) { values in PQconnectdbParams(keys, values, 0) }
        }
        guard let link else { throw PostgresError.connection("no memory") }
        guard PQstatus(link) == CONNECTION_OK else {
            defer { PQfinish(link) }
            throw PostgresError.connection(ServerMessage.connection(link))
        }
        return link
    }

    private static func withCStrings<Answer>(
        _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Answer
    ) -> Answer {
        let bytes = strings.map { Array($0.utf8CString) }
        let starts = bytes.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
        return bytes.flatMap { $0 }.withUnsafeBufferPointer { buffer in
            var pointers = starts.dropLast().map { start in buffer.baseAddress.map { $0 + start } }
            pointers.append(nil)
            return pointers.withUnsafeBufferPointer { list in
                guard let base = list.baseAddress else { preconditionFailure("a list with an end is never empty") }
                return body(base)
            }
        }
    }
}
