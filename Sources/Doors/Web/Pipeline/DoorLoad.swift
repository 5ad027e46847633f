import Synchronization

/// What a door is doing now: asked for, not written down, so that it costs a request nothing.
package final class DoorLoad: Sendable {
    /// Numbers of one moment.
    package struct Figures: Sendable, Hashable {
        /// Open connections.
        package var connections = 0
        /// Requests that are worked on.
        package var atWork = 0
        /// Requests in line.
        package var waiting = 0

        package static func + (left: Figures, right: Figures) -> Figures {
            Figures(
                connections: left.connections + right.connections, atWork: left.atWork + right.atWork,
                waiting: left.waiting + right.waiting)
        }
    }

    private let sources = Mutex<[@Sendable () -> Figures]>([])

    package init() {}

    /// The sum of all parts of the door.
    package var now: Figures {
        sources.withLock { $0 }.reduce(Figures()) { $0 + $1() }
    }

    func add(_ source: @escaping @Sendable () -> Figures) {
        sources.withLock { $0.append(source) }
    }
}
