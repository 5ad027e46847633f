package import Base
package import Foundation
import Items
package import People
import Postgres
package import WorkCalendar

/// Everything that the page of a case shows.
package struct CaseDetail: Sendable, Hashable {
    package let record: Case
    package let materials: [CaseMaterial]
    package let files: [CaseAttachment]
    /// Oldest first.
    package let events: [CaseEvent]
    package let corrections: [Correction]
    /// In the order of issue.
    package let documents: [CaseDocument]

    /// The notice that waits for an answer.
    package var openCorrection: Correction? { corrections.last { $0.answeredAt == nil } }

    /// The files of a material, in the order they were handed in.
    package func files(of material: CaseMaterial) -> [CaseAttachment] {
        material.fileIDs.compactMap { id in files.first { $0.id == id } }
    }
}

/// A file of a case.
package struct CaseAttachment: Sendable, Hashable, Identifiable {
    package let id: UUID
    package let name: String
    package let mediaType: String
    package let size: Int
    /// SM3 of the bytes, 64 hexadecimal digits.
    package let digest: String
    /// Whether a member of staff added it, so that the window may take it out again.
    package let isFromOffice: Bool
}

/// One line of an applicant's own cases (我的办件).
package struct OwnCaseRow: Sendable, Hashable, Identifiable {
    package let id: UUID
    package let number: String
    package let itemName: String
    package let handlingItemName: String
    package let applicantName: String
    package let bodyName: String
    package let status: CaseStatus
    package let submittedAt: Date
    package let clock: CaseClock
    package let days: CaseDays

    /// How the clock stands on that day.
    package func clockView(on today: CalendarDate, in calendar: WorkdayCalendar) -> ClockView {
        clock.view(of: status, days: days, on: today, in: calendar)
    }
}

/// A page of an applicant's or a system's own cases, last handed in first.
package struct OwnCasePage: Sendable, Hashable {
    package static let size = 20
    package let rows: [OwnCaseRow]
    package let next: InboxCursor?
}

extension CaseOperations {
    /// Everything about a case that the party may see, in one round trip.
    package func detail(_ id: Case.ID, party: ActingParty) async throws -> CaseDetail {
        let results = try await database.pipeline(settings: party.settings, Self.detailStatements(id))
        return try Self.detail(results)
    }

    /// The same for an officer who opens the page, with who else has it open now (`notePresence`); still one round trip.
    package func open(_ id: Case.ID, by actor: CaseActor) async throws -> (detail: CaseDetail, others: [CasePresence]) {
        let presence = CasePresence.statement(on: id, isEditing: false, by: actor)
        let results = try await database.pipeline(
            settings: actor.party.settings, Self.detailStatements(id) + [presence])
        return (try Self.detail(results), try results[6].map(CasePresence.init(row:)))
    }

    private static func detailStatements(_ id: Case.ID) -> [SQL] {
        let files: SQL = """
            SELECT id, name, media_type, size, digest, staff_id IS NOT NULL AS from_office
            FROM base.file WHERE case_id = \(id) ORDER BY created_at, id
            """
        return [
            CaseStore.byID(id), CaseStore.materials(of: id), files, CaseStore.events(of: id),
            CaseStore.corrections(of: id), CaseStore.documents(of: id),
        ]
    }

    private static func detail(_ results: [Postgres.Result]) throws -> CaseDetail {
        guard let row = results[0].first else { throw CaseRefusal.notFound }
        return CaseDetail(
            record: try Case(row: row), materials: try results[1].map(CaseMaterial.init(row:)),
            files: try results[2].map(CaseAttachment.init(row:)), events: try results[3].map(CaseEvent.init(row:)),
            corrections: try results[4].map(Correction.init(row:)),
            documents: try results[5].map(CaseDocument.init(row:)))
    }

    /// A case alone, by its id.
    package func find(_ id: Case.ID, party: ActingParty) async throws -> Case {
        guard let found = try await database.first(settings: party.settings, CaseStore.byID(id), Case.init(row:)) else {
            throw CaseRefusal.notFound
        }
        return found
    }

    /// A case alone, by its number.
    package func find(number: String, party: ActingParty) async throws -> Case {
        let statement = CaseStore.byNumber(number)
        guard let found = try await database.first(settings: party.settings, statement, Case.init(row:)) else {
            throw CaseRefusal.notFound
        }
        return found
    }

    /// The cases of a citizen, last handed in first: those of whom the citizen acts for now, else their own and those they
    /// handed in for others.
    package func ownCases(
        of citizen: Citizen, after: InboxCursor? = nil, party: ActingParty
    ) async throws -> OwnCasePage {
        let limit = OwnCasePage.size + 1
        if let principal = citizen.actingFor {
            let principals = CaseStore.own("c.account_id = \(principal)", after: after, limit: limit)
            return try await ownPage("(\(principals))", party: party)
        }
        let applicant = CaseStore.own("c.account_id = \(citizen.accountID)", after: after, limit: limit)
        let agent = CaseStore.own("c.agent_account_id = \(citizen.accountID)", after: after, limit: limit)
        return try await ownPage("(\(applicant)) UNION ALL (\(agent))", party: party)
    }

    /// The cases that a connected system handed in, last first.
    package func ownCases(of client: Client, after: InboxCursor? = nil, party: ActingParty) async throws -> OwnCasePage
    {
        let own = CaseStore.own("c.client_id = \(client.id)", after: after, limit: OwnCasePage.size + 1)
        return try await ownPage("(\(own))", party: party)
    }

    private func ownPage(_ source: SQL, party: ActingParty) async throws -> OwnCasePage {
        let statement: SQL = """
            SELECT \(CaseStore.ownColumns) FROM (\(source)) AS c JOIN people.organisation o ON o.id = c.body_id
            ORDER BY c.submitted_at DESC, c.id DESC LIMIT \(OwnCasePage.size + 1)
            """
        let found = try await database.rows(settings: party.settings, statement) { row in
            (try OwnCaseRow(row: row), InboxCursor(sort: try row.get("sort"), id: try row.get("id")))
        }
        let rows = found.prefix(OwnCasePage.size)
        return OwnCasePage(rows: rows.map(\.0), next: found.count > rows.count ? rows.last?.1 : nil)
    }
}

extension CaseStore {
    static func own(_ condition: SQL, after: InboxCursor?, limit: Int) -> SQL {
        let keyset: SQL =
            after.map { cursor in
                """
                AND (c.submitted_at, c.id)
                    < (timestamptz 'epoch' + \(cursor.sort)::bigint * interval '1 microsecond', \(cursor.id))
                """
            } ?? ""
        return """
            SELECT c.* FROM cases.case_record c WHERE \(condition) \(keyset)
            ORDER BY c.submitted_at DESC, c.id DESC LIMIT \(limit)
            """
    }

    static let ownColumns: SQL = """
        c.id, c.number, c.item_name, c.handling_item_name, c.applicant_name, o.name AS body_name, c.status,
        c.submitted_at, c.received_at, c.accepted_at, c.decided_at, \(clockColumns),
        (extract(epoch FROM c.submitted_at) * 1000000)::bigint::text AS sort
        """
}

extension OwnCaseRow {
    init(row: Row) throws {
        let submittedAt: Date = try row.get("submitted_at")
        let receivedAt: Date? = try row.get("received_at")
        let acceptedAt: Date? = try row.get("accepted_at")
        let decidedAt: Date? = try row.get("decided_at")
        self.init(
            id: try row.get("id"), number: try row.get("number"), itemName: try row.get("item_name"),
            handlingItemName: try row.get("handling_item_name"), applicantName: try row.get("applicant_name"),
            bodyName: try row.get("body_name"), status: try row.get("status"), submittedAt: submittedAt,
            clock: try CaseClock(row: row),
            days: CaseDays(
                received: CalendarDate(receivedAt ?? submittedAt), accepted: acceptedAt.map { CalendarDate($0) },
                decided: decidedAt.map { CalendarDate($0) }))
    }
}

extension CaseAttachment {
    init(row: Row) throws {
        self.init(
            id: try row.get("id"), name: try row.get("name"), mediaType: try row.get("media_type"),
            size: try row.get("size"), digest: try row.get("digest"), isFromOffice: try row.get("from_office"))
    }
}
