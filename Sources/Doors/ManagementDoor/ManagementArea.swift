package import Base
import Foundation
import Hummingbird
import Notices
package import Postgres
package import Web

/// What the people who run the platform see: whether it lives, how it does, which messages it sent, what failed.
///
/// Nobody signs in here, so the door listens on this machine only and answers only to the names of this machine.
package struct ManagementArea: Sendable {
    let database: Database
    let store: FileStore
    let metrics: DoorMetrics
    let board: ProcessBoard
    let history: History
    let now: TimeSource
    private let jobs: JobAdministration
    private let messages: SentMessages

    /// - Parameters:
    ///   - database: signed in with the role `yanmen_management`.
    ///   - metrics: what the doors of all processes count.
    ///   - board: where all processes write what they are doing.
    ///   - history: what the last day looked like, minute by minute.
    package init(
        database: Database, store: FileStore, metrics: DoorMetrics, board: ProcessBoard = ProcessBoard(),
        history: History = History(),
        now: TimeSource = .system
    ) {
        self.database = database
        self.store = store
        self.metrics = metrics
        self.board = board
        self.history = history
        self.now = now
        jobs = JobAdministration(database: database)
        messages = SentMessages(database: database)
    }

    package var routes: [DoorRoute] {
        [
            .get("/", .anyone) { _ in .redirect(to: "/messages") },
            .get("/health/live", .anyone) { _ in .bytes(Array("ok\n".utf8), type: "text/plain; charset=utf-8") },
            .get("/health/ready", .anyone, ready),
            .get("/metrics", .anyone, metricsText),
            .get("/status", .anyone, statusPage),
            .get("/messages", .anyone, messagePage),
            .get("/jobs", .anyone, jobPage),
            .post("/jobs/{id}/retry", .anyone, retry),
        ]
    }

    @Sendable private func ready(_ request: DoorRequest) async throws -> Answer {
        let readiness = await Readiness.check(database: database, jobs: jobs, store: store)
        return try .json(readiness, status: readiness.isReady ? .ok : .serviceUnavailable)
    }

    @Sendable private func metricsText(_ request: DoorRequest) async throws -> Answer {
        var text = metrics.exposition
        text += ProcessMetrics.exposition
        text += board.exposition
        text += await DatabaseMetrics(database: database, jobs: jobs, store: store).exposition()
        return .bytes(Array(text.text.utf8), type: "text/plain; version=0.0.4; charset=utf-8")
    }

    @Sendable private func statusPage(_ request: DoorRequest) async throws -> Answer {
        let page = StatusPage(
            counts: try? await jobs.counts(), audit: try? await AuditState.read(database),
            freeBytes: try? await store.freeBytes, files: await Readiness.files(store), processes: board.living,
            sheds: metrics.sheds,
            failures: metrics.failures, minutes: history.minutes(until: now()))
        return .page(page, in: ManagementLayout())
    }

    @Sendable private func messagePage(_ request: DoorRequest) async throws -> Answer {
        let place = request.query.text("after").flatMap(Message.Place.init(_:))
        let messages = try await messages.page(after: place, limit: MessagesPage.size + 1)
        return .page(MessagesPage(messages: messages, isFirst: place == nil), in: ManagementLayout())
    }

    @Sendable private func jobPage(_ request: DoorRequest) async throws -> Answer {
        async let counts = jobs.counts()
        async let dead = jobs.deadJobs(limit: JobsPage.size)
        let page = JobsPage(counts: try await counts, jobs: try await dead, token: request.formToken)
        return .page(page, in: ManagementLayout())
    }

    @Sendable private func retry(_ request: DoorRequest) async throws -> Answer {
        try await jobs.retry(request.integer("id"), by: request.party)
        return .redirect(to: "/jobs")
    }
}
