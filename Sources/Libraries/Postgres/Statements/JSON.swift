package import Foundation

/// A document for a `json` or `jsonb` column. Dates are ISO 8601 with microseconds, as PostgreSQL itself writes them.
package struct JSON: Bindable, Hashable {
    /// The document.
    package let text: String

    /// A document that is JSON already; the server checks it.
    package init(text: String) {
        self.text = text
    }

    /// Any value as a document, keys sorted so that equal values give equal text.
    package init<Value: Encodable>(_ value: Value) throws {
        text = String(decoding: try Self.encoder.encode(value), as: UTF8.self)
    }

    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            guard let microseconds = Timestamp.microseconds(of: date) else {
                let context = EncodingError.Context(codingPath: encoder.codingPath, debugDescription: "not a date")
                throw EncodingError.invalidValue(date, context)
            }
            var container = encoder.singleValueContainer()
            try container.encode(Timestamp.text(microseconds, separator: UInt8(ascii: "T")))
        }
        return encoder
    }()

    package var bound: Bound { .text(text) }

    /// The document as a value.
    package func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try Array(text.utf8).withUnsafeBytes { try Self.decode(type, from: $0) }
    }

    /// Reads a document with the same dates as `init(_:)` writes.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: UnsafeRawBufferPointer) throws -> Value {
        try decoder.decode(type, from: Data(bytes))
    }

    private static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            var text = try container.decode(String.self)
            guard let microseconds = text.withUTF8({ Timestamp.parse(UnsafeRawBufferPointer($0)) }) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an ISO 8601 moment")
            }
            return Timestamp.date(microseconds)
        }
        return decoder
    }()
}
