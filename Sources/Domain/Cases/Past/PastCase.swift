package import Foundation
package import Items
import People
package import WorkCalendar

/// What the rules need to know of a city in which cases lived in the past.
package struct PastWorld: Sendable {
    let catalogue: Catalogue
    let calendar: WorkdayCalendar
    let documents: DocumentSettings

    package init(catalogue: Catalogue, calendar: WorkdayCalendar, documents: DocumentSettings) {
        self.catalogue = catalogue
        self.calendar = calendar
        self.documents = documents
    }

    func context(for actor: CaseActor, at moment: Date) -> CaseContext {
        CaseContext(actor: actor, now: moment, calendar: calendar, documents: documents)
    }
}

/// An act of the past, with what its command says beside the case and its version.
package enum PastAct: Sendable, Hashable {
    case receive, accept, take, answerCorrection
    case grantAtOnce(opinion: String)
    case refuseAcceptance(reason: String)
    /// The first material is to be mended within so many days.
    case requestCorrection(problem: String, days: Int)
    case examine(CaseProposal, opinion: String)
    case review(CaseProposal, opinion: String)
    case decide(CaseProposal, opinion: String)
    case deliver(DeliverResult.Mode)
    case withdraw(reason: String)
}

/// A case that lived in the past by the same rules as every other; nothing is written until its rows are asked for.
package struct PastCase: Sendable {
    /// An act with all that followed from it.
    struct Step: Sendable {
        let step: CaseStep
        let context: CaseContext
    }

    let world: PastWorld
    let submitKey: String
    private(set) var steps: [Step] = []
    package private(set) var file: CaseFile

    package var record: Case { file.record }

    /// Handed in online or through an interface, as `CaseOperations.submit`.
    package init(
        _ command: SubmitCase, by actor: CaseActor, at moment: Date, numbers: inout PastNumbers, in world: PastWorld
    ) throws {
        let context = world.context(for: actor, at: moment)
        self.init(try command.decide(against: world.catalogue, in: context), context, &numbers, world)
    }

    /// Taken in at the window, as `CaseOperations.register`.
    package init(
        _ command: RegisterCase, by actor: CaseActor, at moment: Date, numbers: inout PastNumbers, in world: PastWorld
    ) throws {
        let context = world.context(for: actor, at: moment)
        self.init(try command.decide(against: world.catalogue, in: context), context, &numbers, world)
    }

    private init(_ new: NewCase, _ context: CaseContext, _ numbers: inout PastNumbers, _ world: PastWorld) {
        self.world = world
        submitKey = new.submitKey
        var step = new.step
        step.record.number = numbers.caseNumber(itemID: step.record.service.itemID, on: context.today)
        file = CaseFile(record: step.record, materials: step.materials, corrections: [])
        steps = [Step(step: step, context: context)]
    }

    /// Does the next act.
    ///
    /// - Throws: `CaseRefusal` when the rules refuse it.
    package mutating func perform(_ act: PastAct, by actor: CaseActor, at moment: Date) throws {
        let context = world.context(for: actor, at: moment)
        let step = try decide(act, in: context)
        steps.append(Step(step: step, context: context))
        file.record = step.record
        file.record.version += 1
        file.record.updatedAt = moment
        for material in step.materials {
            if let place = file.materials.firstIndex(where: { $0.key == material.key }) {
                file.materials[place] = material
            }
        }
        if let correction = step.issuedCorrection { file.corrections.append(correction) }
        if let answered = step.answeredCorrection {
            file.corrections = file.corrections.map { $0.id == answered.id ? answered : $0 }
        }
    }

    private func decide(_ act: PastAct, in context: CaseContext) throws -> CaseStep {
        let id = file.record.id
        let version = file.record.version
        switch act {
        case .receive: return try ReceiveCase(id, version: version).decide(file, in: context)
        case .accept: return try AcceptCase(id, version: version).decide(file, in: context)
        case .take: return try TakeCase(id, version: version).decide(file, in: context)
        case .grantAtOnce(let opinion):
            return try GrantAtOnce(id, version: version, opinion: opinion).decide(file, in: context)
        case .refuseAcceptance(let reason):
            let command = RefuseAcceptance(id, version: version, ground: .other, reason: reason)
            return try command.decide(file, in: context)
        case .requestCorrection(let problem, let days): return try requestCorrection(problem, days, in: context)
        case .answerCorrection: return try answerCorrection(in: context)
        case .examine(let proposal, let opinion):
            let command = ExamineCase(id, version: version, proposal: proposal, opinion: opinion)
            return try command.decide(file, in: context)
        case .review(let proposal, let opinion):
            let command = ReviewCase(id, version: version, proposal: proposal, opinion: opinion)
            return try command.decide(file, in: context)
        case .decide(let decision, let opinion):
            let command = DecideCase(id, version: version, decision: decision, opinion: opinion)
            return try command.decide(file, in: context)
        case .deliver(let mode):
            let receiver = file.record.applicant.agent?.name ?? file.record.applicant.name
            let relation: DeliverResult.Relation = file.record.applicant.agent == nil ? .applicant : .agent
            let command = DeliverResult(id, version: version, mode: mode, receiverName: receiver, relation: relation)
            return try command.decide(file, in: context)
        case .withdraw(let reason):
            return try WithdrawCase(id, version: version, reason: reason).decide(file, in: context)
        }
    }

    private func requestCorrection(_ problem: String, _ days: Int, in context: CaseContext) throws -> CaseStep {
        guard let material = file.materials.first(where: { $0.receipt == .upload || $0.receipt == .paper }) else {
            throw CaseRefusal.correctionPointUnknown
        }
        let point = CorrectionPoint(kind: .material, key: material.key, label: material.name, problem: problem)
        // One id for each case, so that a load comes out the same again.
        let command = RequestCorrection(
            file.record.id, version: file.record.version, points: [point], due: context.today.adding(days: days),
            correctionID: file.record.id)
        return try command.decide(file, in: context)
    }

    /// What was found defective is handed in once more.
    private func answerCorrection(in context: CaseContext) throws -> CaseStep {
        let defective = file.materials.filter { $0.checked == .defective }
        let inputs = defective.map {
            MaterialInput(key: $0.key, receipt: $0.receipt, copies: $0.copies, fileIDs: $0.fileIDs)
        }
        let command = AnswerCorrection(file.record.id, version: file.record.version, form: [:], materials: inputs)
        return try command.decide(file, in: context)
    }
}
