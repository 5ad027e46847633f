import Base
import Foundation
package import Items
import WorkCalendar

/// What is handed in: the chosen leaf, the applicant, the answers and the materials.
package struct CaseApplication: Sendable, Hashable {
    package let handlingItemID: Int
    /// The revision that the applicant saw; nil takes the current one.
    package let itemRevision: Int?
    package let applicant: Applicant
    package let situation: SituationAnswers
    package let form: [String: FormValue]
    package let materials: [MaterialInput]

    package init(
        handlingItemID: Int, itemRevision: Int? = nil, applicant: Applicant, situation: SituationAnswers = [:],
        form: [String: FormValue] = [:], materials: [MaterialInput] = []
    ) {
        self.handlingItemID = handlingItemID
        self.itemRevision = itemRevision
        self.applicant = applicant
        self.situation = situation
        self.form = form
        self.materials = materials
    }
}

/// An application that was checked against its item: what a case begins with.
struct CheckedApplication: Sendable {
    let service: CaseService
    let clock: CaseClock
    let situation: SituationAnswers
    let form: [String: FormValue]
    let materials: [CaseMaterial]
    let files: [UUID]
}

/// How strictly an application is checked.
enum ApplicationCheck: Sendable {
    /// Online and through interfaces: everything necessary is there, and the item is open online.
    case complete
    /// At the window everything is there, on paper or as files.
    case atWindow
    /// At the window something is lacking; a correction notice will follow.
    case incomplete

    var isAtWindow: Bool { self != .complete }
}

extension CaseApplication {
    /// Most files of one material.
    package static let filesPerMaterial = 20

    /// Checks the application against the published item and freezes what the case keeps of it.
    func check(
        against catalogue: Catalogue, _ strictness: ApplicationCheck, on today: CalendarDate
    ) throws(CaseRefusal) -> CheckedApplication {
        guard let (item, leaf) = catalogue.handlingItem(id: handlingItemID) else { throw .itemUnavailable }
        let content = item.content
        if let itemRevision, itemRevision != item.revision { throw .itemChanged }
        if !strictness.isAtWindow && !content.canApplyOnline(leaf.key) { throw .itemNotReady }
        guard let promised = content.promisedLimit ?? content.statutoryLimit?.limit else { throw .itemNotReady }
        let audience: Audience = applicant.kind == .natural ? .personal : .legal
        guard item.audiences.isEmpty || item.audiences.contains(audience) else { throw .applicantKindNotServed }
        try checkApplicant()

        let unanswered = content.unanswered(handlingItem: leaf.key, answers: situation)
        guard unanswered.isEmpty || strictness == .incomplete else {
            throw .situationUnanswered(
                unanswered.map { FieldProblem(field: $0.key, message: CaseFieldTerms.situation($0.text)) })
        }
        let answers = content.validAnswers(handlingItem: leaf.key, answers: situation)
        let definition = content.form(for: leaf.key)
        let check = definition?.check(form, on: today)
        if let check, !check.isFine, strictness != .incomplete { throw .formInvalid(check.problems) }
        let wanted = content.effectiveMaterials(handlingItem: leaf.key, answers: answers)
        let frozen = try materials(wanted, hasForm: definition != nil, strictness)
        let files = Set(frozen.flatMap(\.fileIDs))

        return CheckedApplication(
            service: CaseService(item: item, leaf: leaf),
            clock: CaseClock(
                limitStart: content.limitStart, statutory: content.statutoryLimit?.limit, promised: promised),
            situation: answers, form: check?.values ?? [:], materials: frozen, files: Array(files))
    }

    private func checkApplicant() throws(CaseRefusal) {
        var problems: [FieldProblem] = []
        if applicant.name.isEmpty {
            problems.append(FieldProblem(field: "applicantName", message: CaseFieldTerms.nameMissing))
        }
        if applicant.documentNumber.isEmpty {
            problems.append(FieldProblem(field: "documentNumber", message: CaseFieldTerms.documentMissing))
        }
        if applicant.phone.utf8.count < 4 {
            problems.append(FieldProblem(field: "phone", message: CaseFieldTerms.phoneMissing))
        }
        guard problems.isEmpty else { throw .textMissing(problems) }
    }

    private func materials(
        _ wanted: [MaterialContent], hasForm: Bool, _ strictness: ApplicationCheck
    ) throws(CaseRefusal) -> [CaseMaterial] {
        let inputs = Dictionary(materials.map { ($0.key, $0) }) { _, last in last }
        var frozen: [CaseMaterial] = []
        var problems: [FieldProblem] = []
        for (sort, material) in wanted.enumerated() {
            let input = inputs[material.key]
            let receipt = receipt(of: material, input: input, hasForm: hasForm, strictness)
            let files = receipt == .upload || receipt == .scan ? input?.fileIDs ?? [] : []
            if let problem = problem(of: material, receipt: receipt, files: files, strictness) {
                problems.append(problem)
            }
            let remark = try CaseText.optional(input?.remark ?? "", field: material.key)
            frozen.append(
                CaseMaterial(
                    key: material.key, sort: sort + 1, name: material.name, need: material.need, receipt: receipt,
                    originals: max(0, input?.originals ?? 0), copies: max(0, input?.copies ?? 0), remark: remark,
                    fileIDs: files))
        }
        guard problems.isEmpty else { throw .materialsMissing(problems) }
        return frozen
    }

    /// How the material came, or is taken to have come when nothing was said.
    private func receipt(
        of material: MaterialContent, input: MaterialInput?, hasForm: Bool, _ strictness: ApplicationCheck
    ) -> MaterialReceipt {
        if let input, strictness.isAtWindow || input.receipt == .upload || input.receipt == .later {
            if input.receipt != .missing { return input.receipt }
        }
        switch material.delivery(hasForm: hasForm) {
        case .exempt: return .licence
        case .filledOnline: return .form
        case .upload: return material.need == .tolerable ? .later : .missing
        }
    }

    private func problem(
        of material: MaterialContent, receipt: MaterialReceipt, files: [UUID], _ strictness: ApplicationCheck
    ) -> FieldProblem? {
        let name = material.name
        let problem: String? =
            switch receipt {
            case .missing where material.need == .required && strictness != .incomplete:
                CaseFieldTerms.materialMissing(name)
            case .upload where files.isEmpty: CaseFieldTerms.materialFileMissing(name)
            case .later where material.need == .required: CaseFieldTerms.notTolerable(name)
            case _ where files.count > Self.filesPerMaterial:
                CaseFieldTerms.tooManyFiles(name, most: Self.filesPerMaterial)
            default: nil
            }
        return problem.map { FieldProblem(field: material.key, message: $0) }
    }
}

extension CaseService {
    /// The leaf of a published item, at its current revision.
    package init(item: PublishedItem, leaf: PublishedHandlingItem) {
        self.init(
            handlingItemID: leaf.id, itemID: item.id, itemRevision: item.revision, itemName: item.name,
            handlingItemName: leaf.name, itemType: item.content.typeCode, projectType: item.content.projectType,
            body: CaseBody(
                id: item.body.id, name: item.body.name, regionCode: item.body.regionCode,
                telephone: item.content.contact ?? item.body.telephone ?? ""))
    }
}
