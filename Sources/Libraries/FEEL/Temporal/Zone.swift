import Foundation

/// An offset from UTC, or a region of the IANA time zone database.
package enum Zone: Sendable, Hashable {
    /// Seconds east of Greenwich.
    case offset(Int)
    /// A name such as `Asia/Shanghai`.
    case region(String)

    /// China Standard Time by its name.
    package static let shanghai = Zone.region("Asia/Shanghai")

    /// Nil unless the system's database knows the name.
    package init?(region name: String) {
        guard name.utf8.count <= 64, Self.known.contains(name) || Self.isUniversal(name)
        else { return nil }
        self = .region(name)
    }

    private static let known = Set(TimeZone.knownTimeZoneIdentifiers)

    private static func isUniversal(_ name: String) -> Bool {
        guard ["UTC", "GMT", "Z"].contains(name) || name.hasPrefix("Etc/") else { return false }
        return TimeZone(identifier: name) != nil
    }

    /// Seconds east of Greenwich at a moment, given in seconds since 1970 UTC.
    func offset(atInstant second: Int) -> Int {
        switch self {
        case .offset(let seconds): seconds
        case .region(let name):
            TimeZone(identifier: name)?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))) ?? 0
        }
    }

    /// As above, for a clock reading in seconds since 1970-01-01T00:00:00 local time.
    func offset(atLocalSecond second: Int) -> Int {
        guard case .region = self else { return offset(atInstant: second) }
        let first = offset(atInstant: second)
        return offset(atInstant: second - first)
    }
}
