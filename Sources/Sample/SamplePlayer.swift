import Base
import Cases
import Foundation
import Items
import People
import Postgres
import WorkCalendar

/// Plays the life of each case by the rules of the product itself: same plan, same cases.
struct SamplePlayer: Sendable {
    let plan: SamplePlan
    let seed: Int
    let citizens: Int
    let world: PastWorld
    let calendar: WorkdayCalendar
    let instant: [SampleService]
    let promised: [SampleService]
    /// The clerks of each body by post.
    let clerks: [Int: [SamplePeople.Post: SamplePeople.Clerk]]
    /// What the files of the sample hold.
    let contents: [FileStore.Content]

    /// A case with the files that were handed in.
    struct Played {
        let past: PastCase
        let files: [(file: StoredFile, owner: ActingParty)]
        let keeping: PastRows.Keeping
    }

    func play(_ number: Int, numbers: inout PastNumbers, _ random: inout SampleRandom) throws -> Played {
        let stage = plan.stage(of: number)
        var opening = try open(number, stage, numbers: &numbers, &random)
        let path = path(of: opening, stage, &random)
        let start = opening.past.record.submittedAt
        let moments = plan.moments(after: start, count: path.count, in: calendar, &random)
        for ((act, actor), moment) in zip(path, moments) {
            try opening.past.perform(act, by: actor, at: moment)
        }
        return Played(past: opening.past, files: opening.files, keeping: keeping(opening.past.record))
    }

    /// So that millions of cases fit on one disk: what ended over 90 days ago keeps its decision of all papers, what ended
    /// over a year ago its record only.
    private func keeping(_ record: Case) -> PastRows.Keeping {
        guard let ended = record.closedAt else { return .all }
        let days = plan.end.timeIntervalSince(ended) / 86_400
        return days < 90 ? .all : days < 365 ? .decision : .record
    }

    // MARK: - Handing in

    private struct Opening {
        var past: PastCase
        let files: [(file: StoredFile, owner: ActingParty)]
        /// Who handed it in, or the clerk who took it in.
        let applicant: CaseActor
        let clerks: [SamplePeople.Post: SamplePeople.Clerk]

        func clerk(_ post: SamplePeople.Post) throws -> CaseActor {
            guard let clerk = clerks[post] else { throw SampleError.noServices }
            return CaseActor(clerk.officer, party: clerk.party)
        }
    }

    private func open(
        _ number: Int, _ stage: SamplePlan.Stage, numbers: inout PastNumbers, _ random: inout SampleRandom
    ) throws -> Opening {
        // What is in examination has more than one step to go.
        let wantsInstant = stage != .examined && random.below(10) < 6
        let services = wantsInstant && !instant.isEmpty || promised.isEmpty ? instant : promised
        let service = random.one(of: services)
        let channel = Self.channel(random.below(100))
        let isCompany = service.isForCompanies && (!service.isForPersons || random.below(4) == 0)
        let person = 1 + random.below(isCompany ? SamplePeople.companies(of: citizens) : citizens)
        let citizen = isCompany ? SamplePeople.representative(person) : SamplePeople.citizen(person)
        let applicant = Self.applicant(citizen, number: person)
        let moment = plan.submission(of: number)
        let situation = service.situation { random.below($0) }
        let form = service.values(of: applicant, on: CalendarDate(moment)) { random.below($0) }

        let clerks = clerks[service.item.body.id] ?? [:]
        guard let window = clerks[.window] else { throw SampleError.noServices }
        let actor = Self.actor(channel, citizen, window)
        let id = SamplePeople.identifier(kind: 0, number)
        var inputs: [MaterialInput] = []
        var files: [(file: StoredFile, owner: ActingParty)] = []
        for (place, (material, isUpload)) in service.materials(situation).enumerated() where isUpload {
            guard channel != .window else {
                inputs.append(MaterialInput(key: material.key, receipt: .paper, copies: 1))
                continue
            }
            let content = random.one(of: contents)
            let file = StoredFile(
                id: SamplePeople.identifier(kind: 10 + place, number), name: "样例材料.pdf",
                mediaType: "application/pdf", size: content.size, digest: content.digest, caseID: id,
                createdAt: moment.addingTimeInterval(-120))
            files.append((file, actor.party))
            inputs.append(.upload(material.key, [file.id]))
        }
        let application = CaseApplication(
            handlingItemID: service.leaf.id, applicant: applicant, situation: situation, form: form, materials: inputs)
        let key = "sample-\(number)"
        let past: PastCase
        if channel == .window {
            let command = RegisterCase(application, submitKey: key, caseID: id)
            past = try PastCase(command, by: actor, at: moment, numbers: &numbers, in: world)
        } else {
            let command = SubmitCase(application, submitKey: key, channel: channel, caseID: id)
            past = try PastCase(command, by: actor, at: moment, numbers: &numbers, in: world)
        }
        return Opening(past: past, files: files, applicant: actor, clerks: clerks)
    }

    private static func channel(_ percent: Int) -> CaseChannel {
        switch percent {
        case ..<60: .web
        case ..<80: .mobile
        case ..<95: .window
        default: .api
        }
    }

    private static func applicant(_ citizen: Citizen, number: Int) -> Applicant {
        let address = SamplePeople.address(number)
        guard citizen.actingFor != nil, let company = citizen.principalName else {
            return Applicant(
                kind: .natural, name: citizen.name, documentType: citizen.documentType,
                documentNumber: citizen.documentNumber, phone: citizen.phone, address: address)
        }
        return Applicant(
            kind: .legal, name: company, documentType: "USCC", documentNumber: SamplePeople.creditCode(number),
            legalRepresentative: citizen.name, phone: citizen.phone, address: address,
            agent: .init(name: citizen.name, documentNumber: citizen.documentNumber, phone: citizen.phone))
    }

    private static func actor(
        _ channel: CaseChannel, _ citizen: Citizen, _ window: SamplePeople.Clerk
    ) -> CaseActor {
        switch channel {
        case .window: return CaseActor(window.officer, party: window.party)
        case .api:
            let client = SamplePeople.client
            let party = ActingParty(kind: .client, id: client.id, name: client.name, door: .api)
            return CaseActor(client, party: party)
        default:
            let party = ActingParty(
                kind: .citizen, id: citizen.accountID.text, name: citizen.name,
                bodyName: citizen.principalName ?? "", door: .public)
            return CaseActor(citizen, party: party)
        }
    }
}

// MARK: - What follows

extension SamplePlayer {
    private typealias Move = (act: PastAct, actor: CaseActor)

    private func path(
        of opening: Opening, _ stage: SamplePlan.Stage, _ random: inout SampleRandom
    ) -> [(act: PastAct, actor: CaseActor)] {
        guard let window = try? opening.clerk(.window), let examiner = try? opening.clerk(.examiner),
            let reviewer = try? opening.clerk(.reviewer), let approver = try? opening.clerk(.approver)
        else { return [] }
        let correction: [Move] = [
            (.requestCorrection(problem: "样例材料不清晰，请重新上传。", days: 15), window),
            (.answerCorrection, opening.applicant),
        ]
        let mayBeCorrected = opening.past.file.materials.contains { $0.receipt == .upload || $0.receipt == .paper }
        let isReceived = opening.past.record.status == .received
        let received: [Move] = isReceived ? [] : [(.receive, window)]
        let chance = random.below(100)
        switch stage {
        case .submitted:
            // 85 wait to be looked at, 10 were taken in, 5 wait for the applicant.
            if chance < 5, mayBeCorrected { return [correction[0]] }
            return chance < 15 ? received : []
        case .examined:
            let proposal: CaseProposal = random.below(15) == 0 ? .deny : .grant
            let whole: [Move] =
                received + [(.accept, window), (.take, examiner)]
                + Self.opinions(proposal, examiner, reviewer)
            let steps = [1, 2, 3, 4][chance < 30 ? 0 : chance < 55 ? 1 : chance < 80 ? 2 : 3]
            return Array(whole.prefix(received.count + steps))
        case .ended:
            if chance < 2 { return [(.withdraw(reason: "样例：申请人改变计划。"), opening.applicant)] }
            if chance < 3 { return [(.refuseAcceptance(reason: "样例：不属于受理范围。"), window)] }
            let first = chance < 6 && mayBeCorrected ? correction : random.below(2) == 0 ? received : []
            let waits = plan.isJustEnded(opening.past.record.submittedAt) && random.below(2) == 0
            let mode: DeliverResult.Mode = random.below(3) == 0 ? .mail : .electronic
            let delivery: [Move] = waits ? [] : [(.deliver(mode), window)]
            if opening.past.record.service.projectType == .instant {
                return first + [(.grantAtOnce(opinion: "样例：符合条件，准予。"), window)] + delivery
            }
            let proposal: CaseProposal = random.below(15) == 0 ? .deny : .grant
            return first + [(.accept, window), (.take, examiner)] + Self.opinions(proposal, examiner, reviewer)
                + [(.decide(proposal, opinion: Self.opinion(proposal)), approver)] + delivery
        }
    }

    private static func opinions(
        _ proposal: CaseProposal, _ examiner: CaseActor, _ reviewer: CaseActor
    ) -> [Move] {
        let text = opinion(proposal)
        return [(.examine(proposal, opinion: text), examiner), (.review(proposal, opinion: text), reviewer)]
    }

    private static func opinion(_ proposal: CaseProposal) -> String {
        proposal == .grant ? "样例：材料齐全，符合法定条件。" : "样例：不符合法定条件，理由见案卷。"
    }
}
