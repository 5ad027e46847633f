import Postgres
import Synchronization

/// Writes down what the doors ask of the database, round trip by round trip.
final class StatementRecorder: Sendable {
    private let trips = Mutex<[[SQL]]>([])

    func note(_ trip: [SQL]) { trips.withLock { $0.append(trip) } }

    /// What was noted since the last time.
    func take() -> [[SQL]] {
        trips.withLock { trips in
            defer { trips = [] }
            return trips
        }
    }
}
