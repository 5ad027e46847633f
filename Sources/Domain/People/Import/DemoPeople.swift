package import Base
import Foundation
import Identifiers
package import Postgres
import WorkCalendar

/// Synthetic people for a city that is tried out: none of the names, numbers or phones belongs to anybody.
package struct DemoPeople: Sendable {
    /// A demo citizen signs in by the phone; the code stands on the management door's page of messages.
    package struct DemoCitizen: Sendable, Hashable {
        package let name: String
        package let phone: String
        /// A company that the citizen may act for, or nil.
        package let company: String?
    }

    let database: Database
    let now: TimeSource

    /// - Parameter database: a pool as the owner.
    package init(database: Database, now: TimeSource = .system) {
        self.database = database
        self.now = now
    }

    /// Staff of the city's approval bureau and of 忻府区; only new accounts come back, with their one-time codes.
    package func makeStaff() async throws -> [OneTimeSignIn] {
        try await FirstRun(database: database).make(Self.staff)
    }

    static var staff: [StaffDraft] {
        var drafts: [StaffDraft] = []
        for (prefix, region) in [("", "140900"), ("xf-", "140902")] {
            var names = SyntheticIdentity(seed: region == "140900" ? 11 : 29)
            for post in DemoTerms.posts where prefix.isEmpty || post.inCounties {
                drafts.append(
                    StaffDraft(
                        login: prefix + post.login, name: names.name(), category: "business",
                        organisationCode: "\(region)-\(post.office)", post: post.title,
                        grants: [(role: post.role, scope: .region)]))
            }
        }
        return drafts
    }

    /// Three citizens, one of them the legal representative of a company. Idempotent.
    package func makeCitizens() async throws -> [DemoCitizen] {
        var identity = SyntheticIdentity(seed: 140_900)
        let today = CalendarDate(now())
        var statements: [SQL] = []
        var citizens: [DemoCitizen] = []
        for index in 1...3 {
            let id = Self.identifier(index)
            let name = identity.name()
            let number = identity.citizenID(on: today, ages: index == 2 ? 36...40 : 20...35).text
            let phone = "1990000000\(index)"
            statements.append(
                """
                INSERT INTO people.account (id, kind, name, document_type, document_number, phone)
                VALUES (\(id), 'natural', \(name), '111', \(number), \(phone)) ON CONFLICT DO NOTHING
                """)
            let company = index == 1 ? DemoTerms.company : nil
            if let company {
                statements += Self.company(
                    company, code: identity.creditCode().text, agent: id, name: name, phone: phone)
            }
            citizens.append(DemoCitizen(name: name, phone: phone, company: company))
        }
        try await database.pipeline(statements)
        return citizens
    }

    private static func company(_ name: String, code: String, agent: UUID, name person: String, phone: String) -> [SQL]
    {
        let id = identifier(101)
        return [
            """
            INSERT INTO people.account (id, kind, name, document_type, document_number, phone, legal_representative)
            VALUES (\(id), 'legal', \(name), 'USCC', \(code), \(phone), \(person)) ON CONFLICT DO NOTHING
            """,
            """
            INSERT INTO people.representation (id, agent_id, principal_id, principal_kind, principal_name,
                principal_document_type, principal_document_number, basis, confirmed_at, confirmed_by)
            VALUES (\(identifier(201)), \(agent), \(id), 'legal', \(name), 'USCC', \(code), 'legalRepresentative', now(),
                \(ImportTerms.importer)) ON CONFLICT DO NOTHING
            """,
        ]
    }

    /// The same id at every start, so that making the people again changes nothing.
    private static func identifier(_ number: Int) -> UUID {
        UUID(uuid: (0xde, 0x30, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, UInt8(truncatingIfNeeded: number)))
    }
}

enum DemoTerms {
    static let company = "忻州示例商贸有限公司"

    struct Post: Sendable {
        let login: String
        let title: String
        let role: String
        /// Key of the office in `organisations.json`.
        let office: String
        let inCounties: Bool
    }

    static let posts: [Post] = [
        Post(login: "chuangkou", title: "窗口受理（示例）", role: "window", office: "zhck", inCounties: true),
        Post(login: "chengban", title: "承办人（示例）", role: "examiner", office: "spyk", inCounties: true),
        Post(login: "shenhe", title: "审核人（示例）", role: "reviewer", office: "spyk", inCounties: true),
        Post(login: "pizhun", title: "批准人（示例）", role: "approver", office: "spj", inCounties: true),
        Post(login: "jiandu", title: "监督人员（示例）", role: "supervisor", office: "spj", inCounties: false),
        Post(login: "shixiang", title: "事项管理员（示例）", role: "itemManager", office: "spj", inCounties: false),
    ]
}
