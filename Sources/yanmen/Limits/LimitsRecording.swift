import Base
import Cases
import Foundation
import Items
import People
import Postgres
import Sample
import WorkCalendar

/// Has the doors of this process do each operation some times and turns what they asked of the database into scripts.
struct LimitsRecording {
    let city: BenchCity
    let recorder: StatementRecorder
    /// The port of each door that was opened for the recording.
    let ports: [DoorName: Int]
    /// The operations behind the public door, for drafts.
    let publicCases: CaseOperations
    let folder: String

    /// Scripts of one operation, each of another session, item or row.
    private static let variants = 8
    /// What a case's version is while an act on it is recorded, to be known again among the values.
    private static let marker = 777_001
    private static let rowsOfVariant = 256
    private static let mostClients = 64

    /// One script before it is written.
    private struct Recorded {
        let script: PgbenchScript
        let trips: [[SQL]]
        var clients = 1_000
    }

    struct Failed: Error, CustomStringConvertible {
        let operation: String
        let status: Int
        var description: String { "录制 \(operation) 时得到 \(status)，不是预期的结果。" }
    }

    func run() async throws -> [String: BenchFile.Limit] {
        try removeOld()
        var limits: [String: BenchFile.Limit] = [:]
        limits["create"] = try write("create", .api, try await creations())
        limits["submit"] = try write("submit", .public, try await submissions())
        limits["get"] = try write("get", .api, try await gets())
        limits["track"] = try write("track", .public, try await tracks())
        limits["inbox"] = try write("inbox", .office, try await inboxes())
        limits["case"] = try write("case", .office, try await casePages())
        limits["dashboard"] = try write("dashboard", .office, try await dashboard())
        limits["accept"] = try write("accept", .office, try await acts("accept", .submitted, .window, []))
        let decision = [("conclusion", "grant"), ("opinion", "样例：准予。")]
        limits["decide"] = try write("decide", .office, try await acts("decide", .approving, .approver, decision))
        return limits
    }

    /// Scripts of an earlier run hold sessions that are over.
    private func removeOld() throws {
        let files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: folder) where name.hasSuffix(".sql") {
            try files.removeItem(atPath: folder + "/" + name)
        }
    }

    private func write(_ operation: String, _ door: DoorName, _ all: [Recorded]) throws -> BenchFile.Limit {
        var scripts: [String] = []
        for (index, recorded) in all.enumerated() {
            let name = "\(operation)-\(index + 1).sql"
            try recorded.script.text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
            scripts.append(name)
        }
        let trips = all.first?.trips ?? []
        return BenchFile.Limit(
            role: door.databaseRole, trips: trips.count, statements: trips.map(\.count).reduce(0, +),
            clients: all.map(\.clients).min() ?? 0, scripts: scripts)
    }

    /// Sends a request and gives what was asked of the database for it. What a door keeps in memory is no part of it.
    private func record(
        _ operation: String, _ door: DoorName, _ request: LoopbackRequest, expecting status: Int
    ) async throws -> [[SQL]] {
        _ = recorder.take()
        let reply = try await request.send(port: ports[door] ?? 0)
        guard reply.status == status else { throw Failed(operation: operation, status: reply.status) }
        return recorder.take().filter { trip in
            !trip.contains { $0.text.contains("base.calendar_year") || $0.text.contains("FROM base.setting") }
        }
    }

    private func cookie(_ door: DoorName, _ session: SamplePeople.OpenSession) -> [String: String] {
        ["Cookie": "\(BenchCity.cookie(door))=\(session.token)"]
    }

    private var bearer: [String: String] { ["Authorization": "Bearer \(city.clientToken)"] }
}

// MARK: - Handing in

extension LimitsRecording {
    private struct ApplicationBody: Encodable {
        struct Person: Encodable {
            let kind = "natural"
            let name: String
            let documentNumber: String
            let phone: String
        }

        let handlingItem: String
        let applicant: Person
        let situation: [String: String]
        let form: [String: FormValue]
        let materials: [String: [UUID]]
    }

    private func creations() async throws -> [Recorded] {
        var all: [Recorded] = []
        let greeting = LoopbackRequest(path: "/api/v1/cases", headers: bearer)
        _ = try await record("create", .api, greeting, expecting: 200)
        for (index, service) in city.lightServices(Self.variants).enumerated() {
            let applicant = BenchCity.applicant(index + 1)
            let files = try await files(of: service, account: nil)
            let body = ApplicationBody(
                handlingItem: service.leaf.code,
                applicant: .init(
                    name: applicant.name, documentNumber: applicant.documentNumber, phone: applicant.phone),
                situation: service.situation(), form: service.values(of: applicant, on: CalendarDate(Date())),
                materials: files)
            var headers = bearer
            headers["Content-Type"] = "application/json"
            headers["Idempotency-Key"] = "limits-\(UUID().uuidString)"
            let request = LoopbackRequest(
                method: "POST", path: "/api/v1/cases", headers: headers,
                body: String(decoding: try JSONEncoder().encode(body), as: UTF8.self))
            let trips = try await record("create", .api, request, expecting: 201)
            all.append(recorded("POST /api/v1/cases", trips, fresh()))
        }
        return all
    }

    private func submissions() async throws -> [Recorded] {
        var all: [Recorded] = []
        for (index, service) in city.lightServices(Self.variants).enumerated() {
            let session = city.citizenSessions[index % city.citizenSessions.count]
            let number = index % city.citizenSessions.count + 1
            let citizen = SamplePeople.citizen(number)
            let party = Session.of(citizen, session).party(door: .public, clientAddress: nil, requestID: "")
            let change = DraftChange(
                situation: service.situation(),
                form: service.values(of: BenchCity.applicant(number), on: CalendarDate(Date())),
                materials: try await files(of: service, account: citizen.accountID))
            let draft = try await publicCases.startDraft(
                handlingItemID: service.leaf.id, change: change, by: citizen, party: party)
            _ = try await record(
                "submit", .public, LoopbackRequest(path: "/my", headers: cookie(.public, session)), expecting: 200)
            let fields = [("csrf", session.csrf), ("version", String(draft.version)), ("agree", "yes")]
            let request = LoopbackRequest.form(
                "/apply/drafts/\(draft.id.text)/submit", fields, headers: cookie(.public, session))
            let trips = try await record("submit", .public, request, expecting: 303)
            var substitution = fresh()
            // The draft became a case by now; the script finds it that way.
            substitution.values[.uuid(draft.id)] = "'\(draft.id.text)'"
            all.append(recorded("POST /apply/drafts/{id}/submit", trips, substitution))
        }
        return all
    }

    /// Files for everything that has to be uploaded.
    private func files(of service: SampleService, account: UUID?) async throws -> [String: [UUID]] {
        var files: [String: [UUID]] = [:]
        for (material, isUpload) in service.materials(service.situation()) where isUpload {
            let id = UUID()
            try await city.owner.execute(
                """
                INSERT INTO base.file (id, name, media_type, size, digest, account_id, client_id)
                SELECT \(id), f.name, f.media_type, f.size, f.digest, \(account),
                    CASE WHEN CAST(\(account) AS uuid) IS NULL THEN \(SamplePeople.clientID) END
                FROM base.file f WHERE f.case_id IS NOT NULL LIMIT 1
                """)
            files[material.key] = [id]
        }
        return files
    }

    private func fresh() -> PgbenchScript.Substitution {
        PgbenchScript.Substitution(freshTexts: ["client:\(SamplePeople.clientID):", "citizen:"])
    }

    private func recorded(
        _ title: String, _ trips: [[SQL]], _ substitution: PgbenchScript.Substitution, clients: Int = 1_000
    ) -> Recorded {
        Recorded(script: PgbenchScript(title: title, trips: trips, substitution), trips: trips, clients: clients)
    }
}

// MARK: - Reading

extension LimitsRecording {
    private func gets() async throws -> [Recorded] {
        let numbers = Array(city.clientNumbers.prefix(Self.rowsOfVariant))
        guard let first = numbers.first else { throw SampleError.notSampled }
        let request = LoopbackRequest(path: "/api/v1/cases/\(first)", headers: bearer)
        let trips = try await record("get", .api, request, expecting: 200)
        var substitution = fresh()
        substitution.settings = ["\\set n random(1, \(numbers.count))"]
        substitution.values[.text(first)] = choice(of: numbers, "text", by: "n")
        return [recorded("GET /api/v1/cases/{number}", trips, substitution)]
    }

    private func tracks() async throws -> [Recorded] {
        let numbers = Array(city.numbers.prefix(Self.rowsOfVariant))
        guard let first = numbers.first else { throw SampleError.notSampled }
        let page = try await LoopbackRequest(path: "/track").send(port: ports[.public] ?? 0)
        let token = page.body.components(separatedBy: "name=\"csrf\" value=\"").dropFirst().first
        let csrf = token?.components(separatedBy: "\"").first ?? ""
        let headers = ["Cookie": "form=\(page.cookie("form") ?? "")"]
        let fields = [("csrf", csrf), ("number", first.number), ("phone", first.last4)]
        let request = LoopbackRequest.form("/track", fields, headers: headers)
        let trips = try await record("track", .public, request, expecting: 200)
        var substitution = fresh()
        substitution.settings = ["\\set n random(1, \(numbers.count))"]
        substitution.values[.text(first.number)] = choice(of: numbers.map(\.number), "text", by: "n")
        substitution.values[.text(first.last4)] = choice(of: numbers.map(\.last4), "text", by: "n")
        return [recorded("POST /track", trips, substitution)]
    }

    private func inboxes() async throws -> [Recorded] {
        var all: [Recorded] = []
        for (body, _) in city.busyBodies(.submitted, Self.variants) {
            guard let clerk = city.clerk(.window, of: body) else { continue }
            let headers = cookie(.office, try city.session(of: clerk))
            let request = LoopbackRequest(path: "/inbox", headers: headers)
            _ = try await record("inbox", .office, request, expecting: 200)
            let trips = try await record("inbox", .office, request, expecting: 200)
            all.append(recorded("GET /inbox", trips, fresh()))
        }
        return all
    }

    private func casePages() async throws -> [Recorded] {
        var all: [Recorded] = []
        for (body, cases) in city.busyBodies(.submitted, Self.variants) {
            guard let clerk = city.clerk(.window, of: body), let first = cases.first else { continue }
            let headers = cookie(.office, try city.session(of: clerk))
            let request = LoopbackRequest(path: "/cases/\(first.id.text)", headers: headers)
            _ = try await record("case", .office, request, expecting: 200)
            let trips = try await record("case", .office, request, expecting: 200)
            let ids = cases.prefix(Self.rowsOfVariant).map { $0.id.text }
            var substitution = fresh()
            substitution.settings = ["\\set n random(1, \(ids.count))"]
            substitution.values[.uuid(first.id)] = choice(of: ids, "uuid", by: "n")
            all.append(recorded("GET /cases/{id}", trips, substitution))
        }
        return all
    }

    private func dashboard() async throws -> [Recorded] {
        guard let supervisor = city.supervisor else { throw SampleError.notSampled }
        let request = LoopbackRequest(
            path: "/dashboard", headers: cookie(.office, try city.session(of: supervisor)))
        _ = try await record("dashboard", .office, request, expecting: 200)
        let trips = try await record("dashboard", .office, request, expecting: 200)
        return [recorded("GET /dashboard", trips, fresh())]
    }

    /// One of these, by a variable.
    private func choice(of texts: [String], _ type: String, by variable: String) -> String {
        "(CAST('{\(texts.joined(separator: ","))}' AS \(type)[]))[:\(variable)]"
    }
}

// MARK: - Acts

extension LimitsRecording {
    /// An act on open cases. Each pgbench client has rows of its own, so that none meets another's version; the version
    /// itself is read where the program knew it from the page.
    private func acts(
        _ act: String, _ status: CaseStatus, _ post: SamplePeople.Post, _ fields: [(String, String)]
    ) async throws -> [Recorded] {
        var all: [Recorded] = []
        let busy = city.busyBodies(status, Self.variants)
        // A body with few open cases would set the pace for all.
        let large = busy.filter { $0.cases.count >= Self.mostClients }
        for (body, cases) in large.isEmpty ? Array(busy.prefix(1)) : large {
            guard let clerk = city.clerk(post, of: body), let first = cases.first else { continue }
            let session = try city.session(of: clerk)
            let path = "/cases/\(first.id.text)"
            // The door has read the item's revision before.
            _ = try await record(
                act, .office, LoopbackRequest(path: path, headers: cookie(.office, session)), expecting: 200)
            try await setVersion(of: first.id, Self.marker)
            let form = [("csrf", session.csrf), ("version", String(Self.marker))] + fields
            let request = LoopbackRequest.form("\(path)/\(act)", form, headers: cookie(.office, session))
            let trips = try await record(act, .office, request, expecting: 303)
            try await setVersion(of: first.id, 2)
            let ids = cases.prefix(Self.rowsOfVariant).map { $0.id.text }
            let clients = min(ids.count, Self.mostClients)
            let share = ids.count / clients
            var substitution = fresh()
            substitution.settings = ["\\set n 1 + mod(:client_id, \(clients)) * \(share) + random(0, \(share - 1))"]
            let chosen = choice(of: ids, "uuid", by: "n")
            substitution.values[.uuid(first.id)] = chosen
            substitution.version = (
                Self.marker, "(SELECT version FROM cases.case_record WHERE id = \(chosen))"
            )
            all.append(recorded("POST /cases/{id}/\(act)", trips, substitution, clients: clients))
        }
        return all
    }

    private func setVersion(of id: UUID, _ version: Int) async throws {
        try await city.owner.execute("UPDATE cases.case_record SET version = \(version) WHERE id = \(id)")
    }
}

extension Session {
    /// The session of a citizen of the sample, as its door would open it.
    fileprivate static func of(_ citizen: Citizen, _ open: SamplePeople.OpenSession) -> Session {
        Session(
            token: open.token, subject: .citizen(citizen), csrfToken: open.csrf, secondFactorAt: nil,
            expiresAt: Date(timeIntervalSinceNow: 3_600), preferences: "{}")
    }
}
