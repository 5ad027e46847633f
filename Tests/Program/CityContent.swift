import Base
import Cases
import Foundation
import Items
import People
import Postgres
import Reviews
import TestSupport
import Testing
import WorkCalendar

@testable import yanmen

/// What a prepared city needs so that every page has something to show: people signed in, cases, drafts, jobs, requests.
struct CityContent {
    let owner: Database
    let office: CityServices
    let open: CityServices
    let catalogue: Catalogue

    typealias Person = PreparedCity.Person

    func makePeople() async throws -> [Person: TestPeople.Person] {
        let people = TestPeople(owner)
        let bodies = try await owner.rows("SELECT id FROM people.organisation") { try $0.get("id", as: Int.self) }
        let rights: [Right] = [.receiveCases, .examineCases, .reviewCases, .decideCases, .deliverResults, .searchCases]
        return [
            .citizen: try await people.citizen("周小雨", phone: "19900000041", documentNumber: "142200199005180413"),
            .clerk: try await people.staff("clerk", rights: rights.map(\.rawValue), bodies: bodies),
            .supervisor: try await people.staff(
                "watch", rights: ["searchCases", "superviseCases"], bodies: bodies),
            .sysadmin: try await people.staff("sys", rights: ["manageOrganisations"], category: "sysadmin"),
            .secadmin: try await people.staff("sec", rights: ["grantRights", "manageClients"], category: "secadmin"),
            .auditor: try await people.staff("audit", rights: ["readAudit"], category: "auditor"),
        ]
    }

    func fill(for people: [Person: TestPeople.Person]) async throws -> [String: String] {
        let citizen = try #require(people[.citizen])
        let clerk = try #require(people[.clerk])
        let actor = try await actor(clerk, office, door: .office)
        let cases = try await makeCases(by: actor, for: citizen)
        let correcting = try await correct(cases[0], by: actor)
        let invitation = Invitation(
            caseID: cases[1].id, bodyID: cases[1].service.body.id, bodyName: cases[1].service.body.name,
            itemName: cases[1].service.itemName, at: Date())
        try await owner.execute(invitation.statement)
        let reviewed = try await review(cases[2].id)
        let request = try await makeRequests(citizen)
        let found = try await owner.first(
            """
            SELECT s.id AS staff, o.id AS organisation, d.verify_code AS code, t.code AS theme
            FROM people.staff s, people.organisation o, cases.document d, items.theme t
            WHERE s.login = 'chengban' AND o.code = '140900-spj' LIMIT 1
            """
        ) { row in
            [
                "staff": "\(try row.get("staff", as: UUID.self))".lowercased(),
                "organisation": "\(try row.get("organisation", as: Int.self))",
                "code": try row.get("code", as: String.self), "theme": try row.get("theme", as: String.self),
            ]
        }
        var facts = try #require(found)
        facts["case"] = text(cases[2].id)
        facts["number"] = cases[2].number
        facts["correcting"] = text(correcting)
        facts["review"] = invitation.token
        facts["reviewed"] = reviewed
        facts["representation"] = text(request)
        facts["draft"] = text(try await makeDrafts(citizen))
        return facts
    }

    /// The token of an invitation that was answered.
    private func review(_ caseID: Case.ID) async throws -> String {
        let invitation = Invitation(
            caseID: caseID, bodyID: 1, bodyName: "示例局", itemName: "示例事项", at: Date())
        try await owner.execute(invitation.statement)
        try await open.reviews.submit(
            SubmitReview(token: invitation.token, grade: .excellent, tags: [], text: "", channel: "link"),
            by: .anonymous(door: .public, clientAddress: nil, requestID: "test"))
        return invitation.token
    }

    private func text(_ id: UUID) -> String { id.uuidString.lowercased() }

    private func actor(_ person: TestPeople.Person, _ city: CityServices, door: DoorName) async throws -> CaseActor {
        let session = try #require(try await Sessions(database: city.database).open(token: person.token))
        return CaseActor(session, door: door)
    }

    /// Walk-in cases of one applicant, who is the citizen.
    private func makeCases(by clerk: CaseActor, for citizen: TestPeople.Person) async throws -> [Case] {
        let leaf = try #require(catalogue.handlingItem(code: "XZ007501")).leaf
        let applicant = Applicant(
            kind: .natural, name: citizen.name, documentType: "111", documentNumber: "142200199005180413",
            phone: citizen.login)
        var cases: [Case] = []
        for number in 1...PreparedCity.caseCount {
            let application = CaseApplication(
                handlingItemID: leaf.id, applicant: applicant, situation: [:], form: [:], materials: [])
            let command = RegisterCase(application, submitKey: "city-case-\(number)", isIncomplete: true)
            cases.append(try await office.cases.register(command, by: clerk))
        }
        try await owner.execute("UPDATE cases.case_record SET account_id = \(citizen.id)")
        return cases
    }

    private func correct(_ record: Case, by clerk: CaseActor) async throws -> UUID {
        let detail = try await office.cases.detail(record.id, party: clerk.party)
        let points = detail.materials.map { material in
            CorrectionPoint(kind: .material, key: material.key, label: material.name, problem: "看不清")
        }
        let due = CalendarDate(Date()).adding(days: 30)
        let command = RequestCorrection(record.id, version: record.version, points: points, due: due)
        return try await office.cases.requestCorrection(command, by: clerk).id
    }

    private func makeDrafts(_ person: TestPeople.Person) async throws -> UUID {
        let session = try #require(try await Sessions(database: open.database).open(token: person.token))
        let actor = CaseActor(session, door: .public)
        let citizen = try #require(session.citizen)
        let leaf = try #require(catalogue.handlingItem(code: "XZ002401")).leaf
        var last = UUID()
        for _ in 1...12 {
            last = try await open.cases.startDraft(handlingItemID: leaf.id, by: citizen, party: actor.party).id
        }
        return last
    }

    /// Requests to act for others, dead jobs, systems, sign-ins: a page of each.
    private func makeRequests(_ citizen: TestPeople.Person) async throws -> UUID {
        let digest = String(repeating: "c", count: 64)
        let file = UUID()
        try await owner.pipeline([
            """
            INSERT INTO base.file (id, name, media_type, size, digest, account_id)
            VALUES (\(file), '授权书.pdf', 'application/pdf', 1, \(digest), \(citizen.id))
            """,
            """
            INSERT INTO people.representation (id, agent_id, principal_kind, principal_name, principal_document_type,
                principal_document_number, basis, evidence_file_id)
            SELECT gen_random_uuid(), \(citizen.id), 'natural', concat('赵玉兰', n), '516', concat('H123456', n), 'guardian',
                \(file) FROM generate_series(1, 20) AS n
            """,
            """
            INSERT INTO base.job (kind, payload, state, attempts, last_error, finished_at)
            SELECT 'sms.send', '{}', 'dead', 12, 'no answer', now() FROM generate_series(1, 20)
            """,
            """
            INSERT INTO people.client (id, name, secret_hash, scopes, requests_per_minute)
            SELECT concat('system', n), concat('system', n), \(digest), ARRAY['items:read'], 60
            FROM generate_series(1, 20) AS n
            """,
            """
            INSERT INTO people.sign_in (door, subject_kind, subject, method, result, reason)
            SELECT 'office', 'staff', concat('user', n), 'password', 'refused', '' FROM generate_series(1, 60) AS n
            """,
        ])
        let first = try await owner.first("SELECT id FROM people.representation WHERE agent_id = \(citizen.id) LIMIT 1")
        {
            try $0.get("id", as: UUID.self)
        }
        return try #require(first)
    }
}
