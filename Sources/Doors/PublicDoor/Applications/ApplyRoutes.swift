import Base
import CaseForms
import Cases
import Foundation
import HTTPTypes
import Items
import Markup
import People
import Web

extension ApplicationArea {
    var applyRoutes: [DoorRoute] {
        [
            .get("/apply/{code}", .citizen, start),
            .post("/apply/{code}", .citizen, begin),
            .get("/apply/drafts/{id}", .citizen) { request in
                try await withSheet(request) { .redirect(to: $0.nextAddress) }
            },
            .get("/apply/drafts/{id}/situation", .citizen, situation),
            .post("/apply/drafts/{id}/situation", .citizen, saveSituation),
            .get("/apply/drafts/{id}/form", .citizen, tasks),
            .get("/apply/drafts/{id}/form/{section}", .citizen, section),
            .post("/apply/drafts/{id}/form/{section}", .citizen, saveSection),
            .post("/apply/drafts/{id}/autosave", .citizen, autosave),
            .get("/apply/drafts/{id}/check", .citizen, check),
            .get("/apply/drafts/{id}/submit", .citizen) { request in
                try await withSheet(request) { .redirect(to: ApplyAddress.step($0.draft.id, .check)) }
            },
            .post("/apply/drafts/{id}/submit", .citizen, submit),
            .get("/apply/drafts/{id}/revised", .citizen, revised),
            .post("/apply/drafts/{id}/revised", .citizen, adoptRevision),
            .get("/apply/drafts/{id}/delete", .citizen, askDelete),
            .post("/apply/drafts/{id}/delete", .citizen, delete),
        ]
    }
}

// MARK: - Loading a draft

extension ApplicationArea {
    /// The draft of the path with all that its pages show; a draft that became a case leads to its receipt, one whose
    /// item was revised to the page that says so.
    func withSheet(
        _ request: DoorRequest, allowsOldRevision: Bool = false, _ use: (DraftSheet) async throws -> Answer
    ) async throws -> Answer {
        let draft = try await cases.draft(try request.uuid("id"), party: request.party)
        if let caseID = draft.caseID { return .redirect(to: ApplyAddress.receipt(caseID)) }
        guard draft.actingFor == (try request.citizen).actingFor else {
            return .page(try await otherApplicant(draft, request))
        }
        let sheet = try await sheet(draft, request)
        if sheet.isRevised, !allowsOldRevision {
            return .redirect(to: "\(ApplyAddress.draft(draft.id))/revised")
        }
        return try await use(sheet)
    }

    func sheet(_ draft: Draft, _ request: DoorRequest) async throws -> DraftSheet {
        guard let (item, leaf) = items.catalogue.handlingItem(id: draft.handlingItemID) else {
            throw CaseRefusal.itemUnavailable
        }
        let account = try await account(draft.actingFor ?? draft.accountID, request)
        var sheet = DraftSheet(draft: draft, item: item, leaf: leaf, account: account, today: today)
        let ids = draft.materials.values.flatMap { $0 }
        for file in try await uploads.files(ids, by: request.party) { sheet.files[file.id] = file }
        return sheet
    }

    func account(_ id: UUID, _ request: DoorRequest) async throws -> ApplicantAccount {
        guard let account = try await accounts.account(id, party: request.party) else {
            throw CaseRefusal.representationMissing
        }
        return account
    }

    private func otherApplicant(_ draft: Draft, _ request: DoorRequest) async throws -> OtherApplicantPage {
        let account = try await account(draft.actingFor ?? draft.accountID, request)
        return OtherApplicantPage(
            draft: draft, account: account, isOwn: draft.actingFor == nil, links: feeds.accountLinks)
    }
}

// MARK: - 选情形

extension ApplicationArea {
    func start(_ request: DoorRequest) async throws -> Answer {
        try await startPage(request, answers: SituationField.answers(in: request.query))
    }

    private func startPage(
        _ request: DoorRequest, answers: SituationAnswers, errors: FieldErrors = FieldErrors(), draftID: UUID = UUID()
    ) async throws -> Answer {
        let citizen = try request.citizen
        let (item, leaf) = try items.handlingItem(code: request.parameter("code"))
        guard item.content.canApplyOnline(leaf.key) else {
            return .page(NotOnlinePage(item: item, leaf: leaf))
        }
        let account = try await account(citizen.actingFor ?? citizen.accountID, request)
        let open = try await cases.drafts(party: request.party).first { draft in
            draft.handlingItemID == leaf.id && draft.actingFor == citizen.actingFor
        }
        return .page(
            StartPage(
                item: item, leaf: leaf, account: account, citizen: citizen,
                answers: item.content.validAnswers(handlingItem: leaf.key, answers: answers), open: open,
                draftID: draftID, links: feeds.accountLinks, errors: errors, token: request.formToken))
    }

    func begin(_ request: DoorRequest) async throws -> Answer {
        let citizen = try request.citizen
        let (item, leaf) = try items.handlingItem(code: request.parameter("code"))
        let answers = SituationField.answers(in: request.form)
        let id = request.form.uuid("draft") ?? UUID()
        let unanswered = item.content.unanswered(handlingItem: leaf.key, answers: answers)
        guard unanswered.isEmpty else {
            return try await startPage(request, answers: answers, errors: .unanswered(unanswered), draftID: id)
        }
        let account = try await account(citizen.actingFor ?? citizen.accountID, request)
        guard item.serves(account) else { throw CaseRefusal.applicantKindNotServed }
        let change = DraftChange(
            situation: item.content.validAnswers(handlingItem: leaf.key, answers: answers),
            form: item.content.form(for: leaf.key).map(account.prefilled) ?? [:])
        let draft = try await cases.startDraft(
            handlingItemID: leaf.id, id: id, change: change, by: citizen, party: request.party)
        return .redirect(to: ApplyAddress.step(draft.id, .form))
    }

    func situation(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request) { sheet in
            .page(SituationPage(frame: frame(sheet, .situation, request), answers: sheet.answers))
        }
    }

    func saveSituation(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request) { sheet in
            let answers = SituationField.answers(in: request.form)
            let content = sheet.content
            let valid = content.validAnswers(handlingItem: sheet.leaf.key, answers: answers)
            let unanswered = content.unanswered(handlingItem: sheet.leaf.key, answers: answers)
            guard unanswered.isEmpty else {
                var page = SituationPage(frame: frame(sheet, .situation, request), answers: valid)
                page.frame.errors = .unanswered(unanswered)
                return .page(page)
            }
            // Whoever answered last is right: the answers are few and stand on one page.
            try await save(DraftChange(situation: valid), into: sheet.draft.id, request)
            return .redirect(to: back(request) ?? ApplyAddress.step(sheet.draft.id, .form))
        }
    }
}

// MARK: - 填表

extension ApplicationArea {
    func tasks(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request) { sheet in
            let sections = sheet.sections
            if sections.count == 1 { return .redirect(to: ApplyAddress.section(sheet.draft.id, sections[0].key)) }
            return .page(TaskPage(frame: frame(sheet, .form, request)))
        }
    }

    func section(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request) { sheet in
            let section = try section(of: sheet, request)
            return .page(
                SectionPage(
                    frame: frame(sheet, .form, request), section: section, values: sheet.draft.form,
                    back: request.query["back"]))
        }
    }

    private func section(of sheet: DraftSheet, _ request: DoorRequest) throws -> FormSection {
        let key = try request.parameter("section")
        guard let section = sheet.definition.sections.first(where: { $0.key == key }) else { throw Problem.notFound }
        return section
    }

    /// What the page sent for a section; what comes from the account stays as the account says.
    private func typed(_ section: FormSection, of sheet: DraftSheet, _ form: FormFields) -> [String: FormValue] {
        var values = FormEntry.values(of: section.fields, in: form)
        for field in section.fields where values[field.key] != nil && sheet.isFixed(field) {
            values[field.key] = .text(sheet.known(field) ?? "")
        }
        return values
    }

    func saveSection(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request) { sheet in
            let section = try section(of: sheet, request)
            let typed = typed(section, of: sheet, request.form)
            do {
                let saved = try await cases.saveDraft(
                    sheet.draft.id, version: request.form.integer("version") ?? 0, change: DraftChange(form: typed),
                    party: request.party)
                return answer(to: section, typed, of: sheet.with(saved), request)
            } catch CaseRefusal.draftChanged {
                return try await merge(typed, into: section, request)
            }
        }
    }

    /// Answers that another page, or this page sent a moment ago, was saved before: what differs is for the person to
    /// choose. The draft is read anew, so a page whose first answer was lost meets what it has itself saved.
    private func merge(
        _ typed: [String: FormValue], into section: FormSection, _ request: DoorRequest
    ) async throws -> Answer {
        try await withSheet(request) { sheet in
            let conflict = DraftConflict(sheet: sheet, section: section, mine: typed)
            guard conflict.fields.isEmpty else {
                return .page(
                    DraftConflictPage(
                        frame: frame(sheet, .form, request), conflict: conflict, back: request.form["back"]))
            }
            let isSaved = typed.allSatisfy { sheet.draft.form[$0.key] == $0.value }
            let saved = isSaved ? sheet.draft : try await save(DraftChange(form: typed), into: sheet.draft.id, request)
            return answer(to: section, typed, of: sheet.with(saved), request)
        }
    }

    /// On with the next section, or the same page with what is wrong in it.
    private func answer(
        to section: FormSection, _ typed: [String: FormValue], of sheet: DraftSheet, _ request: DoorRequest
    ) -> Answer {
        let id = sheet.draft.id
        let problems = sheet.problems(of: section)
        guard problems.isEmpty else {
            let seen = problems.filter { typed[$0.field] != nil }
            var page = SectionPage(
                frame: frame(sheet, .form, request), section: section, values: sheet.draft.form,
                back: request.form["back"])
            page.frame.errors = FieldErrors(
                seen.map { FieldProblem(field: FormEntry.name($0.field), message: $0.message) })
            page.hasNewQuestions = seen.count < problems.count
            return .page(page)
        }
        if let back = back(request) { return .redirect(to: back) }
        if let next = sheet.openSection(after: section.key) {
            return .redirect(to: ApplyAddress.section(id, next.key))
        }
        return .redirect(to: ApplyAddress.step(id, .materials))
    }

    /// Saves what script sends while the person types.
    func autosave(_ request: DoorRequest) async throws -> Answer {
        let id = try request.uuid("id")
        let draft = try await cases.draft(id, party: request.party)
        guard let (item, leaf) = items.catalogue.handlingItem(id: draft.handlingItemID),
            let definition = item.content.form(for: leaf.key)
        else { throw CaseRefusal.itemUnavailable }
        var typed = FormEntry.values(of: definition.fields, in: request.form)
        // What comes from the account is not changed while typing.
        for field in definition.fields
        where field.prefill != nil && field.prefill != .phone && field.prefill != .address {
            typed[field.key] = nil
        }
        let saved = try await cases.saveDraft(
            id, version: request.form.integer("version") ?? 0, change: DraftChange(form: typed), party: request.party)
        return try .json(AutosaveAnswer(version: saved.version, savedAt: saved.updatedAt))
    }

    /// Saves over whatever was saved before: for what does not hang on the page's version.
    @discardableResult
    func save(_ change: DraftChange, into id: UUID, _ request: DoorRequest) async throws -> Draft {
        for _ in 0..<5 {
            let current = try await cases.draft(id, party: request.party)
            do {
                return try await cases.saveDraft(id, version: current.version, change: change, party: request.party)
            } catch CaseRefusal.draftChanged {
                continue
            }
        }
        throw CaseRefusal.draftChanged
    }
}

/// What script learns about an autosave.
private struct AutosaveAnswer: Encodable {
    let version: Int
    let savedAt: Date
}

// MARK: - 核对, 提交

extension ApplicationArea {
    func check(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request) { sheet in .page(checkPage(sheet, request)) }
    }

    private func checkPage(_ sheet: DraftSheet, _ request: DoorRequest) -> CheckPage {
        CheckPage(frame: frame(sheet, .check, request), isAgreed: request.form.contains("agree"))
    }

    func submit(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request) { sheet in
            var page = checkPage(sheet, request)
            guard request.form.contains("agree") else {
                page.frame.errors = FieldErrors([
                    FieldProblem(field: "agree", message: "请勾选承诺：所填内容和所传材料真实有效")
                ])
                return .page(page)
            }
            do {
                let channel: CaseChannel = Self.isPhone(request) ? .mobile : .web
                let citizen = try request.citizen
                let record = try await cases.submitDraft(
                    sheet.draft.id, version: request.form.integer("version") ?? 0,
                    contact: DraftContact(sheet.applicant(citizen)), channel: channel, by: try actor(request))
                return .redirect(to: ApplyAddress.receipt(record.id))
            } catch CaseRefusal.itemChanged {
                return .redirect(to: "\(ApplyAddress.draft(sheet.draft.id))/revised")
            } catch let refusal as CaseRefusal where [.invalid, .stale].contains(refusal.kind) {
                page.refusal = refusal.reason
                return .page(page)
            }
        }
    }

    private static func isPhone(_ request: DoorRequest) -> Bool {
        request.headers[.userAgent]?.contains("Mobile") ?? false
    }
}

// MARK: - A revised item, deletion

extension ApplicationArea {
    func revised(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request, allowsOldRevision: true) { sheet in
            guard sheet.isRevised else { return .redirect(to: sheet.nextAddress) }
            let old = try await items.revision(item: sheet.draft.itemID, number: sheet.draft.itemRevision)
            let changes = RevisionChanges(from: old, to: sheet.content, sheet: sheet)
            return .page(RevisedPage(sheet: sheet, changes: changes.sentences, token: request.formToken))
        }
    }

    func adoptRevision(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request, allowsOldRevision: true) { sheet in
            if sheet.isRevised { _ = try await cases.refreshDraft(sheet.draft.id, party: request.party) }
            return .redirect(to: ApplyAddress.draft(sheet.draft.id))
        }
    }

    func askDelete(_ request: DoorRequest) async throws -> Answer {
        let draft = try await cases.draft(try request.uuid("id"), party: request.party)
        if let caseID = draft.caseID { return .redirect(to: ApplyAddress.receipt(caseID)) }
        let name = items.catalogue.handlingItem(id: draft.handlingItemID).map { "\($0.item.name)（\($0.leaf.name)）" }
        return .page(
            ConfirmPage(
                title: "删除这份草稿？", consequence: "<p>草稿“\(name ?? "申请")”删除后不能恢复，已填的内容和已传的文件都不再保留。</p>",
                action: "\(ApplyAddress.draft(draft.id))/delete", token: request.formToken, confirm: "删除草稿",
                back: ApplyAddress.my))
    }

    func delete(_ request: DoorRequest) async throws -> Answer {
        try await cases.deleteDraft(try request.uuid("id"), party: request.party)
        return .redirect(to: ApplyAddress.my)
    }
}

extension ApplicationArea {
    func frame(_ sheet: DraftSheet, _ step: ApplyStep, _ request: DoorRequest) -> WizardFrame {
        WizardFrame(
            sheet: sheet, step: step, resumeAddress: publicAddress() + ApplyAddress.draft(sheet.draft.id),
            returnsToCheck: (request.form["back"] ?? request.query["back"]) == "check", token: request.formToken)
    }

    /// Where the page goes back to when it was opened from 核对.
    private func back(_ request: DoorRequest) -> String? {
        guard request.form["back"] == "check", let id = try? request.uuid("id") else { return nil }
        return ApplyAddress.step(id, .check)
    }
}

extension FieldErrors {
    /// Questions about the situation without an answer.
    static func unanswered(_ questions: [SituationQuestion]) -> FieldErrors {
        FieldErrors(
            questions.map { FieldProblem(field: SituationField.name($0.key), message: "请选择：\($0.text)") })
    }
}
