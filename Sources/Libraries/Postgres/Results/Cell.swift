import CLibPQ

/// One value as the server sent it, in text form: what a `ColumnDecodable` type reads itself from.
package struct Cell {
    enum Source {
        case column
        /// An element of an array in the column; `nil` is NULL.
        case element([UInt8]?, type: UInt32)
    }

    let storage: ResultStorage
    let row: Int
    let column: Int
    let source: Source

    /// The name of the column.
    package var columnName: String { storage.columns.names[column] }

    /// Whether the value is NULL.
    package var isNull: Bool {
        switch source {
        case .column: PQgetisnull(storage.result, Int32(row), Int32(column)) == 1
        case .element(let bytes, _): bytes == nil
        }
    }

    /// The OID of the value's type, 0 where it is not known.
    package var typeID: UInt32 {
        switch source {
        case .column: storage.columns.types[column]
        case .element(_, let type): type
        }
    }

    /// The value's text. Throws for NULL, naming `wanted` as the type the caller tried to read.
    package func text<Wanted>(for wanted: Wanted.Type) throws -> String {
        try withBytes(as: wanted) { String(decoding: $0, as: UTF8.self) }
    }

    /// Lends the UTF-8 of the value's text. Throws for NULL, naming `wanted` as the type the caller tried to read.
    package func withBytes<Wanted, Answer>(
        as wanted: Wanted.Type, _ body: (UnsafeRawBufferPointer) throws -> Answer
    ) throws -> Answer {
        switch source {
        case .column:
            let length = Int(PQgetlength(storage.result, Int32(row), Int32(column)))
            if length == 0, isNull { throw mismatch(wanted) }
            let start = PQgetvalue(storage.result, Int32(row), Int32(column))
            return try withExtendedLifetime(storage) {
                try body(UnsafeRawBufferPointer(start: start, count: length))
            }
        case .element(let bytes, _):
            guard let bytes else { throw mismatch(wanted) }
            return try bytes.withUnsafeBytes(body)
        }
    }

    /// The error to throw when the value is no `Wanted`: it names the column, both types and never the value.
    package func mismatch<Wanted>(_ wanted: Wanted.Type, found: String? = nil) -> PostgresError {
        let type = isNull ? "NULL" : TypeName.of(typeID)
        return .decoding(column: columnName, wanted: "\(wanted)", found: found ?? type)
    }

    /// Where a document went wrong, by path, without its values.
    func problem(_ error: any Error) -> String {
        let type = TypeName.of(typeID)
        let path: [any CodingKey]
        switch error {
        case DecodingError.keyNotFound(let key, let context): path = context.codingPath + [key]
        case DecodingError.typeMismatch(_, let context): path = context.codingPath
        case DecodingError.valueNotFound(_, let context): path = context.codingPath
        case DecodingError.dataCorrupted(let context): path = context.codingPath
        default: return type
        }
        let place = path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        return place.isEmpty ? type : "\(type) that does not fit at \(place)"
    }
}

/// The names of common types, for error messages, and the element types of their arrays.
enum TypeName {
    private static let names: [UInt32: String] = [
        16: "boolean", 17: "bytea", 19: "name", 20: "bigint", 21: "smallint", 23: "integer", 25: "text", 26: "oid",
        114: "json", 700: "real", 701: "double precision", 869: "inet", 1042: "character", 1043: "character varying",
        1082: "date", 1083: "time", 1114: "timestamp without time zone", 1184: "timestamp with time zone",
        1186: "interval", 1700: "numeric", 2950: "uuid", 3614: "tsvector", 3802: "jsonb",
    ]

    /// Array type to element type.
    private static let elements: [UInt32: UInt32] = [
        199: 114, 1000: 16, 1001: 17, 1003: 19, 1005: 21, 1007: 23, 1009: 25, 1014: 1042, 1015: 1043, 1016: 20,
        1021: 700,
        1022: 701, 1028: 26, 1041: 869, 1115: 1114, 1182: 1082, 1183: 1083, 1185: 1184, 1187: 1186, 1231: 1700,
        2951: 2950, 3807: 3802,
    ]

    static func of(_ type: UInt32) -> String {
        if let name = names[type] { return name }
        if let element = elements[type] { return of(element) + "[]" }
        return "type \(type)"
    }

    /// The element type of an array type, 0 if it is not known.
    static func element(of array: UInt32) -> UInt32 { elements[array] ?? 0 }

    /// Whether the type is known not to be an array.
    static func isScalar(_ type: UInt32) -> Bool { names[type] != nil }
}
