import CLibPQ
import Foundation

/// Lays the parameters of one statement out for libpq in a single block: pointers, lengths, formats, bytes.
/// Small blocks live on the stack, so a usual statement allocates nothing here.
enum ParameterBlock {
    /// libpq's limit, the width of the protocol's counter.
    static let maximumCount = 65_535

    /// Finds what cannot be sent, before anything is.
    static func check(_ parameters: [Bound]) throws {
        guard parameters.count <= maximumCount else {
            throw PostgresError.misuse("a statement has \(parameters.count) parameters, the limit is \(maximumCount)")
        }
        for (index, parameter) in parameters.enumerated() {
            guard case .text(let value) = parameter else { continue }
            let hasZero =
                value.utf8.withContiguousStorageIfAvailable { bytes in
                    bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
                } ?? value.utf8.contains(0)
            // libpq would stop at a zero byte in silence, and PostgreSQL has no text with one.
            guard !hasZero else {
                throw PostgresError.misuse("parameter $\(index + 1) holds a zero byte, which text cannot")
            }
        }
    }

    typealias Pointers = UnsafeMutablePointer<UnsafePointer<CChar>?>

    static func withPointers<Answer>(
        to parameters: [Bound],
        _ body: (_ values: Pointers, _ lengths: UnsafeMutablePointer<Int32>, _ formats: UnsafeMutablePointer<Int32>)
            throws -> Answer
    ) throws -> Answer {
        let count = parameters.count
        var size = 0
        for parameter in parameters { size += space(parameter) }
        let head = count * (MemoryLayout<UnsafePointer<CChar>?>.stride + 2 * MemoryLayout<Int32>.stride)
        return try withUnsafeTemporaryAllocation(byteCount: max(head + size, 8), alignment: 8) { block in
            guard let base = block.baseAddress else { throw PostgresError.misuse("no memory for parameters") }
            let values = base.bindMemory(to: UnsafePointer<CChar>?.self, capacity: count)
            let numbers = base + count * MemoryLayout<UnsafePointer<CChar>?>.stride
            let lengths = numbers.bindMemory(to: Int32.self, capacity: 2 * count)
            let formats = lengths + count
            var place = (base + head).assumingMemoryBound(to: UInt8.self)
            for (index, parameter) in parameters.enumerated() {
                let written = write(parameter, to: place)
                values[index] = written < 0 ? nil : UnsafeRawPointer(place).assumingMemoryBound(to: CChar.self)
                lengths[index] = Int32(max(written, 0))
                formats[index] = if case .binary = parameter { 1 } else { 0 }
                place += space(parameter)
            }
            return try body(values, lengths, formats)
        }
    }

    /// Room for the parameter and the zero byte behind a text.
    private static func space(_ parameter: Bound) -> Int {
        switch parameter {
        case .null: 0
        case .bool: 2
        case .integer: 21
        case .double: 32
        case .uuid: UUIDText.length + 1
        case .timestamp: Timestamp.maximumLength + 1
        case .text(let value): value.utf8.count + 1
        // One byte more, so that even an empty value has an address of its own.
        case .binary(let bytes): bytes.count + 1
        }
    }

    /// Writes the parameter and gives its length, -1 for NULL.
    private static func write(_ parameter: Bound, to place: UnsafeMutablePointer<UInt8>) -> Int {
        switch parameter {
        case .null:
            return -1
        case .bool(let value):
            place[0] = value ? UInt8(ascii: "t") : UInt8(ascii: "f")
            place[1] = 0
            return 1
        case .integer(let value):
            return write(value, to: place)
        case .double(let value):
            return write(text(value), to: place)
        case .uuid(let value):
            UUIDText.write(value, to: UnsafeMutableBufferPointer(start: place, count: UUIDText.length))
            place[UUIDText.length] = 0
            return UUIDText.length
        case .timestamp(let value):
            let buffer = UnsafeMutableBufferPointer(start: place, count: Timestamp.maximumLength)
            let count = Timestamp.write(value, to: buffer)
            place[count] = 0
            return count
        case .text(let value):
            return write(value, to: place)
        case .binary(let bytes):
            bytes.withUnsafeBufferPointer { source in
                if let start = source.baseAddress { place.update(from: start, count: source.count) }
            }
            return bytes.count
        }
    }

    private static func text(_ value: Double) -> String {
        if value.isFinite { return value.description }
        if value.isNaN { return "NaN" }
        return value > 0 ? "Infinity" : "-Infinity"
    }

    private static func write(_ value: Int64, to place: UnsafeMutablePointer<UInt8>) -> Int {
        var rest = value.magnitude
        var digits = 0
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { reversed in
            repeat {
                reversed[digits] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
                digits += 1
            } while rest > 0
            let sign = value < 0 ? 1 : 0
            if value < 0 { place[0] = UInt8(ascii: "-") }
            for index in 0..<digits { place[sign + index] = reversed[digits - 1 - index] }
            digits += sign
        }
        place[digits] = 0
        return digits
    }

    private static func write(_ value: String, to place: UnsafeMutablePointer<UInt8>) -> Int {
        let count = value.utf8.count
        let target = UnsafeMutableBufferPointer(start: place, count: count + 1)
        let copied: Void? = value.utf8.withContiguousStorageIfAvailable { source in
            if let start = source.baseAddress { place.update(from: start, count: source.count) }
        }
        if copied == nil { _ = target.update(from: value.utf8) }
        place[count] = 0
        return count
    }
}
