/// The OIDs of the types that are read into Swift types of their own; they are fixed in PostgreSQL.
enum TypeID {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let uuid: UInt32 = 2950
    static let timestamptz: UInt32 = 1184

    /// bigint, integer, smallint, oid.
    static func isInteger(_ type: UInt32) -> Bool { type == 20 || type == 23 || type == 21 || type == 26 }

    /// An integer or numeric.
    static func isDecimal(_ type: UInt32) -> Bool { isInteger(type) || type == 1700 }

    /// Any number, real and double precision included.
    static func isNumber(_ type: UInt32) -> Bool { isDecimal(type) || type == 700 || type == 701 }

    /// json or jsonb.
    static func isDocument(_ type: UInt32) -> Bool { type == 3802 || type == 114 }
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
