import Base
import CaseForms
import Cases
import Foundation
import Items
import Markup
import People
import Web
import WorkCalendar

extension CaseArea {
    /// One route for each act; the rules decide again whether this officer may do it to this case.
    var actRoutes: [DoorRoute] {
        let acts: [(String, Right)] = [
            ("receive", .receiveCases), ("correct", .receiveCases),
            ("accept", .receiveCases), ("refuse", .receiveCases), ("grant-at-once", .receiveCases),
            ("supplement", .receiveCases), ("withdraw", .receiveCases), ("take", .examineCases),
            ("release", .examineCases),
            ("examine", .examineCases), ("review", .reviewCases), ("pause", .reviewCases),
            ("resume", .reviewCases), ("decide", .decideCases), ("terminate", .decideCases),
            ("deliver", .deliverResults),
        ]
        let routes: [DoorRoute] = acts.map { name, right in
            .post("/cases/{id}/\(name)", .right(right)) { request in try await perform(name, request.form, request) }
        }
        return routes + [
            .post("/cases/{id}/check", .right(.receiveCases), body: .multipart(limit: HandedInFiles.largestForm), check)
        ]
    }

    /// The findings about the materials come with files.
    private func check(_ request: DoorRequest) async throws -> Answer {
        let sent = try await intake.read(request)
        guard sent.problems.isEmpty, !sent.isDropping else {
            var page = try await casePage(
                request, id: try request.uuid("id"), act: "check", typed: sent.form,
                errors: FieldErrors(sent.problems))
            page.list = InboxLink(sent.form)
            return .page(page)
        }
        return try await perform("check", sent.form, request)
    }

    /// Does the act; whatever the rules refuse comes back with everything that was typed.
    private func perform(_ name: String, _ form: FormFields, _ request: DoorRequest) async throws -> Answer {
        let id = try request.uuid("id")
        if form.contains("carry") {
            var page = try await casePage(request, id: id, act: name, typed: form)
            page.list = InboxLink(form)
            return .page(page)
        }
        if let question = CaseQuestion(name, form), !form.contains("confirmed") {
            return .page(question.page(for: id, list: InboxLink(form), form: form, token: request.formToken))
        }
        do {
            let next = try await neighbour(of: id, form, request)
            let record = try await run(name, id, form, request)
            return .redirect(to: destination(after: record, next: next, form))
        } catch CaseRefusal.changedMeanwhile {
            return .page(try await conflictPage(name, id, form, request))
        } catch let refusal as CaseRefusal where refusal.kind != .notFound {
            var page = try await casePage(
                request, id: id, act: name, typed: form, errors: Self.named(refusal, form, of: name),
                refusal: refusal.reason)
            page.list = InboxLink(form)
            return .page(page)
        }
    }

    /// What was wrong, by the names that the fields have on the page.
    private static func named(_ refusal: CaseRefusal, _ form: FormFields, of act: String) -> FieldErrors {
        FieldErrors(
            refusal.fields.map { problem in
                if act == "check" { return ofMaterial(problem) }
                var name = problem.field
                // The reason of sending back is typed as the opinion.
                if name == "reason", form["conclusion"] == "back" { name = "opinion" }
                if name.hasPrefix("material.") || name.hasPrefix("field.") {
                    name = "problem-" + name.replacingOccurrences(of: ".", with: "-")
                }
                return FieldProblem(field: name, message: problem.message)
            })
    }

    private func conflictPage(
        _ name: String, _ id: Case.ID, _ form: FormFields, _ request: DoorRequest
    ) async throws -> ConflictPage {
        let detail = try await cases.detail(id, party: request.party)
        return ConflictPage(
            act: name, mine: form, detail: detail, officer: try request.officer, list: InboxLink(form),
            token: request.formToken)
    }

    private static func ofMaterial(_ problem: FieldProblem) -> FieldProblem {
        FieldProblem(field: HandedInFiles.fileName(problem.field), message: problem.message)
    }

    /// Who works through a list goes on with the next case of it.
    private func neighbour(of id: Case.ID, _ form: FormFields, _ request: DoorRequest) async throws -> Case.ID? {
        guard form.contains("next") else { return nil }
        let query = InboxLink(form).query
        return try await cases.neighbours(of: id, in: query, by: try request.officer, party: request.party).next
    }

    private func destination(after record: Case, next: Case.ID?, _ form: FormFields) -> String {
        let list = InboxLink(form)
        guard form.contains("next") else { return list.address(of: record.id) + "#top" }
        return next.map { list.address(of: $0) } ?? list.address()
    }

    private func run(
        _ name: String, _ id: Case.ID, _ form: FormFields, _ request: DoorRequest
    ) async throws -> Case {
        let actor = try actor(request)
        let version = form.integer("version") ?? 0
        let opinion = form.text("opinion") ?? ""
        let proposal: CaseProposal = form["conclusion"] == "deny" ? .deny : .grant
        if form["conclusion"] == "back" {
            return try await cases.sendBack(SendBackCase(id, version: version, reason: opinion), by: actor)
        }
        switch name {
        case "receive": return try await cases.receive(ReceiveCase(id, version: version), by: actor)
        case "check":
            let command = CheckMaterials(id, version: version, findings: findings(form))
            return try await cases.checkMaterials(command, by: actor)
        case "correct":
            return try await cases.requestCorrection(try await correction(id, version, form, request), by: actor)
        case "accept": return try await cases.accept(AcceptCase(id, version: version), by: actor)
        case "refuse":
            return try await cases.refuseAcceptance(
                RefuseAcceptance(id, version: version, ground: ground(form), reason: form.text("reason") ?? ""),
                by: actor)
        case "grant-at-once":
            return try await cases.grantAtOnce(GrantAtOnce(id, version: version, opinion: opinion), by: actor)
        case "take": return try await cases.take(TakeCase(id, version: version), by: actor)
        case "release": return try await cases.release(ReleaseCase(id, version: version), by: actor)
        case "supplement":
            return try await cases.supplement(SupplementCase(id, version: version, opinion: opinion), by: actor)
        case "examine":
            try requireConclusion(form)
            let command = ExamineCase(id, version: version, proposal: proposal, opinion: opinion)
            return try await cases.examine(command, by: actor)
        case "review":
            try requireConclusion(form)
            let command = ReviewCase(id, version: version, proposal: proposal, opinion: opinion)
            return try await cases.review(command, by: actor)
        case "decide":
            try requireConclusion(form)
            let command = DecideCase(id, version: version, decision: proposal, opinion: opinion)
            return try await cases.decide(command, by: actor)
        case "pause":
            let ground = PauseGround(rawValue: form["ground"] ?? "") ?? .hearing
            let command = PauseClock(id, version: version, ground: ground, reason: form.text("reason") ?? "")
            return try await cases.pauseClock(command, by: actor)
        case "resume":
            let command = ResumeClock(id, version: version, result: form.text("result") ?? "")
            return try await cases.resumeClock(command, by: actor)
        case "withdraw":
            let command = WithdrawCase(id, version: version, reason: form.text("reason") ?? "")
            return try await cases.withdraw(command, by: actor)
        case "terminate":
            let ground = TerminateCase.Ground(rawValue: form["ground"] ?? "") ?? .other
            let command = TerminateCase(id, version: version, ground: ground, reason: form.text("reason") ?? "")
            return try await cases.terminate(command, by: actor)
        case "deliver": return try await cases.deliver(delivery(id, version, form), by: actor)
        default: throw Problem.notFound
        }
    }

    /// Nothing is concluded by default: the officer chooses.
    private func requireConclusion(_ form: FormFields) throws(CaseRefusal) {
        guard ["grant", "deny"].contains(form["conclusion"]) else {
            throw .textMissing([FieldProblem(field: "conclusion", message: "请选择结论")])
        }
    }

    private func findings(_ form: FormFields) -> [CheckMaterials.Finding] {
        let kept = HandedInForm.kept(in: form)
        return form.all("material").compactMap { key in
            guard let receipt = MaterialReceipt(rawValue: form["receipt-\(key)"] ?? "") else { return nil }
            return CheckMaterials.Finding(
                key: key, receipt: receipt, originals: form.integer("originals-\(key)") ?? 0,
                copies: form.integer("copies-\(key)") ?? 0,
                checked: MaterialCheck(rawValue: form["checked-\(key)"] ?? "") ?? .unchecked,
                remark: form.text("remark-\(key)") ?? "", newFileIDs: kept[key] ?? [],
                removedFileIDs: form.all("remove-\(key)").compactMap { UUID(uuidString: $0) })
        }
    }

    /// Every line of the notice in which something was written is a point.
    private func correction(
        _ id: Case.ID, _ version: Int, _ form: FormFields, _ request: DoorRequest
    ) async throws -> RequestCorrection {
        let detail = try await cases.detail(id, party: request.party)
        let service = detail.record.service
        let content = try await items.revision(item: service.itemID, number: service.itemRevision)
        let leaf = content.handlingItems.first { $0.name == service.handlingItemName }
        let fields = leaf.flatMap { content.form(for: $0.key) }?.fields ?? []
        var points: [CorrectionPoint] = []
        for material in detail.materials {
            guard let problem = form.text("problem-material-\(material.key)") else { continue }
            points.append(CorrectionPoint(kind: .material, key: material.key, label: material.name, problem: problem))
        }
        for field in fields {
            guard let problem = form.text("problem-field-\(field.key)") else { continue }
            points.append(CorrectionPoint(kind: .field, key: field.key, label: field.label, problem: problem))
        }
        guard let due = form.text("due").flatMap({ CalendarDate($0) }) else {
            throw CaseRefusal.textMissing([FieldProblem(field: "due", message: "请填写补正截止日期，例如 2026-12-01")])
        }
        return RequestCorrection(id, version: version, points: points, due: due)
    }

    private func ground(_ form: FormFields) -> RefuseAcceptance.Ground {
        switch form["ground"] {
        case "permitNotNeeded": .permitNotNeeded
        case "otherAuthority": .otherAuthority(form.text("authority") ?? "")
        default: .other
        }
    }

    private func delivery(_ id: Case.ID, _ version: Int, _ form: FormFields) -> DeliverResult {
        DeliverResult(
            id, version: version, mode: DeliverResult.Mode(rawValue: form["mode"] ?? "") ?? .window,
            receiverName: form.text("receiverName") ?? "",
            relation: DeliverResult.Relation(rawValue: form["relation"] ?? "") ?? .applicant,
            remark: form.text("remark") ?? "")
    }
}
