import Base
package import Foundation
import Items
import People
package import WorkCalendar

/// Tells the applicant, once and completely, what to mend (一次性告知补正, 行政许可法 第三十二条第四项).
package struct RequestCorrection: CaseCommand {
    let caseID: Case.ID
    let version: Int
    let correctionID: UUID
    let points: [CorrectionPoint]
    let due: CalendarDate
    /// The form of the case's revision; operations fill it in.
    var definition: FormDefinition?

    /// `due` is the last day for the applicant's answer, at least the next day.
    package init(
        _ caseID: Case.ID, version: Int, points: [CorrectionPoint], due: CalendarDate, correctionID: UUID = UUID()
    ) {
        self.caseID = caseID
        self.version = version
        self.points = points
        self.due = due
        self.correctionID = correctionID
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.requestCorrection, version: version, in: context)
        guard let officer = context.actor.officer else { throw .rightMissing(.requestCorrection) }
        let points = try checkedPoints(of: file)
        guard due > context.today else { throw .correctionDueTooEarly }

        step.record.status = .correcting
        step.record.posts.receiver = step.record.posts.receiver ?? officer.staffID
        step.record.clock.waitForCorrection(until: due)
        step.materials = file.materials.compactMap { material in
            guard let point = points.first(where: { $0.kind == .material && $0.key == material.key }) else {
                return nil
            }
            var defective = material
            defective.checked = .defective
            defective.remark = point.problem
            return defective
        }
        let correction = Correction(
            id: correctionID, points: points, due: due, issuedAt: context.now, issuedBy: officer.staffID)
        step.issuedCorrection = correction
        step.happened(.correctionRequested, CaseEventTerms.correctionRequested(points.count, due: due))
        step.documents = [.correctionNotice(step.record, correction: correction, in: context)]
        step.notice = NoticeDraft(kind: .correctionRequested, due: due)
        return step
    }

    private func checkedPoints(of file: CaseFile) throws(CaseRefusal) -> [CorrectionPoint] {
        guard !points.isEmpty else { throw .correctionWithoutPoints }
        var checked: [CorrectionPoint] = []
        for point in points {
            let name = "\(point.kind.rawValue).\(point.key)"
            let problem = try CaseText.required(point.problem, field: name, message: CaseFieldTerms.problemMissing)
            let label = try label(of: point, in: file)
            guard !checked.contains(where: { $0.kind == point.kind && $0.key == point.key }) else { continue }
            checked.append(CorrectionPoint(kind: point.kind, key: point.key, label: label, problem: problem))
        }
        // Once and completely: afterwards only what was handed in anew can have new defects.
        if let earlier = file.corrections.last {
            let named = checked.allSatisfy { point in
                earlier.points.contains { $0.kind == point.kind && $0.key == point.key }
            }
            guard named else { throw .correctionOnlyOnce }
        }
        return checked
    }

    private func label(of point: CorrectionPoint, in file: CaseFile) throws(CaseRefusal) -> String {
        switch point.kind {
        case .material:
            guard let material = file.materials.first(where: { $0.key == point.key }) else {
                throw .correctionPointUnknown
            }
            return material.name
        case .field:
            guard let definition else { return point.label }
            guard let field = definition.field(point.key) else { throw .correctionPointUnknown }
            return field.label
        }
    }
}

extension CaseOperations {
    /// Issues a correction notice with its document and message.
    package func requestCorrection(_ command: RequestCorrection, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor) { command, record in
            command.definition = try await self.form(of: record)
        }
    }
}
