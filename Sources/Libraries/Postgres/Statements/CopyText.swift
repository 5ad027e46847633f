package import Foundation

/// Rows for `COPY … FROM STDIN` in its text format, for loads that are too large for statements.
///
/// ```swift
/// var rows = CopyText()
/// rows.add(7)
/// rows.add("seven")
/// rows.endRow()
/// try await connection.copyIn("COPY number (value, name) FROM STDIN", chunks: rows.pieces)
/// ```
package struct CopyText: Sendable {
    private var bytes: [UInt8] = []
    private var isAtStart = true
    /// How many rows are complete.
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    /// The next value of the row.
    package mutating func add<Value: Bindable>(_ value: Value) { add(bound: value.bound) }

    /// As above, `nil` becoming NULL.
    package mutating func add<Value: Bindable>(_ value: Value?) { add(bound: value?.bound ?? .null) }

    /// An enumeration that is not `Bindable` itself goes by its raw value.
    @_disfavoredOverload
    package mutating func add<Value: RawRepresentable>(_ value: Value) where Value.RawValue: Bindable {
        add(bound: value.rawValue.bound)
    }

    /// Ends the row.
    package mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isAtStart = true
        count += 1
    }

    private mutating func add(bound: Bound) {
        if isAtStart { isAtStart = false } else { bytes.append(UInt8(ascii: "\t")) }
        switch bound {
        case .null: bytes += "\\N".utf8
        case .bool(let value): bytes.append(value ? UInt8(ascii: "t") : UInt8(ascii: "f"))
        case .integer(let value): bytes += String(value).utf8
        case .double(let value): bytes += value.description.utf8
        case .text(let value): escape(value)
        case .uuid(let value): fixed(UUIDText.length) { UUIDText.write(value, to: $0) }
        case .timestamp(let value): bytes += Timestamp.text(value).utf8
        case .binary(let value):
            bytes += "\\\\x".utf8
            for byte in value {
                bytes.append(Hex.digit(byte >> 4))
                bytes.append(Hex.digit(byte & 15))
            }
        }
    }

    private mutating func fixed(_ count: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { buffer in
            write(buffer)
            bytes.append(contentsOf: buffer)
        }
    }

    /// Backslash and the separators of the format are escaped; nothing else means anything in it.
    private mutating func escape(_ text: String) {
        var text = text
        text.withUTF8 { source in
            let isPlain = source.allSatisfy { $0 >= 32 && $0 != UInt8(ascii: "\\") }
            if isPlain {
                bytes.append(contentsOf: source)
                return
            }
            for byte in source {
                switch byte {
                case UInt8(ascii: "\\"): bytes += "\\\\".utf8
                case UInt8(ascii: "\n"): bytes += "\\n".utf8
                case UInt8(ascii: "\r"): bytes += "\\r".utf8
                case UInt8(ascii: "\t"): bytes += "\\t".utf8
                default: bytes.append(byte)
                }
            }
        }
    }

    /// A moment as it stands in the rows: `2026-05-01 08:00:00.000000+00`.
    package static func text(of moment: Date) -> String {
        guard case .timestamp(let microseconds) = moment.bound else { return "" }
        return Timestamp.text(microseconds)
    }

    /// A `Bound.timestamp` as text.
    package static func text(ofMicroseconds value: Int64) -> String { Timestamp.text(value) }

    /// The rows in pieces of 64 KB, as `Connection.copyIn` likes them.
    package var pieces: Pieces { Pieces(bytes: bytes) }

    /// The bytes of the rows, piece by piece.
    package struct Pieces: AsyncSequence, Sendable {
        let bytes: [UInt8]

        package func makeAsyncIterator() -> Iterator { Iterator(bytes: bytes) }

        package struct Iterator: AsyncIteratorProtocol {
            let bytes: [UInt8]
            private var place = 0

            init(bytes: [UInt8]) {
                self.bytes = bytes
            }

            package mutating func next() async -> [UInt8]? {
                guard place < bytes.count else { return nil }
                let end = Swift.min(place + 65_536, bytes.count)
                defer { place = end }
                return Array(bytes[place..<end])
            }
        }
    }
}
