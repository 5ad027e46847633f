/// How long to wait before a fallen child process is started again: doubling from half a second to half a minute; a
/// process that ran for a minute counts as healthy again.
struct RestartPolicy: Sendable {
    private(set) var failures = 0

    /// - Parameter ranFor: how long the process lived.
    /// - Returns: the pause before the next start.
    mutating func delay(afterRunning ranFor: Duration) -> Duration {
        if ranFor > .seconds(60) { failures = 0 }
        failures += 1
        let doublings = min(failures - 1, 6)
        return min(.milliseconds(500 << doublings), .seconds(30))
    }
}
