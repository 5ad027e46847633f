package import Base
package import Foundation
package import People
import Postgres

/// What the pane beside a work list shows of a case (速览).
package struct CaseGlance: Sendable, Hashable {
    package let record: Case
    package let materials: [CaseMaterial]
    /// The newest first, a handful.
    package let latest: [CaseEvent]
}

extension CaseOperations {
    /// Most cases that are named or acted on at once.
    package static let mostAtOnce = InboxQuery.pageSize

    /// A case at a glance, in one round trip.
    package func glance(_ id: Case.ID, party: ActingParty) async throws -> CaseGlance {
        let results = try await database.pipeline(
            settings: party.settings, [CaseStore.byID(id), CaseStore.materials(of: id), CaseStore.latestEvents(of: id)])
        guard let row = results[0].first else { throw CaseRefusal.notFound }
        return CaseGlance(
            record: try Case(row: row), materials: try results[1].map(CaseMaterial.init(row:)),
            latest: try results[2].map(CaseEvent.init(row:)))
    }

    /// The rows of chosen cases, as many as the officer may see, in the order they were chosen.
    package func inboxRows(_ ids: [Case.ID], by officer: Officer, party: ActingParty) async throws -> [InboxRow] {
        let chosen = Array(ids.prefix(Self.mostAtOnce))
        guard !chosen.isEmpty else { return [] }
        let statement: SQL = """
            SELECT \(InboxStatements.columns(officer)), '0' AS sort
            FROM unnest(CAST(\(chosen) AS uuid[])) WITH ORDINALITY AS w (id, place)
            JOIN cases.case_record c ON c.id = w.id JOIN people.organisation o ON o.id = c.body_id
            ORDER BY w.place
            """
        return try await database.rows(settings: party.settings, statement, InboxRow.init(row:))
    }
}
