package import Foundation
import Postgres

extension UUID {
    /// A random id that sorts by its moment (UUID version 7, RFC 9562), so that new rows stand together in an index.
    package static func ordered(at moment: Date) -> UUID {
        var random = SystemRandomNumberGenerator()
        return ordered(at: moment, using: &random)
    }

    /// As above with random bits from elsewhere, for loads that must come out the same again.
    package static func ordered(at moment: Date, using random: inout some RandomNumberGenerator) -> UUID {
        let milliseconds = UInt64(max(0, min(moment.timeIntervalSince1970 * 1000, Double(1 << 47))))
        let high = milliseconds << 16 | 0x7000 | random.next(upperBound: UInt64(1 << 12))
        let low = UInt64(1) << 63 | random.next() >> 2
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        return UUID(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5),
                byte(high, 6), byte(high, 7), byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3), byte(low, 4),
                byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }
}

extension UUID {
    /// The id in lower case, as PostgreSQL, addresses and pages write it; `uuidString` is in upper case and ten times as
    /// slow.
    package var text: String { UUIDText.string(self) }
}
