import Postgres

/// What a failure is to the one who asked, and what of it may stand in the log.
enum Failure {
    /// The database being away is no fault of the request: the same request may succeed in a moment.
    static func problem(for error: any Error) -> Problem {
        guard let error = error as? PostgresError else { return .failure }
        if error == .cancelled || error.isTimeout { return .timedOut }
        return isPassing(error) ? .unavailable : .failure
    }

    private static func isPassing(_ error: PostgresError) -> Bool {
        switch error {
        case .connection, .commitUnknown, .poolExhausted, .closed: true
        case .statement(_, let cause): isPassing(cause)
        // Shutting down, starting up; no connection, memory or disk left.
        case .server(let state, _, _, _, _):
            error.isRetryable || ["57P01", "57P02", "57P03"].contains(state) || state.hasPrefix("53")
        case .decoding, .transactionAborted, .cancelled, .misuse: false
        }
    }

    /// A database error says by itself what happened and never a value. The text of any other error may hold what a
    /// person typed; its type says enough to find the place.
    static func words(for error: any Error) -> String {
        (error as? PostgresError)?.description ?? String(reflecting: type(of: error))
    }
}
