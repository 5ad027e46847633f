package import Foundation

/// What can be read from a column. Give a type of your own a `decode`; enumerations with a `ColumnDecodable` raw value
/// have it already.
package protocol ColumnDecodable {
    /// Reads the value. Throws `cell.mismatch(Self.self)` when the cell holds something else.
    static func decode(_ cell: Cell) throws -> Self
    /// Reads an array of values; the default reads PostgreSQL's array text.
    static func decodeArray(_ cell: Cell) throws -> [Self]
}

extension ColumnDecodable {
    package static func decodeArray(_ cell: Cell) throws -> [Self] {
        let type = cell.typeID
        let elements = TypeName.isScalar(type) ? nil : try cell.withBytes(as: [Self].self, ArrayText.parse)
        guard let elements else { throw cell.mismatch([Self].self) }
        let elementType = TypeName.element(of: type)
        return try elements.map { bytes in
            let source = Cell.Source.element(bytes, type: elementType)
            return try decode(Cell(storage: cell.storage, row: cell.row, column: cell.column, source: source))
        }
    }
}

extension ColumnDecodable where Self: RawRepresentable, RawValue: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Self {
        guard let value = Self(rawValue: try RawValue.decode(cell)) else { throw cell.mismatch(Self.self) }
        return value
    }
}

extension Optional: ColumnDecodable where Wrapped: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Wrapped? {
        cell.isNull ? nil : try Wrapped.decode(cell)
    }
}

extension Array: ColumnDecodable where Element: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> [Element] { try Element.decodeArray(cell) }
}

extension Bool: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Bool {
        try cell.scalar(Bool.self, fits: cell.typeID == TypeID.bool) { bytes in
            bytes.count == 1 ? bytes[0] == UInt8(ascii: "t") : nil
        }
    }
}

extension Int: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Int { try cell.integer() }
}

extension Int16: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Int16 { try cell.integer() }
}

extension Int32: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Int32 { try cell.integer() }
}

extension Int64: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Int64 { try cell.integer() }
}

extension UInt8: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> UInt8 { try cell.integer() }

    /// Bytes are a `bytea`, not an array of numbers.
    package static func decodeArray(_ cell: Cell) throws -> [UInt8] {
        try cell.scalar([UInt8].self, fits: cell.typeID == TypeID.bytea) { bytes in
            guard bytes.count >= 2, bytes[0] == UInt8(ascii: "\\"), bytes[1] == UInt8(ascii: "x") else { return nil }
            return Hex.decode(bytes[2...])
        }
    }
}

extension Data: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Data { Data(try UInt8.decodeArray(cell)) }
}

extension Double: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Double {
        try cell.scalar(
            Double.self, fits: TypeID.isNumber(cell.typeID)
        ) { bytes in
            Double(String(decoding: bytes, as: UTF8.self))
        }
    }
}

extension Decimal: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Decimal {
        try cell.scalar(Decimal.self, fits: TypeID.isDecimal(cell.typeID)) { bytes in
            Decimal(string: String(decoding: bytes, as: UTF8.self))
        }
    }
}

extension String: ColumnDecodable {
    /// Any type but `bytea` reads as its PostgreSQL text.
    package static func decode(_ cell: Cell) throws -> String {
        guard cell.typeID != TypeID.bytea else { throw cell.mismatch(String.self) }
        return try cell.text(for: String.self)
    }
}

extension UUID: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> UUID {
        try cell.scalar(UUID.self, fits: cell.typeID == TypeID.uuid, UUIDText.parse)
    }
}

extension Date: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Date {
        try cell.scalar(Date.self, fits: cell.typeID == TypeID.timestamptz) { bytes in
            Timestamp.parse(bytes).map(Timestamp.date)
        }
    }
}

extension JSON: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> JSON {
        try cell.scalar(JSON.self, fits: TypeID.isDocument(cell.typeID)) {
            JSON(text: String(decoding: $0, as: UTF8.self))
        }
    }
}

extension Cell {
    /// Reads a value if the column has one of the types; an element of an array of unknown type is tried as it is.
    fileprivate func scalar<Value>(
        _ wanted: Value.Type, fits: Bool, _ parse: (UnsafeRawBufferPointer) throws -> Value?
    ) throws -> Value {
        guard fits || typeID == 0, let value = try withBytes(as: wanted, parse) else {
            throw mismatch(wanted)
        }
        return value
    }

    fileprivate func integer<Number: FixedWidthInteger>() throws -> Number {
        guard TypeID.isInteger(typeID) || typeID == 0 else { throw mismatch(Number.self) }
        let parsed: Number? = try withBytes(as: Number.self) { bytes in
            var magnitude: UInt64 = 0
            let isNegative = bytes.first == UInt8(ascii: "-")
            for byte in bytes[(isNegative ? 1 : 0)...] {
                let digit = byte &- UInt8(ascii: "0")
                guard digit < 10 else { return nil }
                magnitude = magnitude &* 10 &+ UInt64(digit)
            }
            return isNegative ? Number(exactly: 0 &- Int64(truncatingIfNeeded: magnitude)) : Number(exactly: magnitude)
        }
        guard let parsed else { throw mismatch(Number.self, found: "\(TypeName.of(typeID)) out of range") }
        return parsed
    }
}
