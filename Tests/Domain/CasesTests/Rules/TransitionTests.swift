import Foundation
import Items
import People
import Testing
import WorkCalendar

@testable import Cases

@Suite("Transitions")
struct TransitionTests {
    struct Combination: Sendable, CustomTestStringConvertible {
        let act: CaseAct
        let status: CaseStatus
        var testDescription: String { "\(act) in \(status)" }
    }

    static let all: [Combination] = CaseAct.onCases.flatMap { act in
        CaseStatus.allCases.map { Combination(act: act, status: $0) }
    }

    @Test("an act succeeds exactly in the statuses of the table", arguments: all)
    func onlyAllowedTransitionsSucceed(_ combination: Combination) throws {
        let (file, context) = Self.arrange(combination.act, combination.status)
        let command = combination.act.command(on: file.record)

        if let targets = combination.act.transitions[combination.status] {
            let step = try command.decide(file, in: context)
            #expect(targets.contains(step.record.status))
            #expect(step.act == combination.act)
            #expect(!step.events.isEmpty)
        } else {
            #expect(throws: CaseRefusal.transition(from: combination.status, act: combination.act)) {
                try command.decide(file, in: context)
            }
        }
    }

    @Test(
        "an act on a version that is not the current one is refused with the case as it is", arguments: CaseAct.onCases)
    func staleVersionIsRefused(_ act: CaseAct) throws {
        let status = try #require(CaseStatus.allCases.first { act.transitions[$0] != nil })
        var (file, context) = Self.arrange(act, status)
        let command = act.command(on: file.record)
        file.record.version = 2
        let current = file.record

        #expect(throws: CaseRefusal.changedMeanwhile(current)) { try command.decide(file, in: context) }
    }

    @Test("an officer without the right is refused", arguments: CaseAct.onCases)
    func missingRightIsRefused(_ act: CaseAct) throws {
        let status = try #require(CaseStatus.allCases.first { act.transitions[$0] != nil })
        let (file, _) = Self.arrange(act, status)
        let needed = act.right(in: status)
        let others = Officer.example(9, Set(Right.allCases.filter { $0 != needed }))

        #expect(throws: CaseRefusal.rightMissing(act)) {
            try act.command(on: file.record).decide(file, in: CaseContext(others))
        }
    }

    @Test(
        "a case of another body does not exist for an officer",
        arguments: CaseAct.onCases.filter { $0.right(in: .received) != nil })
    func otherBodyIsRefused(_ act: CaseAct) throws {
        let status = try #require(CaseStatus.allCases.first { act.transitions[$0] != nil })
        let (file, _) = Self.arrange(act, status)
        let elsewhere = Officer.example(9, Set(Right.allCases), bodies: [2])

        #expect(throws: CaseRefusal.notFound) {
            try act.command(on: file.record).decide(file, in: CaseContext(elsewhere))
        }
    }

    @Test("an applicant only withdraws and answers", arguments: CaseAct.onCases.filter { !$0.isForApplicant })
    func applicantMayNotAct(_ act: CaseAct) throws {
        let status = try #require(CaseStatus.allCases.first { act.transitions[$0] != nil })
        let (file, _) = Self.arrange(act, status)

        #expect(throws: CaseRefusal.rightMissing(act)) {
            try act.command(on: file.record).decide(file, in: CaseContext(Citizen.example))
        }
    }

    /// A case in that status and somebody who may do everything, at a time when the act is due.
    static func arrange(_ act: CaseAct, _ status: CaseStatus) -> (CaseFile, CaseContext) {
        var file = CaseFile.example(status, type: act == .grantAtOnce ? .instant : .promised)
        if act == .resumeClock && status.isUnderExamination {
            file.record.clock.pause(on: CalendarDate.day("2026-11-24"))
        }
        if act == .supplement || act == .release { file.record.posts.assignee = Officer.allRights.staffID }
        switch act {
        case .deemAccepted: return (file, CaseContext(.system("test"), at: .noon("2026-12-01")))
        case .closeUnanswered: return (file, CaseContext(.system("test"), at: .noon("2026-12-02")))
        default: return (file, CaseContext(Officer.allRights))
        }
    }
}
