import Base
import Foundation
import Items
import People
import Testing
import WorkCalendar

@testable import Cases

@Suite("Rules of correction")
struct CorrectionRuleTests {
    @Test("a second notice may only name what was handed in anew (一次性告知)")
    func onlyOnce() throws {
        var file = CaseFile.example(.received)
        var answered = Correction.example
        answered.answeredAt = .noon
        file.corrections = [answered]
        let same = RequestCorrection(
            file.record.id, version: 1, points: [Correction.example.points[0]], due: CalendarDate.day("2026-12-10"))
        let more = RequestCorrection(
            file.record.id, version: 1,
            points: [CorrectionPoint(kind: .material, key: "m4", label: "", problem: "缺页")],
            due: CalendarDate.day("2026-12-10"))

        #expect(try same.decide(file, in: CaseContext(Officer.clerk)).record.status == .correcting)
        #expect(throws: CaseRefusal.correctionOnlyOnce) { try more.decide(file, in: CaseContext(Officer.clerk)) }
    }

    @Test("a notice without points, to an unknown material or due today is refused")
    func badNotices() {
        let file = CaseFile.example(.received)
        func decide(_ points: [CorrectionPoint], _ due: CalendarDate) throws -> CaseStep {
            try RequestCorrection(file.record.id, version: 1, points: points, due: due)
                .decide(file, in: CaseContext(Officer.clerk))
        }
        let fine = Correction.example.points
        let unknown = [CorrectionPoint(kind: .material, key: "m99", label: "", problem: "缺")]
        let silent = [CorrectionPoint(kind: .material, key: "m2", label: "", problem: "  ")]

        #expect(throws: CaseRefusal.correctionWithoutPoints) { try decide([], CalendarDate.day("2026-12-10")) }
        #expect(throws: CaseRefusal.correctionPointUnknown) { try decide(unknown, CalendarDate.day("2026-12-10")) }
        #expect(throws: CaseRefusal.correctionDueTooEarly) { try decide(fine, CalendarDate.day("2026-11-24")) }
        #expect(throws: CaseRefusal.self) { try decide(silent, CalendarDate.day("2026-12-10")) }
    }

    @Test("an answer beyond the points is refused")
    func beyondPoints() {
        let file = CaseFile.example(.correcting)
        let command = AnswerCorrection(
            file.record.id, version: 1, form: ["shopName": "新店名", "area": "99"],
            materials: [MaterialInput(key: "m2", receipt: .paper)])

        #expect(throws: CaseRefusal.correctionBeyondPoints) {
            try command.decide(file, in: CaseContext(Citizen.example))
        }
    }

    @Test("an answer must answer every point")
    func incomplete() {
        let file = CaseFile.example(.correcting)
        let command = AnswerCorrection(file.record.id, version: 1, form: ["shopName": "新店名"], materials: [])

        #expect(
            throws: CaseRefusal.correctionIncomplete([FieldProblem(field: "m2", message: "请补正“场所平面图”")])
        ) {
            try command.decide(file, in: CaseContext(Citizen.example))
        }
    }

    @Test("a stranger may not answer")
    func stranger() {
        let file = CaseFile.example(.correcting)

        #expect(throws: CaseRefusal.notFound) {
            try CaseAct.answerCorrection.command(on: file.record).decide(file, in: CaseContext(Citizen.stranger))
        }
    }
}

@Suite("Rules of the posts")
struct PostRuleTests {
    struct Conflict: Sendable {
        let act: CaseAct
        let status: CaseStatus
        let holder: Officer
        let post: CasePost
    }

    static let conflicts = [
        Conflict(act: .take, status: .accepted, holder: .clerk, post: .examiner),
        Conflict(act: .examine, status: .accepted, holder: .clerk, post: .examiner),
        Conflict(act: .review, status: .reviewing, holder: .clerk, post: .reviewer),
        Conflict(act: .review, status: .reviewing, holder: .examiner, post: .reviewer),
        Conflict(act: .decide, status: .approving, holder: .clerk, post: .decider),
        Conflict(act: .decide, status: .approving, holder: .examiner, post: .decider),
        Conflict(act: .decide, status: .approving, holder: .reviewer, post: .decider),
        Conflict(act: .sendBack, status: .approving, holder: .reviewer, post: .decider),
    ]

    @Test("who holds one post of a promised case holds no other", arguments: conflicts)
    func separated(_ conflict: Conflict) throws {
        let file = CaseFile.example(conflict.status)
        var number: UInt8 = 0
        for candidate: UInt8 in 1...9 where UUID.fixed(candidate) == conflict.holder.staffID { number = candidate }
        let person = Officer.example(number, Set(Right.allCases))

        #expect(throws: CaseRefusal.segregation(conflict.post)) {
            try conflict.act.command(on: file.record).decide(file, in: CaseContext(person))
        }
    }

    @Test("an instant case may be handled by one person")
    func instant() throws {
        let file = CaseFile.example(.received, type: .instant)
        let step = try CaseAct.grantAtOnce.command(on: file.record).decide(file, in: CaseContext(Officer.clerk))

        #expect(step.record.posts.acceptor == step.record.posts.decider)
        #expect(step.record.status == .granted)
    }

    @Test("a promised case has no short way")
    func promisedHasNoShortWay() {
        let file = CaseFile.example(.received)

        #expect(throws: CaseRefusal.notInstant) {
            try CaseAct.grantAtOnce.command(on: file.record).decide(file, in: CaseContext(Officer.clerk))
        }
    }

    @Test("an officer of own cases only acts on nothing else")
    func ownOnly() throws {
        var file = CaseFile.example(.accepted)
        let person = Officer.example(7, [.examineCases], ownOnly: true)
        #expect(throws: CaseRefusal.notFound) {
            try CaseAct.examine.command(on: file.record).decide(file, in: CaseContext(person))
        }

        file.record.posts.assignee = person.staffID

        #expect(
            try CaseAct.examine.command(on: file.record).decide(file, in: CaseContext(person)).record.status
                == .reviewing)
    }

    @Test("what an officer could do now follows status, rights and clock")
    func possibleActs() {
        var record = Case.example(.approving)
        #expect(record.possibleActs(for: .decider) == [.decide, .sendBack, .terminate])
        record.clock.pause(on: CalendarDate.day("2026-11-24"))

        #expect(record.possibleActs(for: .decider) == [.sendBack, .terminate])
        #expect(record.possibleActs(for: .reviewer) == [.resumeClock])
        #expect(Case.example(.delivered).possibleActs(for: .allRights).isEmpty)
        #expect(Case.example(.received).possibleActs(for: .clerk).contains(.accept))
        #expect(!Case.example(.received).possibleActs(for: .clerk).contains(.grantAtOnce))
    }
}

@Suite("Texts of acts")
struct TextRuleTests {
    @Test("an act without its reason or opinion is refused, naming the field", arguments: ["", "   \n"])
    func emptyTexts(_ text: String) {
        let commands: [(any CaseCommand, CaseStatus)] = [
            (RefuseAcceptance(.fixed(200), version: 1, ground: .other, reason: text), .received),
            (RefuseAcceptance(.fixed(200), version: 1, ground: .otherAuthority(text), reason: "x"), .received),
            (ExamineCase(.fixed(200), version: 1, proposal: .grant, opinion: text), .accepted),
            (ReviewCase(.fixed(200), version: 1, proposal: .grant, opinion: text), .reviewing),
            (DecideCase(.fixed(200), version: 1, decision: .deny, opinion: text), .approving),
            (SendBackCase(.fixed(200), version: 1, reason: text), .reviewing),
            (WithdrawCase(.fixed(200), version: 1, reason: text), .received),
            (TerminateCase(.fixed(200), version: 1, ground: .other, reason: text), .accepted),
            (DeliverResult(.fixed(200), version: 1, mode: .mail, receiverName: text), .granted),
        ]
        for (command, status) in commands {
            do {
                _ = try command.decide(.example(status), in: CaseContext(Officer.allRights))
                Issue.record("\(command) was allowed")
            } catch {
                #expect(error.fields.count == 1, "\(command)")
                #expect(error.kind == .invalid, "\(command)")
            }
        }
    }

    @Test("a text of a thousand characters is kept, one more is refused")
    func longTexts() throws {
        func withdraw(_ length: Int) throws -> CaseStep {
            try WithdrawCase(.fixed(200), version: 1, reason: String(repeating: "长", count: length))
                .decide(.example(.received), in: CaseContext(Officer.clerk))
        }

        #expect(try withdraw(1000).record.closingReason.count == 1000)
        #expect(throws: CaseRefusal.self) { try withdraw(1001) }
    }

    @Test("every refusal has its own code, a kind and a sentence")
    func refusals() {
        let all: [CaseRefusal] = [
            .notFound, .rightMissing(.accept), .transition(from: .granted, act: .accept),
            .changedMeanwhile(.example(.accepted)), .segregation(.decider), .assignedToAnother, .clockPaused,
            .clockNotPaused, .notInstant, .correctionOnlyOnce, .correctionWithoutPoints, .correctionPointUnknown,
            .correctionDueTooEarly, .correctionIncomplete([]), .correctionBeyondPoints, .textMissing([]),
            .materialsMissing([]), .situationUnanswered([]), .formInvalid([]), .filesUnknown, .itemUnavailable,
            .itemNotReady, .itemChanged, .applicantKindNotServed, .representationMissing, .submitKeyTaken,
            .draftNotFound, .draftSubmitted, .draftChanged, .documentNotFound, .phraseNotFound, .progressNotFound,
        ]

        #expect(Set(all.map(\.code)).count == all.count)
        #expect(all.allSatisfy { $0.code.hasPrefix("case.") && !$0.reason.isEmpty })
        #expect(!CaseRefusal.changedMeanwhile(.example(.accepted)).reason.contains("李秀英"))
    }
}
