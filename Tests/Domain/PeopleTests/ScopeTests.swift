import Base
import Foundation
import Postgres
import TestSupport
import Testing

@testable import People

/// The data scope table (domain/security 2): which organisations each scope shows.
struct ScopeTests {
    /// A city department with two offices, a subordinate department with an office, and others around.
    private struct Town {
        let database: PeopleDatabase
        let bureau: Int
        let hall: Int
        let desk: Int
        let centre: Int
        let centreOffice: Int
        let police: Int
        let countyBureau: Int

        /// What the scopes give to somebody who sits in the office `hall` of the bureau.
        func bodies(_ grants: [(role: String, scope: DataScope, listed: [Int])]) async throws -> (
            bodies: Set<Int>, ownOnly: Bool
        ) {
            let id = UUID()
            try await database.owner.execute(
                """
                INSERT INTO people.staff (id, login, name, category, organisation_id, state)
                VALUES (\(id), \("t" + id.uuidString.lowercased()), 'x', 'business', \(hall), 'active')
                """)
            for grant in grants {
                try await database.owner.execute(
                    """
                    INSERT INTO people.staff_role (staff_id, role_code, category, scope, listed, granted_by)
                    VALUES (\(id), \(grant.role), 'business', \(grant.scope), \(grant.listed), '')
                    """)
            }
            let found = try await database.owner.first("SELECT bodies, own_only FROM people.scope_of(\(id))") {
                (Set(try $0.get("bodies", as: [Int].self)), try $0.get("own_only", as: Bool.self))
            }
            return try #require(found)
        }
    }

    private func town() async throws -> Town {
        let database = try await PeopleDatabase.make()
        let people = database.people
        let bureau = try await people.organisation("审批局")
        let hall = try await people.organisation("综合窗口", kind: "office", parent: bureau)
        let desk = try await people.organisation("一号台", kind: "office", parent: hall)
        let centre = try await people.organisation("登记中心", parent: bureau)
        return Town(
            database: database, bureau: bureau, hall: hall, desk: desk, centre: centre,
            centreOffice: try await people.organisation("登记一科", kind: "office", parent: centre),
            police: try await people.organisation("公安局"),
            countyBureau: try await people.organisation("忻府区审批局", region: "140902000000"))
    }

    @Test("each of the six scopes shows exactly its organisations")
    func sixScopes() async throws {
        let town = try await town()
        let department: Set = [town.bureau, town.hall, town.desk]
        let table: [(DataScope, [Int], Set<Int>, Bool)] = [
            (.own, [], department, true),
            (.office, [], [town.hall, town.desk], false),
            (.department, [], department, false),
            (.below, [], department.union([town.centre, town.centreOffice]), false),
            (.region, [], department.union([town.centre, town.centreOffice, town.police]), false),
            (.listed, [town.police, town.countyBureau, 999_999], [town.police, town.countyBureau], false),
        ]
        for (scope, listed, expected, ownOnly) in table {
            let found = try await town.bodies([(role: "examiner", scope: scope, listed: listed)])
            #expect(found.bodies == expected, "\(scope)")
            #expect(found.ownOnly == ownOnly, "\(scope)")
        }
    }

    @Test("a wider scope lifts 本人, and scopes add up")
    func union() async throws {
        let town = try await town()
        let found = try await town.bodies([
            (role: "examiner", scope: .own, listed: []), (role: "reviewer", scope: .office, listed: []),
            (role: "supervisor", scope: .listed, listed: [town.police]),
        ])
        #expect(found.bodies == [town.hall, town.desk, town.police])
        #expect(!found.ownOnly)
    }

    @Test("a role that handles no cases does not widen what cases are seen")
    func otherRoles() async throws {
        let town = try await town()
        let mixed = try await town.bodies([
            (role: "examiner", scope: .own, listed: []), (role: "itemManager", scope: .region, listed: []),
        ])
        #expect(mixed.bodies == [town.bureau, town.hall, town.desk])
        #expect(mixed.ownOnly)
        let items = try await town.bodies([(role: "itemManager", scope: .department, listed: [])])
        #expect(items.bodies == [town.bureau, town.hall, town.desk])
    }

    @Test("somebody without a role sees nothing")
    func noRole() async throws {
        let found = try await town().bodies([])
        #expect(found.bodies.isEmpty)
        #expect(!found.ownOnly)
    }
}
