/// A statement whose values are parameters: `"SELECT name FROM person WHERE id = \(id)"` sends `$1` and the value apart.
///
/// Statement text comes from literals only (they arrive as `StaticString`), so a `String` made at run time can never
/// become part of it: interpolated, it is a parameter. Another `SQL` may be embedded; its parameters are renumbered.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// The text without its values.
    private(set) var shape = Shape()
    /// The values, in the order of their numbers.
    package private(set) var parameters: [Bound] = []

    package init(stringLiteral value: StaticString) {
        shape.append(value)
    }

    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// A statement read from a migration file or another part of the program text. Never pass anything a person typed:
    /// this is the one place where a run-time `String` becomes statement text.
    package init(trusted text: String) {
        shape.append(text)
    }

    /// A quoted name of a table, channel or the like.
    static func identifier(_ name: String) -> SQL {
        SQL(trusted: "\"" + name.replacing("\"", with: "\"\"") + "\"")
    }

    /// What the server parses, with `$1`, `$2`, … in the place of values. It never holds a value, so it may be logged.
    package var text: String { shape.text }

    /// Whether there is no text at all, as in the literal `""`.
    package var isEmpty: Bool { shape.isEmpty }

    /// Puts one statement part behind another; the parameters of the second are numbered on.
    package static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum += right
        return sum
    }

    /// Appends a statement part.
    package static func += (left: inout SQL, right: SQL) {
        left.shape.append(right.shape)
        left.parameters += right.parameters
    }

    fileprivate mutating func append(_ value: Bound) {
        shape.appendParameter()
        parameters.append(value)
    }
}

extension SQL: Hashable {
    package static func == (left: SQL, right: SQL) -> Bool {
        left.parameters == right.parameters && (left.shape == right.shape || left.text == right.text)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(text)
        hasher.combine(parameters)
    }
}

extension SQL {
    /// Builds a statement from the pieces of a literal.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL(trusted: "")

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql.shape.reserveCapacity(2 * interpolationCount + 1)
            sql.parameters.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            sql.shape.append(literal)
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

        /// Another statement part is embedded, its parameters numbered on.
        package mutating func appendInterpolation(_ part: SQL) {
            sql += part
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
