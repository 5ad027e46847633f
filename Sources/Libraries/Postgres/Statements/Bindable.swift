package import Foundation

/// A value as it travels to the server. Everything but `binary` goes as text, and the server infers the type.
package enum Bound: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case double(Double)
    case text(String)
    case uuid(UUID)
    /// Microseconds since 2000-01-01T00:00:00Z, PostgreSQL's own clock.
    case timestamp(Int64)
    case binary([UInt8])
}

/// What can be interpolated into `SQL`. Give a type of your own a `bound`; enumerations with a `Bindable` raw value
/// have it already.
package protocol Bindable: Sendable {
    /// The value as a parameter.
    var bound: Bound { get }
    /// An array of the values as one parameter; the default is PostgreSQL's array text.
    static func bound(array: [Self]) -> Bound
}

extension Bindable {
    package static func bound(array: [Self]) -> Bound {
        .text(ArrayText.write(array.lazy.map(\.bound)))
    }
}

extension Bindable where Self: RawRepresentable, RawValue: Bindable {
    package var bound: Bound { rawValue.bound }
}

extension Bool: Bindable {
    package var bound: Bound { .bool(self) }
}

extension Int: Bindable {
    package var bound: Bound { .integer(Int64(self)) }
}

extension Int16: Bindable {
    package var bound: Bound { .integer(Int64(self)) }
}

extension Int32: Bindable {
    package var bound: Bound { .integer(Int64(self)) }
}

extension Int64: Bindable {
    package var bound: Bound { .integer(self) }
}

extension UInt8: Bindable {
    package var bound: Bound { .integer(Int64(self)) }
    /// Bytes are one `bytea`, not an array of numbers.
    package static func bound(array: [UInt8]) -> Bound { .binary(array) }
}

extension Double: Bindable {
    package var bound: Bound { .double(self) }
}

extension Decimal: Bindable {
    package var bound: Bound { .text(description) }
}

extension String: Bindable {
    package var bound: Bound { .text(self) }
}

extension Substring: Bindable {
    package var bound: Bound { .text(String(self)) }
}

extension UUID: Bindable {
    package var bound: Bound { .uuid(self) }
}

extension Date: Bindable {
    /// A `timestamptz`, rounded to the microsecond that PostgreSQL keeps.
    package var bound: Bound {
        guard let microseconds = Timestamp.microseconds(of: self) else { return .text("not a date") }
        return .timestamp(microseconds)
    }
}

extension Data: Bindable {
    package var bound: Bound { .binary([UInt8](self)) }
}

extension Optional: Bindable where Wrapped: Bindable {
    package var bound: Bound { self?.bound ?? .null }
}

extension Array: Bindable where Element: Bindable {
    package var bound: Bound { Element.bound(array: self) }
}
