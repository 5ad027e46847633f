/// Does `work`, but not for longer than `limit`: then it is cancelled and the request is answered with a problem.
///
/// - Throws: `Problem` 503 when the time is over.
func withTimeLimit<Result: Sendable>(
    _ limit: Duration, _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else { throw Problem.timedOut }
        return result
    }
}
