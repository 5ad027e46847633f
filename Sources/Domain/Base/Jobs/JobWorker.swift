package import Logging
package import Postgres
import ServiceLifecycle

/// Does the work of `base.job` in the background, and the periodic tasks.
///
/// Jobs are leased in batches; a heartbeat keeps the leases, and jobs of a worker that went silent come back. New jobs ring
/// (`NOTIFY`) when the worker sleeps; should a ring be lost, a look every second finds them.
package struct JobWorker: Service, Sendable {
    /// How a worker works; the defaults suit one machine.
    package struct Options: Sendable {
        /// Jobs that run at the same time.
        package var places = 8
        /// Most jobs leased at once.
        package var largestClaim = 256
        /// How long a lease lasts without a heartbeat.
        package var lease = Duration.seconds(30)
        /// Pause between looks at the queue while the worker sleeps, should a ring be lost.
        package var tick = Duration.seconds(1)
        /// Pause between looks at the queue while jobs are coming.
        package var linger = Duration.milliseconds(50)
        /// Attempts after which a job of a worker that went silent is dead: it may be the job that kills workers.
        package var attemptsBeforeDeath = 8

        package init() {}
    }

    let database: Database
    let handlers: [String: JobHandler]
    let tasks: [PeriodicTask]
    let options: Options
    let backOff: BackOff
    let logger: Logger
    /// Names this worker in `base.job` and `base.worker`.
    package let id: String

    package init(
        database: Database, handlers: [JobHandler], tasks: [PeriodicTask] = [], options: Options = Options(),
        logger: Logger, id: String
    ) {
        self.init(
            database: database, handlers: handlers, tasks: tasks, options: options, backOff: BackOff(), logger: logger,
            id: id)
    }

    init(
        database: Database, handlers: [JobHandler], tasks: [PeriodicTask], options: Options, backOff: BackOff,
        logger: Logger, id: String
    ) {
        self.database = database
        self.handlers = Dictionary(handlers.map { ($0.kind, $0) }) { _, second in second }
        self.tasks = tasks
        self.options = options
        self.backOff = backOff
        self.logger = logger
        self.id = id
    }

    /// Works until graceful shutdown (then finishes what runs and gives back the rest) or cancellation.
    package func run() async throws {
        let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await ring(signal) }
                for task in tasks {
                    group.addTask { await task.repeatForever(on: database, logger: logger) }
                }
                var loop = WorkerLoop(worker: self)
                await loop.run(signals)
                group.cancelAll()
            }
        } onGracefulShutdown: {
            signal.finish()
        }
    }

    /// Passes on that there is something new; many rings in a row become one.
    private func ring(_ signal: AsyncStream<Void>.Continuation) async {
        for await _ in database.listen(["base_job"]) { signal.yield() }
    }

    /// One run of a job, with what became of it.
    func outcome(of job: HeldJob) async -> JobOutcome {
        guard let handler = handlers[job.kind] else {
            return JobOutcome(id: job.id, verdict: .dead(error: "no handler"))
        }
        do {
            try await handler.run(job)
            return JobOutcome(id: job.id, verdict: .done)
        } catch {
            var random = SystemRandomNumberGenerator()
            let verdict = backOff.verdict(
                error, attempt: job.attempt, maximum: handler.maximumAttempts, using: &random)
            logger.warning(
                "job failed", metadata: ["job": "\(job.id)", "kind": "\(job.kind)", "verdict": "\(verdict)"])
            return JobOutcome(id: job.id, verdict: verdict)
        }
    }
}
