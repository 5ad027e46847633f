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
