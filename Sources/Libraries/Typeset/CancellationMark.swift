import Synchronization

/// A flag that is set once, from any thread.
final class CancellationMark: Sendable {
    private let mark = Atomic(false)

    var isSet: Bool { mark.load(ordering: .relaxed) }

    func set() {
        mark.store(true, ordering: .relaxed)
    }
}
