package import Base
import Foundation
package import Items
import People
package import Postgres
package import WorkCalendar

/// Everything that can be done to cases, by one door's database role.
///
/// An act is two round trips: the case is loaded, the rule decides, and everything that follows is written in one
/// pipeline that begins by making sure nobody changed the case in between. A new case is one round trip.
package struct CaseOperations: Sendable {
    let database: Database
    let now: TimeSource
    let services: CaseServices

    package init(database: Database, services: CaseServices, now: TimeSource = .system) {
        self.database = database
        self.services = services
        self.now = now
    }
}

/// What cases need of their neighbours, handed in by whoever puts the program together.
package struct CaseServices: Sendable {
    /// The published items.
    package let catalogue: CatalogueCache
    /// The content of one revision of an item, published or past.
    package let revision: @Sendable (_ itemID: Int, _ revision: Int) async throws -> ItemContent?
    /// The working-day calendar.
    package let calendar: @Sendable () async throws -> WorkdayCalendar
    /// Address and seal of documents.
    package let documents: @Sendable () async throws -> DocumentSettings
    /// Where PDFs are kept.
    package let store: any DocumentStore
    /// Messages to the applicant.
    package let notices: NoticeWriter
    /// Invitations to review.
    package let reviews: ReviewInviter

    package init(
        catalogue: CatalogueCache,
        revision: @escaping @Sendable (_ itemID: Int, _ revision: Int) async throws -> ItemContent?,
        calendar: @escaping @Sendable () async throws -> WorkdayCalendar,
        documents: @escaping @Sendable () async throws -> DocumentSettings, store: any DocumentStore,
        notices: @escaping NoticeWriter, reviews: @escaping ReviewInviter
    ) {
        self.catalogue = catalogue
        self.revision = revision
        self.calendar = calendar
        self.documents = documents
        self.store = store
        self.notices = notices
        self.reviews = reviews
    }
}

// MARK: - Acts

extension CaseOperations {
    func context(for actor: CaseActor) async throws -> CaseContext {
        CaseContext(
            actor: actor, now: now(), calendar: try await services.calendar(),
            documents: try await services.documents())
    }

    /// Loads, decides, writes. `prepare` gives the command what its rule needs beside the case.
    func perform<Command: CaseCommand>(
        _ command: Command, by actor: CaseActor,
        prepare: (inout Command, Case) async throws -> Void = { _, _ in }
    ) async throws -> Case {
        let context = try await context(for: actor)
        let settings = actor.party.settings
        guard let file = try await CaseStore.load(command.caseID, from: database, settings: settings) else {
            throw CaseRefusal.notFound
        }
        var command = command
        try await prepare(&command, file.record)
        let step = try command.decide(file, in: context)
        do {
            try await database.pipeline(
                settings: settings, try CaseWriter(services: services, context: context).change(file, step))
        } catch let error as PostgresError {
            throw try await refusal(for: error, caseID: command.caseID, settings: settings)
        }
        var record = step.record
        record.version += 1
        record.updatedAt = context.now
        return record
    }

    /// What the database says no to, in the words of the rules.
    private func refusal(
        for error: PostgresError, caseID: Case.ID, settings: [String: String]
    ) async throws -> any Error {
        switch error.sqlState {
        case CaseStore.versionChanged:
            guard let current = try await CaseStore.load(caseID, from: database, settings: settings) else {
                return CaseRefusal.notFound
            }
            return CaseRefusal.changedMeanwhile(current.record)
        case CaseStore.filesUnknown: return CaseRefusal.filesUnknown
        default: return error
        }
    }

    /// Writes a new case, or finds the one that the same key made before.
    func create(_ new: NewCase, in context: CaseContext) async throws -> Case {
        let settings = context.actor.party.settings
        do {
            let writer = CaseWriter(services: services, context: context)
            let results = try await database.pipeline(settings: settings, try writer.create(new))
            guard let row = results.first?.first else { throw CaseRefusal.notFound }
            var record = new.step.record
            record.number = try row.get("number")
            record.applicant = try Applicant(row: row)
            return record
        } catch let error as PostgresError {
            if error.violates("case_record_submit_key_key") {
                return try await earlier(new, settings: settings)
            }
            // A citizen cannot see the account they name, or may not hand in for it.
            let isForbidden =
                error.sqlState == CaseStore.notNullViolation || error.sqlState == CaseStore.policyViolation
            if isForbidden && context.actor.citizen?.actingFor != nil { throw CaseRefusal.representationMissing }
            if error.sqlState == CaseStore.filesUnknown { throw CaseRefusal.filesUnknown }
            throw error
        }
    }

    private func earlier(_ new: NewCase, settings: [String: String]) async throws -> Case {
        let statement = CaseStore.bySubmitKey(new.submitKey)
        guard let earlier = try await database.first(settings: settings, statement, Case.init(row:)),
            earlier.service.handlingItemID == new.step.record.service.handlingItemID,
            new.draftID != nil || earlier.channel == new.step.record.channel
        else { throw CaseRefusal.submitKeyTaken }
        return earlier
    }

    /// The form that the case's revision asks for, or nil when it has none.
    func form(of record: Case) async throws -> FormDefinition? {
        let service = record.service
        guard let content = try await services.revision(service.itemID, service.itemRevision) else { return nil }
        // Handling items are known to a revision by their name: the row id may be newer than the revision.
        let leaf = content.handlingItems.first { $0.name == service.handlingItemName }
        return leaf.flatMap { content.form(for: $0.key) }
    }
}
