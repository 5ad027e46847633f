/// A statement whose values are parameters: `"SELECT name FROM person WHERE id = \(id)"` sends `$1` and the value apart.
///
/// Statement text comes from literals only (they arrive as `StaticString`), so a `String` made at run time can never
/// become part of it: interpolated, it is a parameter. Another `SQL` may be embedded; its parameters are renumbered.
package struct SQL: ExpressibleByStringInterpolation, Sendable, Hashable {
    /// What the server parses, with `$1`, `$2`, … in the place of values. It never holds a value, so it may be logged.
    package private(set) var text: String
    /// The values, in the order of their numbers.
    package private(set) var parameters: [Bound] = []
    /// Where in the UTF-8 of `text` each `$n` begins, so that an embedded statement can be renumbered.
    private var places: [Int] = []

    package init(stringLiteral value: StaticString) {
        text = value.description
    }

    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// A statement read from a migration file or another part of the program text. Never pass anything a person typed:
    /// this is the one place where a run-time `String` becomes statement text.
    package init(trusted text: String) {
        self.text = text
    }

    /// A quoted name of a table, channel or the like.
    static func identifier(_ name: String) -> SQL {
        SQL(trusted: "\"" + name.replacing("\"", with: "\"\"") + "\"")
    }

    /// Whether there is no text at all, as in the literal `""`.
    package var isEmpty: Bool { text.isEmpty }

    /// Puts one statement part behind another and renumbers the parameters of the second.
    package static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum += right
        return sum
    }

    /// Appends a statement part and renumbers its parameters.
    package static func += (left: inout SQL, right: SQL) {
        left.append(right)
    }

    private mutating func append(_ other: SQL) {
        let start = text.utf8.count
        if parameters.isEmpty || other.parameters.isEmpty {
            text += other.text
            places += other.places.map { $0 + start }
        } else {
            appendRenumbered(other)
        }
        parameters += other.parameters
    }

    private mutating func appendRenumbered(_ other: SQL) {
        let source = other.text.utf8
        var copied = source.startIndex
        for (index, place) in other.places.enumerated() {
            let dollar = source.index(source.startIndex, offsetBy: place)
            text += other.text[copied..<dollar]
            appendPlace(number: parameters.count + index + 1)
            copied = source.index(dollar, offsetBy: 1 + String(index + 1).utf8.count)
        }
        text += other.text[copied...]
    }

    private mutating func append(_ value: Bound) {
        appendPlace(number: parameters.count + 1)
        parameters.append(value)
    }

    private mutating func appendPlace(number: Int) {
        places.append(text.utf8.count)
        text += "$"
        text += String(number)
    }
}

extension SQL {
    /// Builds a statement from the pieces of a literal.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL(trusted: "")

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserveCapacity(literalCapacity + 3 * interpolationCount)
            sql.parameters.reserveCapacity(interpolationCount)
            sql.places.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            sql.text += literal.description
        }

        /// A value becomes the next parameter.
        package mutating func appendInterpolation<Value: Bindable>(_ value: Value) {
            sql.append(value.bound)
        }

        /// As above, `nil` becoming NULL.
        package mutating func appendInterpolation<Value: Bindable>(_ value: Value?) {
            sql.append(value?.bound ?? .null)
        }

        /// An enumeration that is not `Bindable` itself becomes a parameter by its raw value.
        @_disfavoredOverload
        package mutating func appendInterpolation<Value: RawRepresentable>(_ value: Value)
        where Value.RawValue: Bindable {
            sql.append(value.rawValue.bound)
        }

        /// As above, `nil` becoming NULL.
        @_disfavoredOverload
        package mutating func appendInterpolation<Value: RawRepresentable>(_ value: Value?)
        where Value.RawValue: Bindable {
            sql.append(value?.rawValue.bound ?? .null)
        }

        /// Another statement part is embedded, its parameters renumbered.
        package mutating func appendInterpolation(_ part: SQL) {
            sql.append(part)
        }
    }
}

extension Sequence where Element == SQL {
    /// All parts as one statement, with `separator` between them: `conditions.joined(separator: " AND ")`.
    package func joined(separator: SQL = "") -> SQL {
        var whole = SQL(trusted: "")
        for (index, part) in enumerated() {
            if index > 0 { whole += separator }
            whole += part
        }
        return whole
    }
}
