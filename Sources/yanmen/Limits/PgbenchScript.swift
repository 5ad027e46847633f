import Base
import Foundation
import Postgres

/// Recorded round trips as a pgbench script: each trip one pipeline, values as literals, and what would hit the same row or
/// break a rule when it is repeated as expressions of pgbench variables.
struct PgbenchScript {
    /// What stands in the place of recorded values.
    struct Substitution {
        /// Backslash commands at the beginning.
        var settings: [String] = []
        /// Expressions by the value that was recorded.
        var values: [Bound: String] = [:]
        /// Texts that are different each time and must stay so: their beginning is kept.
        var freshTexts: [String] = []
        /// A number that stands for the version of the case, and the expression for it.
        var version: (marker: Int, expression: String)?
        /// Moments around this one become now().
        var recordedAt = Date()
    }

    private var substitution: Substitution
    private var fresh: [Bound: String] = [:]
    private var settings: [String] = []
    private var body = ""

    /// - Parameter title: a comment at the top.
    init(title: String, trips: [[SQL]], _ substitution: Substitution) {
        self.substitution = substitution
        for trip in trips {
            body += "\\startpipeline\n"
            for statement in trip { body += text(of: statement) + ";\n" }
            body += "\\endpipeline\n"
        }
        head = "-- \(title)\n" + (substitution.settings + settings).map { $0 + "\n" }.joined()
    }

    private var head = ""

    var text: String { head + body }

    /// `$n` outside of quotes becomes its literal or expression.
    private mutating func text(of statement: SQL) -> String {
        var text = ""
        var digits = ""
        var isPlace = false
        var isQuoted = false
        let isInvitation = statement.text.contains("reviews.invitation")
        let takesFiles = statement.text.contains("attach_files")
        func value(_ digits: String, _ script: inout PgbenchScript) -> String {
            guard let number = Int(digits), statement.parameters.indices.contains(number - 1) else {
                return "$" + digits
            }
            let bound = statement.parameters[number - 1]
            // A file belongs to one case only: what is repeated has none.
            if takesFiles, case .text(let list) = bound, list.hasPrefix("{") { return "'{}'" }
            return script.expression(bound, isSecret: isInvitation)
        }
        for character in statement.text {
            if isPlace {
                if character.isASCII, character.isNumber {
                    digits.append(character)
                    continue
                }
                text += value(digits, &self)
                isPlace = false
                digits = ""
            }
            if character == "'" { isQuoted.toggle() }
            if character == "$", !isQuoted {
                isPlace = true
            } else {
                text.append(character)
            }
        }
        if isPlace { text += value(digits, &self) }
        return text
    }

    private mutating func expression(_ bound: Bound, isSecret: Bool) -> String {
        if let known = substitution.values[bound] { return known }
        switch bound {
        case .null: return "NULL"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value):
            if let version = substitution.version, Int(value) == version.marker { return version.expression }
            return value < 0 ? "(\(value))" : String(value)
        case .double(let value): return "CAST('\(value)' AS double precision)"
        case .uuid(let value): return Self.isSampled(value) ? "'\(Self.lower(value))'" : freshUUID(value)
        case .timestamp: return moment(bound)
        case .text(let value): return expression(text: value)
        case .binary(let bytes):
            guard isSecret, bytes.count == 32 else { return Self.literal(bytes) }
            let (first, second) = freshPair(bound)
            return "sha256(convert_to(CAST(:\(first) AS text) || '-' || CAST(:\(second) AS text), 'UTF8'))"
        }
    }

    private mutating func expression(text value: String) -> String {
        if let id = UUID(uuidString: value), !Self.isSampled(id) { return "CAST(\(freshUUID(id)) AS text)" }
        if let id = UUID(uuidString: value), let known = substitution.values[.uuid(id)] {
            return "CAST(\(known) AS text)"
        }
        if let beginning = substitution.freshTexts.first(where: value.hasPrefix) {
            let (first, second) = freshPair(.text(value))
            return "(\(Self.literal(beginning)) || CAST(:\(first) AS text) || '-' || CAST(:\(second) AS text))"
        }
        if Self.isVerifyCode(value) {
            let (first, second) = freshPair(.text(value))
            return "(lpad(CAST(:\(first) AS text), 13, '0') || lpad(CAST(:\(second) AS text), 13, '0'))"
        }
        return Self.literal(value)
    }

    /// 26 characters of Crockford's alphabet: a document's code, which is unique.
    private static func isVerifyCode(_ text: String) -> Bool {
        let alphabet = Set("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        return text.utf8.count == 26 && text.utf8.allSatisfy(alphabet.contains)
    }

    private func moment(_ bound: Bound) -> String {
        guard case .timestamp(let value) = bound, case .timestamp(let around) = substitution.recordedAt.bound else {
            return "NULL"
        }
        if abs(value - around) < 3_600_000_000 { return "now()" }
        return "CAST('\(CopyText.text(ofMicroseconds: value))' AS timestamptz)"
    }

    private mutating func freshUUID(_ value: UUID) -> String {
        let (first, second) = freshPair(.uuid(value))
        return "CAST(lpad(CAST(:\(first) AS text), 16, '0') || lpad(CAST(:\(second) AS text), 16, '0') AS uuid)"
    }

    /// Two random variables for a value that must be new each time; the same value has the same two.
    private mutating func freshPair(_ bound: Bound) -> (String, String) {
        let name: String
        if let known = fresh[bound] {
            name = known
        } else {
            name = "v\(fresh.count + 1)"
            fresh[bound] = name
            // Thirteen digits fill half a document's code.
            settings.append("\\set \(name)a random(1, 9999999999999)")
            settings.append("\\set \(name)b random(1, 9999999999999)")
        }
        return ("\(name)a", "\(name)b")
    }

    private static func isSampled(_ id: UUID) -> Bool { id.uuid.0 == 0x5A && id.uuid.1 == 0x3E }

    private static func lower(_ id: UUID) -> String { id.text }

    /// A literal in which pgbench finds no variable: it looks for colons within quotes too.
    static func literal(_ text: String) -> String {
        var literal = "E'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": literal += "''"
            case "\\": literal += "\\\\"
            case ":": literal += "\\x3a"
            case "\n": literal += "\\n"
            case "\r": literal += "\\r"
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "'"
    }

    private static func literal(_ bytes: [UInt8]) -> String {
        let digits = bytes.map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }
        return "'\\x\(digits.joined())'"
    }
}
