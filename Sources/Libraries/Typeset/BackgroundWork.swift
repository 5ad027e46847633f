import Foundation

/// Runs blocking work on a few threads of its own, so that it never takes a thread of Swift concurrency.
enum BackgroundWork {
    private static let queue: OperationQueue = {
        let queue = OperationQueue()
        queue.name = "typeset"
        queue.maxConcurrentOperationCount = max(1, ProcessInfo.processInfo.activeProcessorCount)
        return queue
    }()

    /// The result of `work`; waiting work of a cancelled task is not begun.
    static func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try Task.checkCancellation()
        let cancelled = CancellationMark()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.addOperation {
                    continuation.resume(
                        with: Swift.Result {
                            if cancelled.isSet { throw CancellationError() }
                            return try work()
                        })
                }
            }
        } onCancel: {
            cancelled.set()
        }
    }
}
