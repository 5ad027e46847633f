import Postgres

/// Does one kind of job. A job may run more than once, so doing it twice must do no harm.
package struct JobHandler: Sendable {
    package let kind: String
    /// After so many failed attempts a job is dead and waits for a person.
    package let maximumAttempts: Int
    let run: @Sendable (HeldJob) async throws -> Void

    package init(
        kind: String, maximumAttempts: Int = 8, run: @escaping @Sendable (HeldJob) async throws -> Void
    ) {
        self.kind = kind
        self.maximumAttempts = maximumAttempts
        self.run = run
    }

    /// A handler for one command type; a payload that does not decode makes the job dead at once.
    package init<Command: JobCommand>(
        _ type: Command.Type, maximumAttempts: Int = 8, run: @escaping @Sendable (Command) async throws -> Void
    ) {
        self.init(kind: Command.kind, maximumAttempts: maximumAttempts) { job in
            try await run(try job.command(Command.self))
        }
    }
}

/// A job that this worker has leased.
package struct HeldJob: Sendable {
    package let id: Int
    package let kind: String
    let payload: JSON
    /// Which attempt this is, from 1 on.
    package let attempt: Int

    /// The payload as a command.
    ///
    /// - Throws: `JobFailure.permanent` when it does not fit.
    package func command<Command: JobCommand>(_ type: Command.Type) throws -> Command {
        do {
            return try payload.decode(type)
        } catch {
            throw JobFailure.permanent("the payload is no \(Command.kind)")
        }
    }
}

/// What a handler throws to say more than "try again later".
package enum JobFailure: Error, Sendable, CustomStringConvertible {
    /// No further attempt can succeed: the job is dead at once. The text holds no personal data.
    case permanent(String)

    package var description: String {
        switch self {
        case .permanent(let text): text
        }
    }
}

/// What became of one run of a job.
struct JobOutcome: Sendable {
    enum Verdict: Sendable, Equatable {
        case done
        case retry(after: Double, error: String)
        case dead(error: String)
    }

    let id: Int
    let verdict: Verdict
}

/// When failed jobs are tried again.
struct BackOff: Sendable {
    /// Delay after the first failure, in seconds; it doubles with each further one.
    var first = 2.0
    /// The longest delay, in seconds.
    var longest = 3600.0

    /// Seconds until the next attempt, spread by a quarter so that jobs that failed together do not return together.
    func delay(afterAttempt attempt: Int, using random: inout some RandomNumberGenerator) -> Double {
        var delay = first
        for _ in 1..<max(attempt, 1) where delay < longest { delay *= 2 }
        return min(delay, longest) * Double.random(in: 0.75...1.25, using: &random)
    }

    /// The rule: what a failed attempt leads to.
    func verdict(
        _ error: any Error, attempt: Int, maximum: Int, using random: inout some RandomNumberGenerator
    ) -> JobOutcome.Verdict {
        let text = String("\(error)".prefix(500))
        if error is JobFailure || attempt >= maximum { return .dead(error: text) }
        return .retry(after: delay(afterAttempt: attempt, using: &random), error: text)
    }
}
