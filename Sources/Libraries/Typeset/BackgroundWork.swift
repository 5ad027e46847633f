import Foundation

/// Runs blocking work on a few threads of its own, so that it never takes a thread of Swift concurrency.
struct BackgroundWork: Sendable {
    /// One at a time, for there is one ``Press``.
    static let typesetting = BackgroundWork(name: "typesetting", width: 1)
    /// Two at a time: decoding a large picture takes some 200 MB.
    static let pictures = BackgroundWork(name: "pictures", width: 2)

    private let queue = OperationQueue()

    private init(name: String, width: Int) {
        queue.name = name
        queue.maxConcurrentOperationCount = width
    }

    /// The result of `work`; waiting work of a cancelled task is not begun.
    func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
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
