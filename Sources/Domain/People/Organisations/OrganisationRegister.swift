import Base
package import Postgres

/// The tree of organisations (机构), its history and its changes.
package struct OrganisationRegister: Sendable {
    let database: Database

    /// - Parameter database: any door's pool for reading, the office door's for changes.
    package init(database: Database) {
        self.database = database
    }

    /// All regions, the city first, with how many organisations each has.
    package func regions() async throws -> [Region] {
        try await database.rows(
            """
            SELECT r.code, r.name, r.level, r.parent_code, count(o.id) AS organisations
            FROM people.region r LEFT JOIN people.organisation o ON o.region_code = r.code AND o.active
            GROUP BY r.code ORDER BY r.sort, r.code
            """
        ) { row in
            Region(
                code: try row.get("code"), name: try row.get("name"), level: try row.get("level"),
                parentCode: try row.get("parent_code"), organisations: try row.get("organisations"))
        }
    }

    /// Every organisation of a region, closed ones too, in the order of the list; `parentID` makes the tree.
    package func all(in region: String) async throws -> [Organisation] {
        try await database.rows(
            "\(OrganisationStore.select) WHERE region_code = \(region) ORDER BY active DESC, sort, id",
            Organisation.init(row:))
    }

    /// Departments of all regions that are in use, for choosing: id and full name, offices with their department's.
    package func choices() async throws -> [(id: Int, name: String)] {
        try await database.rows(
            """
            SELECT o.id, CASE WHEN o.kind = 'office' THEN concat(p.name, ' · ', o.name) ELSE o.name END AS name
            FROM people.organisation o JOIN people.region r ON r.code = o.region_code
            LEFT JOIN people.organisation p ON p.id = o.parent_id
            WHERE o.active ORDER BY r.sort, o.sort, o.id
            """
        ) { (id: try $0.get("id"), name: try $0.get("name")) }
    }

    /// Throws `.notFound`.
    package func find(_ id: Int) async throws -> Organisation {
        let found = try await database.first("\(OrganisationStore.select) WHERE id = \(id)", Organisation.init(row:))
        guard let found else { throw PeopleRefusal.notFound }
        return found
    }

    /// Every state since the organisation was made, newest first.
    package func history(of id: Int) async throws -> [OrganisationState] {
        try await database.rows(
            """
            SELECT h.version, h.name, p.name AS parent_name, h.active, h.change, h.changed_at, h.changed_by
            FROM people.organisation_history h LEFT JOIN people.organisation p ON p.id = h.parent_id
            WHERE h.organisation_id = \(id) ORDER BY h.version DESC
            """
        ) { row in
            OrganisationState(
                version: try row.get("version"), name: try row.get("name"), parentName: try row.get("parent_name"),
                isActive: try row.get("active"), change: try row.get("change"), changedAt: try row.get("changed_at"),
                changedBy: try row.get("changed_by"))
        }
    }

    /// Makes an organisation.
    ///
    /// - Returns: its id.
    /// - Throws: `.fields` (`code`, `name`, `shortName`, `parent`), `.organisationNameTaken`, `.organisationCodeTaken`,
    ///   `.rightMissing`.
    package func create(_ draft: OrganisationDraft, by session: Session, from origin: SignInOrigin) async throws -> Int
    {
        let party = try authorise(session, origin)
        return try await refusing {
            try await database.transaction(settings: party.settings) { connection in
                let store = OrganisationStore(connection: connection)
                var parent: Organisation?
                if let parentID = draft.parentID { parent = try await store.lock(parentID) }
                let checked = try draft.decide(under: parent)
                let made = try await store.insert(checked)
                _ = try await connection.pipeline([
                    OrganisationStore.history(of: made, as: .created, by: party.name),
                    AuditEntry("organisation.create", on: "organisation", "\(made.id)", by: party).statement,
                ])
                return made.id
            }
        }
    }

    /// Changes an organisation.
    ///
    /// - Parameter version: the version on the page of whoever changes it.
    /// - Throws: what `OrganisationChange.decide` refuses, `.organisationNameTaken`, `.notFound`, `.rightMissing`.
    package func change(
        _ id: Int, version: Int, _ change: OrganisationChange, by session: Session, from origin: SignInOrigin
    ) async throws {
        let party = try authorise(session, origin)
        try await refusing {
            try await database.transaction(settings: party.settings) { connection in
                let store = OrganisationStore(connection: connection)
                let before = try await store.lock(id)
                let surroundings = try await store.surroundings(of: id, for: change)
                let after = try change.decide(before, version: version, in: surroundings)
                let act = AuditEntry(
                    "organisation.\(change.word.rawValue)", on: "organisation", "\(id)", by: party,
                    detail: try JSON(["from": before.name, "to": after.name]))
                _ = try await connection.pipeline([
                    OrganisationStore.update(after),
                    OrganisationStore.history(of: after, as: change.word, by: party.name), act.statement,
                ])
            }
        }
    }

    private func authorise(_ session: Session, _ origin: SignInOrigin) throws(PeopleRefusal) -> ActingParty {
        guard session.officer?.may(.manageOrganisations) == true else { throw .rightMissing }
        return session.party(door: origin.door, clientAddress: origin.address, requestID: origin.requestID)
    }

    /// Two with one name or code are the schema's refusal.
    private func refusing<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PostgresError where error.isUniqueViolation {
            throw error.violates("organisation_code_key")
                ? PeopleRefusal.organisationCodeTaken : PeopleRefusal.organisationNameTaken
        }
    }
}
