package import Foundation

/// Where the time comes from: passed in, never read inside a rule.
package struct TimeSource: Sendable {
    private let read: @Sendable () -> Date

    package init(_ read: @escaping @Sendable () -> Date) {
        self.read = read
    }

    package func callAsFunction() -> Date { read() }

    /// The clock of this machine.
    package static let system = TimeSource { Date() }

    /// A clock that stands still, for tests and replays.
    package static func fixed(_ moment: Date) -> TimeSource {
        TimeSource { moment }
    }
}
