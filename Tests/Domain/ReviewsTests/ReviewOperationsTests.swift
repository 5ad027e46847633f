import Base
import Foundation
import People
import Postgres
import TestSupport
import Testing

@testable import Reviews

struct ReviewOperationsTests {
    let test: TestDatabase
    let owner: Database
    let reviews: ReviewOperations
    let anyone = ActingParty.anonymous(door: .public, clientAddress: "2001:db8::1", requestID: "r")

    init() async throws {
        let template = TestDatabase.Template("reviews") { database in
            _ = try await Migrator(BaseMigrations.all + PeopleMigrations.all + ReviewsMigrations.all).run(on: database)
            try await database.execute(ReviewTag.seeding)
            try await database.execute(ReviewTag.seeding)
        }
        test = try await TestDatabase.create(template: template)
        owner = test.database
        reviews = ReviewOperations(database: test.connect(user: "yanmen_public"))
    }

    private func invite(body: String = "忻州市公安局", daysAgo: Double = 0, case id: UUID = UUID()) async throws -> Invitation
    {
        let invitation = Invitation(
            caseID: id, bodyID: 1, bodyName: body, itemName: "居住证办理", at: Date().addingTimeInterval(-daysAgo * 86_400))
        try await owner.execute(invitation.statement)
        return invitation
    }

    private func review(
        _ invitation: Invitation, _ grade: ReviewGrade = .excellent, tags: [String] = [], text: String = ""
    ) -> SubmitReview {
        SubmitReview(token: invitation.token, grade: grade, tags: tags, text: text, channel: "web")
    }

    @Test("the link opens the sheet as often as one likes; the review closes it")
    func happyPath() async throws {
        let invitation = try await invite()

        let before = try await reviews.open(token: invitation.token)
        let again = try await reviews.open(token: invitation.token)
        try await reviews.submit(review(invitation, .poor, tags: ["213", "214"], text: "等太久"), by: anyone)
        let after = try await reviews.open(token: invitation.token)

        #expect(before == again)
        #expect(before.state == .open)
        #expect(before.itemName == "居住证办理")
        guard case .reviewed(.poor, _) = after.state else {
            Issue.record("the sheet is still open")
            return
        }
        let stored = try await owner.first("SELECT tags, text, channel, set_version FROM reviews.review") { row in
            "\(try row.get("tags", as: [String].self)) \(try row.get("text", as: String.self)) \(try row.get("set_version", as: Int.self))"
        }
        #expect(stored == "[\"213\", \"214\"] 等太久 1")
        let acts: [String] = try await owner.rows("SELECT act || ' ' || object_id AS a FROM base.audit_entry") {
            try $0.get("a")
        }
        #expect(acts == ["review.submit \(Digest.sm3(invitation.token))"])
    }

    @Test("a second review, one after the time, one with an unknown link are refused and leave no trace")
    func refusals() async throws {
        let invitation = try await invite()
        let late = try await invite(daysAgo: 9)
        try await reviews.submit(review(invitation), by: anyone)

        await #expect(throws: ReviewRefusal.again) { try await reviews.submit(review(invitation, .good), by: anyone) }
        await #expect(throws: ReviewRefusal.expired) { try await reviews.submit(review(late), by: anyone) }
        #expect(try await reviews.open(token: late.token).state == .expired)
        await #expect(throws: ReviewRefusal.unknown) { try await reviews.open(token: "x") }
        let stranger = SubmitReview(token: "x", grade: .good, tags: [], text: "", channel: "web")
        await #expect(throws: ReviewRefusal.unknown) { try await reviews.submit(stranger, by: anyone) }
        let entries = try await owner.first("SELECT count(*) AS n FROM base.audit_entry") {
            try $0.get("n", as: Int.self)
        }
        #expect(entries == 1)
    }

    @Test("of many who submit the same link at once exactly one succeeds")
    func race() async throws {
        let invitation = try await invite()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for grade in ReviewGrade.allCases + ReviewGrade.allCases {
                group.addTask { (try? await reviews.submit(review(invitation, grade), by: anyone)) != nil }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 }.count == 1)
    }

    @Test("the last day counts whole, in China's time")
    func lastDay() throws {
        let moment = Date(timeIntervalSince1970: 1_764_000_000)
        let invitation = Invitation(caseID: UUID(), bodyID: 1, bodyName: "b", itemName: "i", at: moment, days: 7)
        // 2025-11-25 00:00 in China; the seventh day after it ends when the 3rd of December begins.
        #expect(
            "\(invitation.statement.parameters)".contains("\((1_764_000_000 + 8 * 86_400 - 946_684_800) * 1_000_000)"))
    }

    @Test("links carry 256 bits that can stand in an address; the database keeps their digest only")
    func tokens() async throws {
        let invitation = try await invite()
        let other = try await invite()
        #expect(invitation.token.utf8.count == 43)
        #expect(
            invitation.token.utf8.allSatisfy {
                ($0 >= 48 && $0 <= 57) || ($0 >= 65 && $0 <= 90) || ($0 >= 97 && $0 <= 122) || $0 == 45 || $0 == 95
            })
        #expect(invitation.token != other.token)
        let rows: [String] = try await owner.rows("SELECT i::text AS t FROM reviews.invitation i") { try $0.get("t") }
        #expect(rows.allSatisfy { !$0.contains(invitation.token) })
    }

    @Test("a case that was invited already keeps its first link")
    func invitedTwice() async throws {
        let id = UUID()
        let first = try await invite(case: id)
        let second = try await invite(case: id)
        #expect(try await reviews.open(token: first.token).state == .open)
        await #expect(throws: ReviewRefusal.unknown) { try await reviews.open(token: second.token) }
    }

    @Test("the public role reads neither reviews nor invitations itself")
    func rights() async throws {
        _ = try await invite()
        let database = test.connect(user: "yanmen_public")
        for table: SQL in ["reviews.review", "reviews.invitation"] {
            await #expect(throws: PostgresError.self) { try await database.execute("SELECT * FROM \(table)") }
        }
        await #expect(throws: PostgresError.self) {
            try await database.execute("UPDATE reviews.review SET grade = 5")
        }
    }

    @Test("figures count acts and reviews of the period, by body and together")
    func figures() async throws {
        for grade in [ReviewGrade.excellent, .excellent, .veryPoor] {
            try await reviews.submit(review(try await invite(), grade), by: anyone)
        }
        _ = try await invite()
        _ = try await invite(body: "忻州市民政局")
        _ = try await invite(daysAgo: 40)

        let figures = try await reviews.figures(since: Date().addingTimeInterval(-30 * 86_400))

        #expect(Set(figures.bodies.map(\.name)) == ["忻州市公安局", "忻州市民政局"])
        #expect(figures.total.invited == 5)
        #expect(figures.total.byGrade[.excellent] == 2)
        #expect(figures.total.byGrade[.veryPoor] == 1)
        #expect(figures.total.reviews == 3)
    }

    @Test(
        "every refusal says in Chinese what to do",
        arguments: [
            ReviewRefusal.unknown, .expired, .again, .gradeMissing, .foreignTag, .textTooLong,
        ])
    func reasons(refusal: ReviewRefusal) {
        #expect(refusal.reason.hasSuffix("。"))
        #expect(refusal.code.hasPrefix("review."))
        #expect(refusal.kind != .invalid || refusal.fields.count == 1)
    }
}
