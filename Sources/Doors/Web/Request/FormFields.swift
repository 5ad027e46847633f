package import Foundation

/// The fields of a form or a query, in the order they were sent; a name may occur several times.
package struct FormFields: Sendable, Hashable {
    /// One name with its value.
    package struct Field: Sendable, Hashable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// All fields in the order they were sent.
    package let fields: [Field]

    package init(_ fields: [Field] = []) {
        self.fields = fields
    }

    /// The largest number of fields that is read; a longer form is refused rather than cut.
    package static let maximumCount = 2_000

    /// Reads `application/x-www-form-urlencoded` bytes.
    ///
    /// - Throws: `Problem` 400 for bytes that are not UTF-8, a zero byte, a broken percent code or too many fields.
    package init(urlEncoded bytes: some Collection<UInt8>) throws(Problem) {
        var fields: [Field] = []
        for pair in bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true) {
            guard fields.count < Self.maximumCount else { throw .malformed("表单项太多") }
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let value = equals == pair.endIndex ? pair[equals...] : pair[pair.index(after: equals)...]
            fields.append(Field(name: try Self.decoded(pair[..<equals]), value: try Self.decoded(value)))
        }
        self.fields = fields
    }

    private static func decoded(_ bytes: some Collection<UInt8>) throws(Problem) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = iterator.next()?.hexDigit, let low = iterator.next()?.hexDigit else {
                    throw .malformed("编码不完整")
                }
                decoded.append(high << 4 | low)
            default: decoded.append(byte)
            }
        }
        // A zero byte is no text anybody typed, and PostgreSQL cannot hold it.
        guard !decoded.contains(0) else { throw .malformed("文字里有空字符") }
        guard let text = String(validating: decoded, as: UTF8.self) else { throw .malformed("文字不是 UTF-8 编码") }
        return text
    }

    /// The first value sent under `name`.
    package subscript(name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// The first value without the white space around it; nil when nothing else was typed.
    package func text(_ name: String) -> String? {
        guard let value = self[name] else { return nil }
        let trimmed = value.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : trimmed
    }

    /// Every value sent under `name`, in order.
    package func all(_ name: String) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    /// The first value as a whole number.
    package func integer(_ name: String) -> Int? {
        text(name).flatMap { Int($0) }
    }

    /// The first value as a UUID.
    package func uuid(_ name: String) -> UUID? {
        text(name).flatMap { UUID(uuidString: $0) }
    }

    /// Whether a check box or a named button was sent.
    package func contains(_ name: String) -> Bool {
        fields.contains { $0.name == name }
    }

    /// The first value, trimmed and never empty.
    ///
    /// - Throws: `Problem` 400 that names the field. For answers of a person use `text(_:)` and a field error.
    package func required(_ name: String) throws(Problem) -> String {
        guard let value = text(name) else { throw .malformed("缺少 \(name)") }
        return value
    }

    /// The fields as a query or a form body, with `changes` put in place of fields of the same name (nil removes).
    package func encoded(changing changes: [String: String?] = [:]) -> String {
        var parts = fields.filter { changes[$0.name] == nil }
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
            if let value { parts.append(Field(name: name, value: value)) }
        }
        return parts.map { "\(urlEncoded($0.name))=\(urlEncoded($0.value))" }.joined(separator: "&")
    }
}

/// Text as one piece of a URL: everything but letters, digits and `-._~` percent-encoded, so that it can stand between
/// slashes or in a query.
package func urlEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
        if byte.isUnreservedInURL {
            bytes.append(byte)
        } else {
            bytes.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

extension UInt8 {
    /// The value of a hexadecimal digit.
    var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    fileprivate var isUnreservedInURL: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
