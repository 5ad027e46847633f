import Base
import Cases
import Foundation
import People
import Postgres
import Sample
import TestSupport
import Testing
import WorkCalendar

@Suite("The product works on sampled cases as on any other")
struct SampledWorkTests {
    private struct Found {
        let id: UUID
        let body: Int
    }

    /// A case of that status; online cases of promised items only.
    private func find(_ status: String, _ city: SampledCity) async throws -> Found {
        let found = try await city.owner.first(
            """
            SELECT id, body_id FROM cases.case_record
            WHERE status = \(status) AND project_type = 'promised' AND account_id IS NOT NULL ORDER BY id LIMIT 1
            """
        ) { Found(id: try $0.get("id"), body: try $0.get("body_id")) }
        return try #require(found, "no case is \(status)")
    }

    @Test("A waiting case goes on to its end, each post by its clerk")
    func wholeWay() async throws {
        let city = try await SampledCity.make()
        let cases = city.cases(.office)
        let found = try await find("submitted", city)
        let clerks = try await city.signedIn(body: found.body)
        let window = try #require(clerks[.window])
        let examiner = try #require(clerks[.examiner])
        let reviewer = try #require(clerks[.reviewer])
        let approver = try #require(clerks[.approver])
        let detail = try await cases.detail(found.id, party: window.party)

        var record = try await cases.accept(AcceptCase(found.id, version: detail.record.version), by: window)
        record = try await cases.take(TakeCase(found.id, version: record.version), by: examiner)
        let examined = ExamineCase(found.id, version: record.version, proposal: .grant, opinion: "同意。")
        record = try await cases.examine(examined, by: examiner)
        let reviewed = ReviewCase(found.id, version: record.version, proposal: .grant, opinion: "同意。")
        record = try await cases.review(reviewed, by: reviewer)
        let decided = DecideCase(found.id, version: record.version, decision: .grant, opinion: "准予。")
        record = try await cases.decide(decided, by: approver)
        let handed = DeliverResult(found.id, version: record.version, mode: .electronic, receiverName: "样例")
        record = try await cases.deliver(handed, by: window)

        #expect(record.status == .delivered)
        let numbers = try await city.number("SELECT count(*) - count(DISTINCT number) FROM cases.document")
        #expect(numbers == 0)
    }

    @Test(
        "A case of each status opens with its materials, events and papers",
        arguments: [
            "submitted", "accepted", "examining", "reviewing", "approving", "delivered", "withdrawn", "notAccepted",
        ])
    func pages(status: String) async throws {
        let city = try await SampledCity.make()
        let found = try await find(status, city)
        let clerks = try await city.signedIn(body: found.body)
        let window = try #require(clerks[.window])
        let cases = city.cases(.office)

        let detail = try await cases.detail(found.id, party: window.party)

        #expect(detail.record.status.rawValue == status)
        #expect(!detail.materials.isEmpty)
        #expect(!detail.events.isEmpty)
        #expect(detail.events.map(\.at) == detail.events.map(\.at).sorted())
        #expect(detail.events.last?.status == detail.record.status)
        let progress = try await city.cases(.public).progress(
            number: detail.record.number, lastFour: String(detail.record.applicant.phone.suffix(4)))
        #expect(!progress.events.isEmpty)
    }

    @Test("The next case of the same item and day gets the next number")
    func nextNumber() async throws {
        let city = try await SampledCity.make()
        let last = try await city.text(
            "SELECT max(number) FROM cases.case_record WHERE number LIKE (SELECT left(max(number), 14) || '%' FROM cases.case_record)"
        )

        let next = try await city.number("SELECT base.next_serial('case:' || left(\(last), 14))")

        #expect(next == Int(last.dropFirst(14)).map { $0 + 1 })
    }

    @Test("A sampled paper is typeset")
    func paper() async throws {
        let city = try await SampledCity.make()
        let found = try await city.owner.first(
            """
            SELECT d.id, c.body_id FROM cases.document d JOIN cases.case_record c ON c.id = d.case_id
            WHERE d.kind = 'grant' ORDER BY d.id LIMIT 1
            """
        ) { Found(id: try $0.get("id"), body: try $0.get("body_id")) }
        let document = try #require(found)
        let window = try #require(try await city.signedIn(body: document.body)[.window])

        let opened = try await city.cases(.office).openDocument(document.id, by: window)

        #expect(opened.bytes.starts(with: Array("%PDF-".utf8)))
        #expect(opened.document.number.contains("准字〔"))
    }

    @Test("A clerk sees their own department, the supervisor all")
    func scopes() async throws {
        let city = try await SampledCity.make()
        let clerks = try await city.clerks()
        let window = try #require(clerks.first { $0.post == .window })
        let supervisor = try #require(clerks.first { $0.post == .supervisor })
        let sessions = try await SamplePeople(city.owner).openSessions(citizens: [], staff: [window.id, supervisor.id])
        let office = city.test.connect(user: "yanmen_office", poolSize: 1)
        let count: SQL = "SELECT count(*) AS cases, count(DISTINCT body_id) AS bodies FROM cases.case_record"
        var seen: [(cases: Int, bodies: Int)] = []
        for session in sessions.staff {
            let result = try await office.first(settings: ["yanmen.session": session.token], count) { row in
                (cases: try row.get("cases", as: Int.self), bodies: try row.get("bodies", as: Int.self))
            }
            seen.append(try #require(result))
        }

        #expect(seen[0].bodies == 1)
        #expect(seen[0].cases > 0 && seen[0].cases < SampledCity.cases)
        #expect(seen[1].cases == SampledCity.cases)
        #expect(seen[1].bodies > 1)
    }

    @Test("A citizen has their own cases, the connected system the ones it handed in")
    func owners() async throws {
        let city = try await SampledCity.make()
        let owner = try await city.owner.first(
            "SELECT account_id FROM cases.case_record WHERE applicant_kind = 'natural' AND account_id IS NOT NULL LIMIT 1"
        ) { try $0.get("account_id", as: UUID.self) }
        let account = try #require(owner)
        let people = SamplePeople(city.owner)
        let open = try #require(try await people.openSessions(citizens: [account], staff: []).citizens.first)
        let database = city.test.connect(user: "yanmen_public", poolSize: 1)
        let session = try #require(try await Sessions(database: database).open(token: open.token))
        let citizen = try #require(session.citizen)
        let party = session.party(door: .public, clientAddress: nil, requestID: "")

        let page = try await city.cases(.public).ownCases(of: citizen, party: party)

        #expect(!page.rows.isEmpty)
        #expect(page.rows.allSatisfy { $0.applicantName.contains("样例") })
        let token = try await people.openClient()
        let api = city.test.connect(user: "yanmen_api", poolSize: 1)
        let seen = try await api.first(
            settings: ["yanmen.client_token": token], "SELECT count(*) FROM cases.case_record"
        ) { try $0.get(0, as: Int.self) }
        #expect(seen == (try await city.number("SELECT count(*) FROM cases.case_record WHERE client_id = 'yangben'")))
        #expect((seen ?? 0) > 50)
    }
}
