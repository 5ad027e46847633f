/// How long to wait before a fallen process is started again: doubling from half a second to half a minute; a process
/// that ran for a minute counts as healthy again.
package struct RestartPolicy: Sendable, Hashable {
    package private(set) var failures = 0

    package init() {}

    /// - Parameter ranFor: how long the process lived.
    /// - Returns: the pause before the next start.
    package mutating func delay(afterRunning ranFor: Duration) -> Duration {
        if ranFor > .seconds(60) { failures = 0 }
        failures += 1
        let doublings = min(failures - 1, 6)
        return min(.milliseconds(500 << doublings), .seconds(30))
    }
}
