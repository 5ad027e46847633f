package import Base
package import Cases
import Foundation
package import Items
import People
package import Postgres
package import WorkCalendar

/// Fills a prepared city with synthetic cases over three years, through COPY into the real tables.
///
/// The city must stand still meanwhile. An interrupted load goes on where its last batch ended; a finished one is left as
/// it is. With many cases the indexes are taken off and made again at the end.
package struct SampleLoader: Sendable {
    static let batchSize = 2_000

    let database: Database
    let catalogue: Catalogue
    let calendar: WorkdayCalendar
    let documents: DocumentSettings
    let store: FileStore
    /// With more cases than these the indexes are made afterwards.
    let manyCases: Int

    /// - Parameter database: a pool as the owner, without a limit of time for a statement.
    package init(
        database: Database, catalogue: Catalogue, calendar: WorkdayCalendar, documents: DocumentSettings,
        store: FileStore, manyCases: Int = 20_000
    ) {
        self.database = database
        self.catalogue = catalogue
        self.calendar = calendar
        self.documents = documents
        self.store = store
        self.manyCases = manyCases
    }

    /// How far the load is.
    package struct Progress: Sendable {
        package enum Step: Sendable {
            case people, cases, indexes, figures, statistics
        }

        package let step: Step
        package let done: Int
        package let whole: Int
    }

    /// The sample of a database, if it is one.
    package static func state(of database: Database) async throws -> SampleState? {
        try await Settings(database: database).value(.sample)
    }

    /// Makes the sample, or what is missing of it.
    ///
    /// - Returns: false when it was there already.
    /// - Throws: `SampleError`.
    package func run(_ wanted: SampleState, progress: @Sendable (Progress) -> Void = { _ in }) async throws -> Bool {
        var state = try await begin(wanted)
        guard !state.isFinished else { return false }
        let services = SampleService.all(of: catalogue)
        guard !services.isEmpty else { throw SampleError.noServices }
        let bodies = Dictionary(services.map { ($0.item.body.id, $0.item.body.name) }) { first, _ in first }
        let clerks = try await SamplePeople(database).makeStaff(bodies: bodies)
        try await loadCitizens(&state, progress)
        if state.cases - state.casesDone > manyCases, state.definitions.isEmpty {
            try await SampleIndexes(database).takeOff(&state)
        }
        let player = SamplePlayer(
            plan: SamplePlan(cases: state.cases, until: state.until), seed: state.seed, citizens: state.citizens,
            world: PastWorld(catalogue: catalogue, calendar: calendar, documents: documents), calendar: calendar,
            instant: services.filter(\.isInstant), promised: services.filter { !$0.isInstant },
            clerks: Self.byBody(clerks), contents: try await contents())
        try await loadCases(player, &state, progress)
        try await SampleIndexes(database).putBack(&state) { done, whole in
            progress(Progress(step: .indexes, done: done, whole: whole))
        }
        progress(Progress(step: .figures, done: 0, whole: 1))
        // The rows came without their triggers.
        try await CaseTally(database: database).countAnew()
        progress(Progress(step: .statistics, done: 0, whole: 1))
        try await database.withConnection { try await $0.executeScript("VACUUM (ANALYZE)") }
        state.isFinished = true
        try await database.pipeline([try Self.keeping(state)])
        return true
    }

    private func begin(_ wanted: SampleState) async throws -> SampleState {
        if let state = try await Self.state(of: database) {
            guard state.cases == wanted.cases, state.seed == wanted.seed else { throw SampleError.otherSample(state) }
            if !state.isFinished { try await requireQuiet() }
            return state
        }
        let hasCases = try await database.first("SELECT EXISTS (SELECT FROM cases.case_record) AS yes") { row in
            try row.get("yes", as: Bool.self)
        }
        if hasCases == true { throw SampleError.realCases }
        try await requireQuiet()
        try await database.pipeline(try Settings.change(.sample, to: wanted, by: .system("sample")))
        return wanted
    }

    private func requireQuiet() async throws {
        let others: SQL = """
            SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE 'yanmen\\_%') AS yes
            """
        let isUsed = try await database.first(others) { try $0.get("yes", as: Bool.self) }
        if isUsed == true { throw SampleError.inUse }
    }

    private static func byBody(
        _ clerks: [SamplePeople.Clerk]
    ) -> [Int: [SamplePeople.Post: SamplePeople.Clerk]] {
        clerks.reduce(into: [:]) { bodies, clerk in bodies[clerk.bodyID, default: [:]][clerk.post] = clerk }
    }

    /// The state without a row in the operation log: it changes with every batch.
    static func keeping(_ state: SampleState) throws -> SQL {
        try Settings.keeping(.sample, state)
    }

    private func loadCitizens(_ state: inout SampleState, _ progress: (Progress) -> Void) async throws {
        let companies = SamplePeople.companies(of: state.citizens)
        while state.citizensDone < state.citizens {
            progress(Progress(step: .people, done: state.citizensDone, whole: state.citizens))
            let first = state.citizensDone + 1
            let last = min(state.citizensDone + 20_000, state.citizens)
            state.citizensDone = last
            let statement = try Self.keeping(state)
            try await database.transaction { connection in
                try await SamplePeople.copy(first...last, companies: companies, into: connection)
                try await connection.execute(statement)
            }
        }
    }

    /// Three small files that all materials point at, so that the store stays small.
    private func contents() async throws -> [FileStore.Content] {
        var contents: [FileStore.Content] = []
        for number in 1...3 {
            contents.append(try await store.write(SamplePaper.bytes(number)))
        }
        return contents
    }

    /// While one batch is written the next is made.
    private func loadCases(
        _ player: SamplePlayer, _ state: inout SampleState, _ progress: (Progress) -> Void
    ) async throws {
        guard state.casesDone < state.cases else { return }
        var scroll = try await scroll()
        var batch = try SampleBatch(
            Self.range(after: state.casesDone, of: state.cases), by: player,
            numbers: try await PastNumbers.load(from: database))
        while true {
            progress(Progress(step: .cases, done: state.casesDone, whole: state.cases))
            let numbers = batch.numbers.saved
            let isLast = batch.last == state.cases
            let following = isLast ? nil : Self.range(after: batch.last, of: state.cases)
            async let next = Self.make(following, player, numbers)
            try await write(batch, &scroll, &state)
            guard let made = try await next else { return }
            batch = made
        }
    }

    /// What was written until now is sealed, so that the rows of the sample follow it. Transactions of other databases of
    /// the server may stand in the way for a moment.
    private func scroll() async throws -> AuditScroll {
        let sealer = AuditSealer(database: database, headFile: nil)
        for _ in 0..<300 {
            try await sealer.sealAll()
            if let scroll = try await AuditScroll.begin(database) { return scroll }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw SampleError.inUse
    }

    private static func make(
        _ range: ClosedRange<Int>?, _ player: SamplePlayer, _ numbers: PastNumbers
    ) async throws -> SampleBatch? {
        guard let range else { return nil }
        return try SampleBatch(range, by: player, numbers: numbers)
    }

    private static func range(after done: Int, of cases: Int) -> ClosedRange<Int> {
        (done + 1)...min(done + batchSize, cases)
    }

    private func write(
        _ batch: SampleBatch, _ scroll: inout AuditScroll, _ state: inout SampleState
    ) async throws {
        state.casesDone = batch.last
        let statement = try Self.keeping(state)
        let start = scroll
        scroll = try await database.transaction { connection in
            // Whole batches may be lost in a crash, never parts; foreign keys were kept by the rules.
            try await connection.pipeline([
                "SET LOCAL synchronous_commit = off", "SET LOCAL session_replication_role = replica",
            ])
            var batch = batch
            var scroll = start
            try await batch.write(into: connection, &scroll)
            try await connection.execute(statement)
            return scroll
        }
    }
}

/// A PDF of one empty page and 32 KB, which says in a comment what it is.
enum SamplePaper {
    static func bytes(_ number: Int) -> [UInt8] {
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ]
        var text = "%PDF-1.4\n"
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let line = "% synthetic sample material \(number), of nobody and about nothing\n"
        while text.utf8.count < 32_000 { text += line }
        let table = text.utf8.count
        text += "xref\n0 4\n0000000000 65535 f \n"
        for place in places {
            let digits = String(place)
            text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        text += "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n\(table)\n%%EOF\n"
        return Array(text.utf8)
    }
}
