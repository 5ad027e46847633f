package import Base
package import Foundation
import GuoMi
import Identifiers
package import Postgres

/// The people of a sampled city: citizens, companies and staff by number, the same at every run. None of them can be
/// anybody: their names say that they are samples, their numbers and phones are given to nobody.
package struct SamplePeople: Sendable {
    let database: Database

    /// - Parameter database: a pool as the owner.
    package init(_ database: Database) {
        self.database = database
    }
}

// MARK: - Citizens and companies

extension SamplePeople {
    /// The citizen of that number, from 1 on.
    package static func citizen(_ number: Int) -> Citizen {
        Citizen(
            accountID: identifier(kind: 1, number), name: SampleTerms.name(number),
            phone: SyntheticIdentity.mobile(number: number).text, documentType: SampleTerms.citizenDocument,
            documentNumber: SyntheticIdentity.citizenID(number: number).text)
    }

    /// As above, acting for the company of the same number.
    package static func representative(_ number: Int) -> Citizen {
        let citizen = citizen(number)
        return Citizen(
            accountID: citizen.accountID, name: citizen.name, phone: citizen.phone, documentType: citizen.documentType,
            documentNumber: citizen.documentNumber, actingFor: identifier(kind: 2, number),
            principalName: SampleTerms.company(number), principalIsOrganisation: true)
    }

    /// Where the citizen of that number lives.
    package static func address(_ number: Int) -> String { SampleTerms.address(number) }

    /// The connected system of the sample, as it acts.
    package static var client: Client {
        Client(id: clientID, name: SampleTerms.client, scopes: [], requestsPerMinute: 1)
    }

    /// The credit code of the company of that number.
    package static func creditCode(_ number: Int) -> String { SyntheticIdentity.creditCode(number: number).text }

    /// Companies among so many citizens; each is represented by the citizen of its number.
    package static func companies(of citizens: Int) -> Int { max(1, citizens / 10) }

    /// An id that tells what it is and which, so that it can be reckoned from the number.
    package static func identifier(kind: Int, _ number: Int) -> UUID {
        let text = idPrefix(kind: kind) + decimal(number, width: 12)
        guard let id = UUID(uuidString: text) else { preconditionFailure("a number of more than twelve digits") }
        return id
    }

    /// What stands before the twelve digits of the number.
    package static func idPrefix(kind: Int) -> String { "5a3e\(decimal(kind, width: 4))-0000-4000-8000-" }

    private static func decimal(_ number: Int, width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Citizens `first...last` with their companies, into the caller's transaction.
    package static func copy(_ numbers: ClosedRange<Int>, companies: Int, into connection: Connection) async throws {
        var accounts = CopyText()
        var representations = CopyText()
        for number in numbers {
            let citizen = representative(number)
            let address = SampleTerms.address(number)
            account(
                citizen.accountID, "natural", citizen.name, citizen.documentType, citizen.documentNumber, citizen.phone,
                representative: "", address: address, to: &accounts)
            guard number <= companies, let companyID = citizen.actingFor else { continue }
            let name = SampleTerms.company(number)
            let code = creditCode(number)
            account(
                companyID, "legal", name, SampleTerms.companyDocument, code, citizen.phone,
                representative: citizen.name, address: address, to: &accounts)
            representations.add(identifier(kind: 3, number))
            representations.add(citizen.accountID)
            representations.add(companyID)
            for text in ["legal", name, SampleTerms.companyDocument, code, "legalRepresentative"] {
                representations.add(text)
            }
            representations.add(Date())
            representations.add(SampleTerms.maker)
            representations.endRow()
        }
        try await connection.copyIn(
            """
            COPY people.account (id, kind, name, document_type, document_number, phone, legal_representative, address)
            FROM STDIN
            """, chunks: accounts.pieces)
        try await connection.copyIn(
            """
            COPY people.representation (id, agent_id, principal_id, principal_kind, principal_name,
                principal_document_type, principal_document_number, basis, confirmed_at, confirmed_by) FROM STDIN
            """, chunks: representations.pieces)
    }

    private static func account(
        _ id: UUID, _ kind: String, _ name: String, _ documentType: String, _ documentNumber: String, _ phone: String,
        representative: String, address: String, to rows: inout CopyText
    ) {
        rows.add(id)
        for text in [kind, name, documentType, documentNumber, phone, representative, address] { rows.add(text) }
        rows.endRow()
    }
}

// MARK: - Staff and the connected system

extension SamplePeople {
    /// A post of the sampled staff.
    package enum Post: String, Sendable, CaseIterable {
        case window, examiner, reviewer, approver, supervisor

        var number: Int { Post.allCases.firstIndex(of: self) ?? 0 }
    }

    /// A member of the sampled staff.
    package struct Clerk: Sendable, Hashable {
        package let id: UUID
        package let login: String
        package let name: String
        package let post: Post
        /// 0 for who sees all bodies.
        package let bodyID: Int
        package let bodyName: String
        package let rights: Set<Right>

        /// Who signs in as the clerk, with the data scope of their body.
        package var officer: Officer {
            Officer(
                staffID: id, login: login, name: name, category: "business", organisationID: bodyID,
                organisationName: bodyName, regionCode: "", post: SampleTerms.post(post), rights: rights,
                bodies: [bodyID], ownOnly: false, mustChangePassword: false)
        }

        /// The clerk as the party of an act at the office's door.
        package var party: ActingParty {
            ActingParty(
                kind: .staff, id: id.text, name: name, bodyID: bodyID, bodyName: bodyName,
                door: .office)
        }
    }

    /// The connected system of the sample.
    package static let clientID = "yangben"

    /// Makes four clerks for every body, one supervisor who sees them all, and the connected system. Nobody has their
    /// passwords; doing it again changes nothing.
    package func makeStaff(bodies: [Int: String]) async throws -> [Clerk] {
        let clerks = try await clerks(bodies: bodies)
        var statements: [SQL] = []
        for clerk in clerks { statements += Self.insertion(of: clerk, bodies: bodies.keys.sorted()) }
        let secret = SecureRandom.token()
        let scopes = ["cases:write", "cases:read", "files:write", "items:read", "documents:verify"]
        statements.append(
            """
            INSERT INTO people.client (id, name, secret_hash, scopes, requests_per_minute)
            VALUES (\(Self.clientID), \(SampleTerms.client), \(ClientSecret.digest(secret)), \(scopes), 100000000)
            ON CONFLICT DO NOTHING
            """)
        try await database.pipeline(statements)
        return clerks
    }

    /// The sampled staff of these bodies, whether made or not.
    package func clerks(bodies: [Int: String]) async throws -> [Clerk] {
        let pairs = try await database.rows("SELECT code, rights FROM people.role") { row in
            (try row.get("code", as: String.self), try row.get("rights", as: [String].self))
        }
        let rights = Dictionary(uniqueKeysWithValues: pairs).mapValues { Set($0.compactMap(Right.init(rawValue:))) }
        let posts: [Post] = [.window, .examiner, .reviewer, .approver]
        var clerks: [Clerk] = []
        for (bodyID, bodyName) in bodies.sorted(by: { $0.key < $1.key }) {
            for post in posts {
                let number = bodyID * 10 + post.number
                clerks.append(
                    Clerk(
                        id: Self.identifier(kind: 4, number), login: "yb-\(bodyID)-\(post.rawValue)",
                        name: SampleTerms.name(number), post: post, bodyID: bodyID, bodyName: bodyName,
                        rights: rights[post.rawValue] ?? []))
            }
        }
        clerks.append(
            Clerk(
                id: Self.identifier(kind: 4, 0), login: "yb-supervisor", name: SampleTerms.name(0), post: .supervisor,
                bodyID: 0, bodyName: "", rights: rights["supervisor"] ?? []))
        return clerks
    }

    private static func insertion(of clerk: Clerk, bodies: [Int]) -> [SQL] {
        let seesAll = clerk.bodyID == 0
        let place = seesAll ? bodies.first : clerk.bodyID
        let scope: DataScope = seesAll ? .listed : .department
        let listed = seesAll ? bodies : []
        return [
            """
            INSERT INTO people.staff (id, login, name, category, organisation_id, post, must_change, state)
            VALUES (\(clerk.id), \(clerk.login), \(clerk.name), 'business', \(place), \(SampleTerms.post(clerk.post)),
                false, 'active') ON CONFLICT DO NOTHING
            """,
            """
            INSERT INTO people.staff_role (staff_id, role_code, category, scope, listed, granted_by)
            VALUES (\(clerk.id), \(clerk.post), 'business', \(scope), \(listed), \(SampleTerms.maker))
            ON CONFLICT DO NOTHING
            """,
        ]
    }
}

// MARK: - Sessions for a measurement

extension SamplePeople {
    /// An open session as its cookie and its forms carry it.
    package struct OpenSession: Sendable, Hashable {
        package let token: String
        package let csrf: String
        /// Account or member of staff.
        package let subject: UUID
    }

    /// Opens sessions for citizens or staff of the sample, in the place of all earlier ones of measurements.
    package func openSessions(citizens: [UUID], staff: [UUID]) async throws -> (
        citizens: [OpenSession], staff: [OpenSession]
    ) {
        let citizens = citizens.map { Self.session(of: $0) }
        let staff = staff.map { Self.session(of: $0) }
        let agent = SampleTerms.agent
        var statements: [SQL] = ["DELETE FROM people.session WHERE user_agent = \(agent)"]
        for (session, digest) in citizens {
            statements.append(
                """
                INSERT INTO people.session (token_hash, account_id, csrf_token, user_agent, expires_at)
                VALUES (\(digest), \(session.subject), \(session.csrf), \(agent), now() + interval '12 hours')
                """)
        }
        for (session, digest) in staff {
            statements.append(
                """
                INSERT INTO people.session (token_hash, staff_id, rights, bodies, own_only, csrf_token, user_agent, expires_at)
                SELECT \(digest), \(session.subject), s.rights, s.bodies, s.own_only, \(session.csrf), \(agent),
                    now() + interval '12 hours' FROM people.scope_of(\(session.subject)) AS s
                """)
        }
        try await database.pipeline(statements)
        return (citizens.map(\.0), staff.map(\.0))
    }

    /// A bearer token of the sample's connected system, for twelve hours.
    package func openClient() async throws -> String {
        let token = SecretToken()
        try await database.execute(
            """
            INSERT INTO people.client_token (token_hash, client_id, scopes, expires_at)
            SELECT \(token.digest), c.id, c.scopes, now() + interval '12 hours' FROM people.client c
            WHERE c.id = \(Self.clientID)
            """)
        return token.text
    }

    private static func session(of subject: UUID) -> (OpenSession, [UInt8]) {
        let token = SecretToken()
        return (OpenSession(token: token.text, csrf: SecureRandom.token(), subject: subject), token.digest)
    }
}

/// The words of the sample.
enum SampleTerms {
    static let maker = "样例数据"
    static let agent = "yanmen limits"
    static let client = "样例接入系统"
    static let citizenDocument = "111"
    static let companyDocument = "USCC"
    private static let surnames = Array("王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林郑").map { String($0) }
    private static let given = Array("建国秀英志强丽华明军玉兰海燕文斌晓霞永红春梅").map { String($0) }
    private static let streets = ["和平西街", "七一南路", "长征西街", "云中南路", "学院东街"]

    /// A name that says of itself that it is a sample (样例).
    static func name(_ number: Int) -> String {
        // 7 and the numbers of words have no common factor: neighbours look different, and all names occur.
        let place = number * 7
        let second = place / surnames.count % given.count
        let third = place / 7 % given.count
        return surnames[number % surnames.count] + "样例" + given[second] + given[third]
    }

    static func company(_ number: Int) -> String { "忻州样例商贸\(number)号有限公司" }

    static func address(_ number: Int) -> String {
        "山西省忻州市忻府区\(streets[number % streets.count])样例 \(1 + number % 999) 号"
    }

    static func post(_ post: SamplePeople.Post) -> String {
        switch post {
        case .window: "窗口受理（样例）"
        case .examiner: "承办人（样例）"
        case .reviewer: "审核人（样例）"
        case .approver: "批准人（样例）"
        case .supervisor: "监督人员（样例）"
        }
    }
}
