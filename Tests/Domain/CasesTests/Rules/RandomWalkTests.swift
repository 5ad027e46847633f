import Foundation
import Items
import People
import SeededRandom
import Testing
import WorkCalendar

@testable import Cases

@Suite("Random walks")
struct RandomWalkTests {
    static let staff: [Officer] = [
        .clerk, .examiner, .reviewer, .decider, .deliverer, .example(6, [.receiveCases, .examineCases]),
        .example(7, [.examineCases, .reviewCases]), .example(8, Set(Right.allCases)), .allRights,
    ]

    static let endings: Set<CaseAct> = [.withdraw, .terminate, .refuseAcceptance]

    @Test(
        "a walk of random acts never leaves the table and keeps every promise of the schema",
        arguments: 1...60 as ClosedRange<UInt64>)
    func walk(seed: UInt64) throws {
        var random = SeededRandom(seed)
        var taken = 0
        for _ in 0..<20 {
            let type: ProjectType = random.pick([.promised, .promised, .instant])
            var file = CaseFile.example(random.pick([.submitted, .received]), type: type)
            var moment = Date.noon("2026-11-23")
            for _ in 0..<80 {
                moment += Double(random.int(0...60)) * 3600
                let actor = Self.actor(&random)
                // Walks that end at once see little.
                var act = random.pick(CaseAct.onCases)
                if Self.endings.contains(act) && random.int(0...15) > 0 { act = random.pick(CaseAct.onCases) }
                let command = act.command(on: file.record, outcome: random.pick([.grant, .deny]))
                let before = file.record
                do {
                    let step = try command.decide(file, in: CaseContext(actor, at: moment))
                    let targets = try #require(
                        act.transitions[before.status], "seed \(seed): \(act) in \(before.status)")
                    #expect(targets.contains(step.record.status), "seed \(seed): \(act) in \(before.status)")
                    Self.apply(step, to: &file)
                    Self.checkPromises(file.record, seed: seed)
                    taken += 1
                } catch let refusal as CaseRefusal {
                    #expect(!refusal.reason.isEmpty)
                    #expect(file.record == before)
                }
            }
        }
        #expect(taken >= 40, "seed \(seed): hardly anything happened")
    }

    private static func actor(_ random: inout SeededRandom) -> CaseActor {
        switch random.int(0...9) {
        case 0: .system("walk")
        case 1: CaseActor(Citizen.example)
        case 2: CaseActor(Citizen.stranger)
        default: CaseActor(random.pick(staff))
        }
    }

    private static func apply(_ step: CaseStep, to file: inout CaseFile) {
        file.record = step.record
        file.record.version += 1
        for material in step.materials {
            guard let index = file.materials.firstIndex(where: { $0.key == material.key }) else { continue }
            file.materials[index] = material
        }
        if let correction = step.issuedCorrection { file.corrections.append(correction) }
        if let answered = step.answeredCorrection,
            let index = file.corrections.firstIndex(where: { $0.id == answered.id })
        {
            file.corrections[index] = answered
        }
    }

    /// The constraints of cases.case_record, and what the law asks beyond them.
    private static func checkPromises(_ record: Case, seed: UInt64) {
        let note: Comment = "seed \(seed), status \(record.status)"
        if record.status.isUnderExamination || record.status.isDecided { #expect(record.acceptedAt != nil, note) }
        #expect((record.decidedAt != nil) == record.status.isDecided, note)
        #expect((record.closedAt != nil) == !record.status.isOpen, note)
        if [.notAccepted, .withdrawn, .terminated].contains(record.status) {
            #expect(!record.closingReason.isEmpty, note)
        }
        if record.clock.isPaused { #expect(record.status.isUnderExamination, note) }
        if record.status.isOpen && !record.clock.isPaused { #expect(record.clock.nextDue != nil, note) }
        if let accepted = record.acceptedAt { #expect(accepted >= record.submittedAt, note) }
        if record.service.projectType == .promised && record.status.isDecided {
            let posts = record.posts
            let holders = [posts.examiner, posts.reviewer, posts.decider].compactMap { $0 }
            #expect(holders.count == 3 && Set(holders).count == 3, note)
            #expect(Set(holders).isDisjoint(with: [posts.receiver, posts.acceptor].compactMap { $0 }), note)
        }
    }
}
