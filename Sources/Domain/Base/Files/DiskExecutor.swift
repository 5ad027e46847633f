import Dispatch

/// Runs the blocking file calls of one actor on a queue of its own, never on a thread of Swift concurrency.
final class DiskExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "yanmen.disk")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }

    func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
