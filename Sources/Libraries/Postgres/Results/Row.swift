import CLibPQ

/// One row of a result. Read it by column name; a column that is missing, NULL or of another type is an error that
/// names the column, the wanted and the found type, and never the value.
package struct Row: Sendable {
    let storage: ResultStorage
    let index: Int

    /// The names of the columns, in order.
    package var columnNames: [String] { storage.columns.names }

    /// The value of a column; ask for an `Optional` where the column may be NULL.
    package func get<Value: ColumnDecodable>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
        try Value.decode(try cell(column))
    }

    /// The value of a column by its place, counted from 0.
    package func get<Value: ColumnDecodable>(_ column: Int, as type: Value.Type = Value.self) throws -> Value {
        try Value.decode(try cell(column))
    }

    /// The value of a column by its place, counted from 0.
    package subscript<Value: ColumnDecodable>(_ column: Int) -> Value {
        get throws { try get(column) }
    }

    /// The value of a column by its name.
    package subscript<Value: ColumnDecodable>(_ column: String) -> Value {
        get throws { try get(column) }
    }

    /// An enumeration that is not `ColumnDecodable` itself, by its raw value.
    @_disfavoredOverload
    package func get<Value: RawRepresentable>(_ column: String, as type: Value.Type = Value.self) throws -> Value
    where Value.RawValue: ColumnDecodable {
        let cell = try cell(column)
        guard let value = Value(rawValue: try Value.RawValue.decode(cell)) else { throw cell.mismatch(Value.self) }
        return value
    }

    /// As above, NULL becoming `nil`.
    @_disfavoredOverload
    package func get<Value: RawRepresentable>(_ column: String, as type: Value?.Type = Value?.self) throws -> Value?
    where Value.RawValue: ColumnDecodable {
        let cell = try cell(column)
        return cell.isNull ? nil : try get(column, as: Value.self)
    }

    /// The document in a `json` or `jsonb` column.
    package func json<Value: Decodable>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
        try document(column, as: type, empty: nil)
    }

    /// The list in a `json` or `jsonb` column. Most are empty, and a decoder costs more than the rest of a row.
    package func json<Element: Decodable>(
        _ column: String, as type: [Element].Type = [Element].self
    ) throws -> [Element] {
        try document(column, as: type, empty: ("[]", []))
    }

    /// The map in a `json` or `jsonb` column; as above.
    package func json<Value: Decodable>(
        _ column: String, as type: [String: Value].Type = [String: Value].self
    ) throws -> [String: Value] {
        try document(column, as: type, empty: ("{}", [:]))
    }

    /// The document in a `json` or `jsonb` column, or `nil` for NULL.
    package func json<Value: Decodable>(_ column: String, as type: Value?.Type = Value?.self) throws -> Value? {
        try cell(column).isNull ? nil : try json(column, as: Value.self)
    }

    private func document<Value: Decodable>(
        _ column: String, as type: Value.Type, empty: (text: StaticString, value: Value)?
    ) throws -> Value {
        let cell = try cell(column)
        return try cell.withBytes(as: type) { bytes in
            if let empty, bytes.count == 2, bytes[0] == empty.text.utf8Start[0], bytes[1] == empty.text.utf8Start[1] {
                return empty.value
            }
            do { return try JSON.decode(type, from: bytes) } catch {
                throw cell.mismatch(type, found: cell.problem(error))
            }
        }
    }

    private func cell(_ column: String) throws -> Cell {
        guard let place = storage.place(of: column) else {
            let names = storage.columns.names.joined(separator: ", ")
            throw PostgresError.decoding(column: column, wanted: "a column", found: "only \(names)")
        }
        return Cell(storage: storage, row: index, column: place, source: .column)
    }

    private func cell(_ column: Int) throws -> Cell {
        guard storage.columns.names.indices.contains(column) else {
            let count = storage.columns.names.count
            throw PostgresError.decoding(column: "#\(column)", wanted: "a column", found: "\(count) columns")
        }
        return Cell(storage: storage, row: index, column: column, source: .column)
    }
}
