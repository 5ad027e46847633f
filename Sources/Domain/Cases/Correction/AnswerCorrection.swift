import Base
import Foundation
package import Items

/// Hands in what a correction notice asked for: changes only what it pointed at (补正).
package struct AnswerCorrection: CaseCommand {
    let caseID: Case.ID
    let version: Int
    /// New values of the fields pointed at.
    let form: [String: FormValue]
    /// What is handed in for the materials pointed at.
    let materials: [MaterialInput]
    /// The form of the case's revision; operations fill it in.
    var definition: FormDefinition?

    package init(_ caseID: Case.ID, version: Int, form: [String: FormValue], materials: [MaterialInput]) {
        self.caseID = caseID
        self.version = version
        self.form = form
        self.materials = materials
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.answerCorrection, version: version, in: context)
        guard let correction = file.openCorrection else {
            throw .transition(from: file.record.status, act: .answerCorrection)
        }
        let fieldKeys = Set(correction.points.filter { $0.kind == .field }.map(\.key))
        let materialKeys = Set(correction.points.filter { $0.kind == .material }.map(\.key))
        guard form.keys.allSatisfy(fieldKeys.contains), materials.allSatisfy({ materialKeys.contains($0.key) })
        else { throw .correctionBeyondPoints }

        try checkComplete(correction, file: file)
        step.record.form = try mergedForm(file.record.form, fieldKeys: fieldKeys, in: context)
        step.materials = try changedMaterials(of: file)
        step.newFiles = materials.flatMap(\.fileIDs)
        step.record.status = .received
        // The application is handed in anew, so the five days begin again (行政许可法 第三十二条).
        step.record.receivedAt = context.now
        step.record.clock.startReception(on: context.today, in: context.calendar)
        var answered = correction
        answered.answeredAt = context.now
        step.answeredCorrection = answered
        step.happened(.correctionAnswered, CaseEventTerms.correctionAnswered)
        let all = file.materials.map { material in step.materials.first { $0.key == material.key } ?? material }
        step.documents = [.receipt(step.record, materials: all, in: context)]
        step.notice = NoticeDraft(kind: .correctionAnswered, due: step.record.clock.receptionDue)
        return step
    }

    /// Everything pointed at has an answer.
    private func checkComplete(_ correction: Correction, file: CaseFile) throws(CaseRefusal) {
        var problems: [FieldProblem] = []
        for point in correction.points {
            switch point.kind {
            case .field:
                guard form[point.key]?.isEmpty ?? true else { continue }
                problems.append(FieldProblem(field: point.key, message: CaseFieldTerms.unanswered(point.label)))
            case .material:
                guard !materials.contains(where: { $0.key == point.key && $0.receipt != .missing }) else { continue }
                problems.append(FieldProblem(field: point.key, message: CaseFieldTerms.unanswered(point.label)))
            }
        }
        guard problems.isEmpty else { throw .correctionIncomplete(problems) }
    }

    private func mergedForm(
        _ earlier: [String: FormValue], fieldKeys: Set<String>, in context: CaseContext
    ) throws(CaseRefusal) -> [String: FormValue] {
        let merged = earlier.merging(form) { _, new in new }
        guard let definition else { return merged }
        let check = definition.check(merged, on: context.today)
        // What was not pointed at was fine before and is not held against the applicant now.
        let problems = check.problems.filter { fieldKeys.contains($0.field) }
        guard problems.isEmpty else { throw .formInvalid(problems) }
        return check.values
    }

    private func changedMaterials(of file: CaseFile) throws(CaseRefusal) -> [CaseMaterial] {
        var changed: [CaseMaterial] = []
        for input in materials {
            guard var material = file.materials.first(where: { $0.key == input.key }) else { continue }
            if input.receipt == .upload && input.fileIDs.isEmpty {
                let message = CaseFieldTerms.materialFileMissing(material.name)
                throw .correctionIncomplete([FieldProblem(field: input.key, message: message)])
            }
            material.receipt = input.receipt
            material.originals = input.originals
            material.copies = input.copies
            material.fileIDs = input.fileIDs
            material.remark = input.remark
            material.checked = .unchecked
            changed.append(material)
        }
        return changed
    }
}

extension CaseOperations {
    /// Hands in corrections; the five days of reception begin again.
    package func answerCorrection(_ command: AnswerCorrection, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor) { command, record in
            command.definition = try await self.form(of: record)
        }
    }
}
