/// Markup that is safe to send to a browser: text that enters through an interpolation is escaped, markup stays markup.
///
/// ```swift
/// let row: HTML = "<tr><td>\(name)</td><td>\(link)</td></tr>"   // name: String is escaped, link: HTML is kept
/// ```
///
/// The bytes are UTF-8 and stand in one buffer, ready to be sent. Attributes are always written in double quotes;
/// inside them an interpolated text is as safe as in an element. A value that decides about script (`href` from
/// outside, event attributes) does not become safe by escaping: the pages' content security policy forbids both.
package struct HTML: Sendable, Hashable {
    /// The markup as UTF-8.
    package private(set) var bytes: [UInt8]

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Markup that this program made itself by other means (an SVG drawing, an asset); never text from outside.
    package init(trusted markup: String) {
        bytes = Array(markup.utf8)
    }

    /// No markup at all.
    package static let empty = HTML(bytes: [])

    /// Whether there is nothing to show.
    package var isEmpty: Bool { bytes.isEmpty }

    /// The markup as text, for tests and documents.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Text turned into markup by escaping it.
    package static func escaped(_ text: some StringProtocol) -> HTML {
        var html = HTML.empty
        html.bytes.appendEscaped(text)
        return html
    }

    /// Appends markup in place.
    package mutating func append(_ other: HTML) {
        bytes.append(contentsOf: other.bytes)
    }

    /// The parts one after another with `separator` between them.
    package static func joined(_ parts: some Sequence<HTML>, separator: HTML = .empty) -> HTML {
        var result = HTML.empty
        var isFirst = true
        for part in parts {
            if !isFirst { result.bytes.append(contentsOf: separator.bytes) }
            result.bytes.append(contentsOf: part.bytes)
            isFirst = false
        }
        return result
    }

    /// Both markups, one after the other.
    package static func + (left: HTML, right: HTML) -> HTML {
        var result = left
        result.append(right)
        return result
    }
}

extension HTML: CustomStringConvertible {
    package var description: String { text }
}

extension Sequence where Element == HTML {
    /// The parts one after another with `separator` between them.
    package func joined(separator: HTML = .empty) -> HTML {
        HTML.joined(self, separator: separator)
    }
}

extension HTML: ExpressibleByStringInterpolation {
    package init(stringLiteral value: StaticString) {
        bytes = value.withUTF8Buffer { Array($0) }
    }

    package init(stringInterpolation: Interpolation) {
        bytes = stringInterpolation.bytes
    }

    /// Collects a literal: its own characters as they stand, interpolated text escaped.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }

        package mutating func appendInterpolation(_ markup: HTML) {
            bytes.append(contentsOf: markup.bytes)
        }

        package mutating func appendInterpolation(_ markup: HTML?) {
            if let markup { bytes.append(contentsOf: markup.bytes) }
        }

        package mutating func appendInterpolation(_ parts: [HTML]) {
            // Long lists grow once instead of again and again; never by less than a half.
            let needed = parts.reduce(bytes.count) { $0 + $1.bytes.count }
            if needed > bytes.capacity { bytes.reserveCapacity(needed + needed / 2) }
            for part in parts { bytes.append(contentsOf: part.bytes) }
        }

        package mutating func appendInterpolation(_ text: String) {
            bytes.appendEscaped(text)
        }

        package mutating func appendInterpolation(_ text: Substring) {
            bytes.appendEscaped(text)
        }

        package mutating func appendInterpolation(_ text: String?) {
            if let text { bytes.appendEscaped(text) }
        }

        package mutating func appendInterpolation(_ number: Int) {
            bytes.appendDecimal(number)
        }

        package mutating func appendInterpolation(_ number: some BinaryInteger) {
            bytes.append(contentsOf: String(number).utf8)
        }

        package mutating func appendInterpolation(_ number: (some BinaryInteger)?) {
            if let number { bytes.append(contentsOf: String(number).utf8) }
        }

        /// A whole attribute with a space before it, or nothing when there is no value:
        /// `<input\(attribute: "value", draft.name)>`.
        package mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
            guard let value else { return }
            appendName(name)
            bytes.append(contentsOf: "=\"".utf8)
            bytes.appendEscaped(value)
            bytes.append(UInt8(ascii: "\""))
        }

        /// As above for a number.
        package mutating func appendInterpolation(attribute name: StaticString, _ value: Int?) {
            appendInterpolation(attribute: name, value.map { String($0) })
        }

        /// An attribute without a value, present or not: `<input\(attribute: "checked", if: isChosen)>`.
        package mutating func appendInterpolation(attribute name: StaticString, if isPresent: Bool) {
            if isPresent { appendName(name) }
        }

        private mutating func appendName(_ name: StaticString) {
            bytes.append(UInt8(ascii: " "))
            name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }
    }
}
