import Postgres

/// Reads and writes organisations within the caller's transaction.
struct OrganisationStore {
    let connection: Connection

    static let select: SQL = """
        SELECT id, code, name, short_name, kind, region_code, parent_id, telephone, complaint_telephone, address,
            opening_hours, active, version
        FROM people.organisation
        """

    /// Nobody else changes it before the transaction ends. Throws `.notFound`.
    func lock(_ id: Int) async throws -> Organisation {
        let found = try await connection.first("\(Self.select) WHERE id = \(id) FOR UPDATE", Organisation.init(row:))
        guard let found else { throw PeopleRefusal.notFound }
        return found
    }

    func insert(_ draft: OrganisationDraft) async throws -> Organisation {
        let made = try await connection.first(
            """
            INSERT INTO people.organisation (code, name, short_name, kind, region_code, parent_id, sort)
            VALUES (\(draft.code), \(draft.name), \(draft.shortName), \(draft.kind), \(draft.regionCode),
                \(draft.parentID), 10000)
            RETURNING id, code, name, short_name, kind, region_code, parent_id, telephone, complaint_telephone, address,
                opening_hours, active, version
            """, Organisation.init(row:))
        guard let made else { throw PeopleRefusal.notFound }
        return made
    }

    func surroundings(of id: Int, for change: OrganisationChange) async throws -> OrganisationChange.Surroundings {
        var surroundings = OrganisationChange.Surroundings()
        switch change {
        case .close:
            let counts = try await connection.first(
                """
                SELECT (SELECT count(*) FROM people.organisation WHERE parent_id = \(id) AND active) AS children,
                    (SELECT count(*) FROM people.staff WHERE organisation_id = \(id) AND state = 'active') AS staff
                """
            ) { (try $0.get("children", as: Int.self), try $0.get("staff", as: Int.self)) }
            (surroundings.activeChildren, surroundings.activeStaff) = counts ?? (0, 0)
        case .move(let parent):
            surroundings.newLine = try await line(from: parent)
        case .rename, .describe, .reopen:
            break
        }
        return surroundings
    }

    private func line(from parent: Int?) async throws -> [Organisation] {
        guard let parent else { return [] }
        return try await connection.rows(
            """
            WITH RECURSIVE line AS (
                SELECT o.*, 0 AS distance FROM people.organisation o WHERE o.id = \(parent)
                UNION ALL
                SELECT o.*, l.distance + 1 FROM people.organisation o JOIN line l ON o.id = l.parent_id)
            SELECT id, code, name, short_name, kind, region_code, parent_id, telephone, complaint_telephone, address,
                opening_hours, active, version
            FROM line ORDER BY distance
            """, Organisation.init(row:))
    }

    static func update(_ organisation: Organisation) -> SQL {
        let contact = organisation.contact
        return """
            UPDATE people.organisation
            SET name = \(organisation.name), short_name = \(organisation.shortName), parent_id = \(organisation.parentID),
                telephone = \(contact.telephone), complaint_telephone = \(contact.complaintTelephone),
                address = \(contact.address), opening_hours = \(contact.openingHours), active = \(organisation.isActive),
                version = \(organisation.version)
            WHERE id = \(organisation.id)
            """
    }

    static func history(of organisation: Organisation, as word: OrganisationChange.Word, by name: String) -> SQL {
        """
        INSERT INTO people.organisation_history (organisation_id, version, name, short_name, parent_id, active, change,
            changed_by)
        VALUES (\(organisation.id), \(organisation.version), \(organisation.name), \(organisation.shortName),
            \(organisation.parentID), \(organisation.isActive), \(word), \(name))
        """
    }
}

extension Organisation {
    init(row: Row) throws {
        let contact = OrganisationContact(
            telephone: try row.get("telephone"), complaintTelephone: try row.get("complaint_telephone"),
            address: try row.get("address"), openingHours: try row.get("opening_hours"))
        self.init(
            id: try row.get("id"), code: try row.get("code"), name: try row.get("name"),
            shortName: try row.get("short_name"), kind: try row.get("kind"), regionCode: try row.get("region_code"),
            parentID: try row.get("parent_id"), contact: contact, isActive: try row.get("active"),
            version: try row.get("version"))
    }
}
