package import Base
import CaseForms
package import Cases
import Foundation
package import Items
import People
package import Web
import WorkCalendar

/// 窗口受理: a person or company stands at the window; one form takes in the whole application (ui-guide 4.7).
package struct WindowArea: Sendable {
    let cases: CaseOperations
    let items: ItemOperations
    let intake: FileIntake
    let now: TimeSource

    package init(
        cases: CaseOperations, items: ItemOperations, uploads: Uploads, now: TimeSource = .system
    ) {
        self.cases = cases
        self.items = items
        intake = .office(uploads)
        self.now = now
    }

    package var routes: [DoorRoute] {
        [
            .get("/window", .right(.receiveCases), show),
            .post("/window", .right(.receiveCases), body: .multipart(limit: HandedInFiles.largestForm), act),
        ]
    }

    private var today: CalendarDate { CalendarDate(now()) }

    private func show(_ request: DoorRequest) async throws -> Answer {
        let typed = WindowEntry(request.query)
        return .page(try await page(typed, request))
    }

    /// Every button of the form comes here; what was typed comes back until the case is taken in.
    private func act(_ request: DoorRequest) async throws -> Answer {
        let sent = try await intake.read(request)
        let entry = WindowEntry(sent.form)
        guard sent.problems.isEmpty else {
            return .page(try await page(entry, request, errors: FieldErrors(sent.problems)))
        }
        guard !sent.isDropping, let wish = sent.form["do"].flatMap(WindowWish.init(rawValue:)) else {
            return .page(try await page(entry, request))
        }
        let leaf = chosenLeaf(entry)
        guard let leaf else {
            let problem = FieldProblem(field: "q", message: "请先选择要办的事项")
            return .page(try await page(entry, request, errors: FieldErrors([problem])))
        }
        let checked = entry.applicant(on: today)
        guard let applicant = checked.applicant else {
            return .page(try await page(entry, request, errors: FieldErrors(checked.problems)))
        }
        do {
            let application = CaseApplication(
                handlingItemID: leaf.leaf.id, applicant: applicant,
                situation: entry.situation(leaf.item.content, leaf.leaf.key),
                form: entry.form(leaf.item.content, leaf.leaf.key),
                materials: entry.materials(leaf.item.content, leaf.leaf.key))
            let record = try await take(application, wish, entry, request)
            let open = wish == .correct ? "?correct=1" : ""
            return .redirect(to: "/cases/\(record.id.text)\(open)")
        } catch let refusal as CaseRefusal where refusal.kind != .notFound {
            let fields = WindowEntry.renamed(refusal)
            return .page(try await page(entry, request, errors: FieldErrors(fields), refusal: refusal.reason))
        }
    }

    private func take(
        _ application: CaseApplication, _ wish: WindowWish, _ entry: WindowEntry, _ request: DoorRequest
    ) async throws -> Case {
        let actor = CaseActor(try request.officer, party: request.party)
        let command = RegisterCase(application, submitKey: entry.key, isIncomplete: wish == .correct)
        let record = try await cases.register(command, by: actor)
        switch wish {
        case .receive, .correct: return record
        case .accept: return try await cases.accept(AcceptCase(record.id, version: record.version), by: actor)
        case .grant:
            let command = GrantAtOnce(record.id, version: record.version, opinion: entry.opinion)
            return try await cases.grantAtOnce(command, by: actor)
        }
    }

    private func chosenLeaf(_ entry: WindowEntry) -> (item: PublishedItem, leaf: PublishedHandlingItem)? {
        items.catalogue.handlingItem(code: entry.leaf)
    }

    private func page(
        _ entry: WindowEntry, _ request: DoorRequest, errors: FieldErrors = FieldErrors(), refusal: String? = nil
    ) async throws -> WindowPage {
        let chosen = chosenLeaf(entry)
        let bodies = Set(request.viewer.officer?.bodies ?? [])
        var hits: [SearchHit] = []
        if chosen == nil, !entry.words.isEmpty {
            let found = items.catalogue.search(ItemSearch(text: entry.words, limit: 30)).hits
            hits = Array(found.filter { bodies.contains($0.item.body.id) }.prefix(12))
        }
        return WindowPage(
            entry: entry, chosen: chosen, hits: hits, today: today,
            files: try await intake.files(of: entry.fields, by: request.party), intake: intake, errors: errors,
            refusal: refusal, token: request.formToken)
    }
}

/// What the clerk wants done with the application.
enum WindowWish: String, Sendable {
    case receive, accept, correct, grant
}

extension FileIntake {
    /// Files at the office door: members of staff see their own and those of the cases they may see.
    static func office(_ uploads: Uploads) -> FileIntake {
        FileIntake(uploads: uploads, shelf: FileShelf(uploads: uploads, folder: "/files"))
    }
}
