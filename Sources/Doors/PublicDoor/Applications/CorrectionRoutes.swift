import Base
import CaseForms
import Cases
import Foundation
import Items
import Web

extension ApplicationArea {
    var correctionRoutes: [DoorRoute] {
        [
            .get("/my/cases/{id}/correction", .citizen, correction),
            .post(
                "/my/cases/{id}/correction", .citizen, body: .multipart(limit: HandedInFiles.largestForm),
                answerCorrection),
        ]
    }

    func correction(_ request: DoorRequest) async throws -> Answer {
        guard let page = try await correctionPage(request) else {
            return .redirect(to: ApplyAddress.ownCase(try request.uuid("id")))
        }
        return .page(page)
    }

    /// The page of the notice that waits for an answer, with the values of the case; nil when none waits.
    private func correctionPage(_ request: DoorRequest) async throws -> CorrectionPage? {
        let detail = try await cases.detail(try request.uuid("id"), party: request.party)
        guard detail.record.status == .correcting, let correction = detail.openCorrection else { return nil }
        let service = detail.record.service
        let content = try await items.revision(item: service.itemID, number: service.itemRevision)
        let leaf = content.handlingItems.first { $0.name == service.handlingItemName }
        let definition = leaf.flatMap { content.form(for: $0.key) } ?? FormDefinition(sections: [])
        return CorrectionPage(
            detail: detail, correction: correction, definition: definition, values: detail.record.form, today: today,
            token: request.formToken, intake: intake)
    }

    func answerCorrection(_ request: DoorRequest) async throws -> Answer {
        guard var page = try await correctionPage(request) else {
            return .redirect(to: ApplyAddress.ownCase(try request.uuid("id")))
        }
        let sent = try await intake.read(request)
        let typed = FormEntry.values(of: page.fields, in: sent.form)
        page.values.merge(typed) { _, new in new }
        page.uploaded = try await intake.files(of: sent.form, by: request.party)
        page.problems = sent.problems
        guard sent.problems.isEmpty, !sent.isDropping else { return .page(page) }
        let materials = page.materialPoints.map { point in
            let files = page.uploaded[point.key]?.map(\.id) ?? []
            return files.isEmpty ? MaterialInput(key: point.key, receipt: .missing) : .upload(point.key, files)
        }
        let command = AnswerCorrection(
            page.detail.record.id, version: sent.form.integer("version") ?? 0, form: typed, materials: materials)
        do {
            let record = try await cases.answerCorrection(command, by: try actor(request))
            return .redirect(to: ApplyAddress.ownCase(record.id))
        } catch let refusal as CaseRefusal where [.invalid, .stale].contains(refusal.kind) {
            page.problems = refusal.fields.map(page.named)
            page.refusal = refusal.fields.isEmpty ? refusal.reason : nil
            return .page(page)
        }
    }
}
