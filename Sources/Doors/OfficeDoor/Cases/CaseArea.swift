package import Base
import CaseForms
package import Cases
import Foundation
package import Items
import People
import Postgres
package import Web
package import WorkCalendar

/// The officers' pages of cases: work list, case page, every act, files and documents.
package struct CaseArea: Sendable {
    let cases: CaseOperations
    let items: ItemOperations
    let uploads: Uploads
    let calendar: @Sendable () async throws -> WorkdayCalendar
    let now: TimeSource

    package init(
        cases: CaseOperations, items: ItemOperations, uploads: Uploads,
        calendar: @escaping @Sendable () async throws -> WorkdayCalendar, now: TimeSource = .system
    ) {
        self.cases = cases
        self.items = items
        self.uploads = uploads
        self.calendar = calendar
        self.now = now
    }

    package var routes: [DoorRoute] {
        [
            .get("/", .staff, desk),
            .get("/inbox", .staff, inbox),
            .post("/inbox/bulk", .staff, bulk),
            .get("/inbox.csv", .right(.searchCases), exportInbox),
            .get("/search", .staff, search),
            .get("/cases/{id}", .staff, show),
            .get("/cases/{id}/presence", .staff, presence),
            .get("/cases/{id}/files/{file}", .staff, intake.shelf.open),
            .get("/documents/{id}", .staff, document),
            .get("/phrases", .staff, phrases),
            .post("/phrases", .staff, addPhrase),
            .post("/phrases/{id}", .staff, changePhrase),
        ] + actRoutes + intake.routes(.right(.receiveCases)) + intake.shelf.routes(.staff)
    }

    var intake: FileIntake { .office(uploads) }

    var today: CalendarDate { CalendarDate(now()) }

    func actor(_ request: DoorRequest) throws -> CaseActor {
        CaseActor(try request.officer, party: request.party)
    }
}

// MARK: - Case page

extension CaseArea {
    func show(_ request: DoorRequest) async throws -> Answer {
        .page(try await casePage(request, id: try request.uuid("id")))
    }

    /// The page of a case, perhaps with the act that was refused, what was typed and what was wrong with it.
    func casePage(
        _ request: DoorRequest, id: Case.ID, act: String? = nil, typed: FormFields = FormFields(),
        errors: FieldErrors = FieldErrors(), refusal: String? = nil
    ) async throws -> CasePage {
        let officer = try request.officer
        let (detail, others) = try await cases.open(id, by: try actor(request))
        let service = detail.record.service
        let content = try await items.revision(item: service.itemID, number: service.itemRevision)
        let leaf = content.handlingItems.first { $0.name == service.handlingItemName }
        let list = InboxLink(request.query)
        let around = try await cases.neighbours(of: id, in: list.query, by: officer, party: request.party)
        let acts = detail.record.possibleActs(for: officer)
        let phrases = acts.isEmpty ? [] : try await cases.phrases(party: request.party)
        return CasePage(
            detail: detail, content: content, form: leaf.flatMap { content.form(for: $0.key) },
            clock: detail.record.clockView(on: today, in: try await calendar()), today: today, officer: officer,
            acts: acts, phrases: phrases, intake: intake,
            arrived: try await intake.files(of: typed, by: request.party), list: list, previous: around.previous,
            next: around.next, others: others,
            tab: CaseTab(rawValue: request.query["tab"] ?? "") ?? .application, act: act, typed: typed,
            errors: errors,
            refusal: refusal, token: request.formToken)
    }

    /// Who else has the case open, asked again by script; `editing` says that something was typed here.
    func presence(_ request: DoorRequest) async throws -> Answer {
        let others = try await cases.notePresence(
            on: try request.uuid("id"), isEditing: request.query.contains("editing"), by: try actor(request))
        return .fragment(PresenceNote.html(others))
    }

    func document(_ request: DoorRequest) async throws -> Answer {
        let opened = try await cases.openDocument(try request.uuid("id"), by: try actor(request))
        let name = "\(opened.document.title)-\(opened.document.number).pdf"
        return .file(
            FileContent(
                name: name, type: "application/pdf", bytes: opened.bytes, version: opened.document.digest ?? name,
                disposition: .inline))
    }
}

// MARK: - Phrases

extension CaseArea {
    func phrases(_ request: DoorRequest) async throws -> Answer {
        .page(PhrasesPage(phrases: try await cases.phrases(party: request.party), token: request.formToken))
    }

    func addPhrase(_ request: DoorRequest) async throws -> Answer {
        let purpose = Phrase.Purpose(rawValue: request.form["purpose"] ?? "") ?? .examine
        do {
            _ = try await cases.addPhrase(
                request.form["text"] ?? "", for: purpose, by: try request.officer, party: request.party)
            return .redirect(to: "/phrases")
        } catch let refusal as CaseRefusal where refusal.kind == .invalid {
            let all = try await cases.phrases(party: request.party)
            let page = PhrasesPage(
                phrases: all, typed: request.form, errors: FieldErrors(refusal.fields), token: request.formToken)
            return .page(page)
        }
    }

    func changePhrase(_ request: DoorRequest) async throws -> Answer {
        let id = try request.uuid("id")
        if request.form.contains("delete") {
            try await cases.deletePhrase(id, party: request.party)
        } else {
            try await cases.changePhrase(id, text: request.form["text"] ?? "", party: request.party)
        }
        return .redirect(to: "/phrases")
    }
}
