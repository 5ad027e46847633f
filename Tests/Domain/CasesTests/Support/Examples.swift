import Base
import Foundation
import Items
import People
import WorkCalendar

@testable import Cases

extension Date {
    /// Tuesday 24 November 2026, 12:00 in Xinzhou.
    static let noon = Date(timeIntervalSince1970: 1_795_492_800)

    /// Noon of a day.
    static func noon(_ day: String) -> Date {
        CalendarDate.day(day).startOfDay.addingTimeInterval(12 * 3600)
    }
}

extension CalendarDate {
    /// A day that a test knows to exist.
    static func day(_ text: String) -> CalendarDate {
        guard let day = CalendarDate(text) else {
            preconditionFailure("a test names a day that does not exist: \(text)")
        }
        return day
    }
}

extension UUID {
    /// The same id for the same number.
    static func fixed(_ number: UInt8) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }
}

extension Officer {
    static func example(_ number: UInt8, _ rights: Set<Right>, bodies: [Int] = [1], ownOnly: Bool = false) -> Officer {
        Officer(
            staffID: .fixed(number), login: "staff\(number)", name: "员工\(number)", category: "business",
            organisationID: 1, organisationName: "忻州市示例审批局", regionCode: "140900000000", post: "", rights: rights,
            bodies: bodies, ownOnly: ownOnly, mustChangePassword: false)
    }

    static let clerk = example(1, [.receiveCases])
    static let examiner = example(2, [.examineCases])
    static let reviewer = example(3, [.reviewCases])
    static let decider = example(4, [.decideCases])
    static let deliverer = example(5, [.deliverResults])
    /// Holds every right, so that only the rules can say no.
    static let allRights = example(9, Set(Right.allCases))
}

extension Citizen {
    static let example = Citizen(
        accountID: .fixed(101), name: "李秀英", phone: "13800000621", documentType: "111",
        documentNumber: "140902199001010021")
    static let stranger = Citizen(
        accountID: .fixed(102), name: "王小明", phone: "13900000000", documentType: "111",
        documentNumber: "140902199001010048")
}

extension CaseActor {
    init(_ officer: Officer) {
        self.init(
            officer,
            party: ActingParty(
                kind: .staff, id: officer.staffID.uuidString.lowercased(), name: officer.name, bodyID: 1, door: .office)
        )
    }

    init(_ citizen: Citizen) {
        self.init(
            citizen,
            party: ActingParty(
                kind: .citizen, id: citizen.accountID.uuidString.lowercased(), name: citizen.name, door: .public))
    }
}

extension CaseContext {
    init(_ actor: CaseActor, at moment: Date = .noon) {
        self.init(
            actor: actor, now: moment, calendar: .bundled,
            documents: DocumentSettings(publicAddress: "https://zwfw.example.cn", isSample: true))
    }

    init(_ officer: Officer, at moment: Date = .noon) { self.init(CaseActor(officer), at: moment) }

    init(_ citizen: Citizen, at moment: Date = .noon) { self.init(CaseActor(citizen), at: moment) }
}

extension Applicant {
    static let example = Applicant(
        kind: .natural, name: "李秀英", documentType: "111", documentNumber: "140902199001010021", phone: "13800000621",
        address: "忻府区和平西街 1 号")
}

extension CaseService {
    static func example(_ type: ProjectType = .promised) -> CaseService {
        CaseService(
            handlingItemID: 11, itemID: 1, itemRevision: 1, itemName: "公共场所卫生许可", handlingItemName: "新办",
            itemType: "01", projectType: type,
            body: CaseBody(id: 1, name: "忻州市示例审批局", regionCode: "140900000000", telephone: "0350-1000000"))
    }
}

extension Case {
    /// A case as it would stand in that status, received on 23 November 2026, each post held by its own person.
    static func example(
        _ status: CaseStatus, type: ProjectType = .promised, limitStart: LimitStart = .acceptance
    ) -> Case {
        let received = Date.noon("2026-11-23")
        var record = Case(
            id: .fixed(200), number: "XZ2026112300010001", service: .example(type), channel: .web, applicant: .example,
            accountID: Citizen.example.accountID, agentAccountID: nil, clientID: nil, situation: ["q1": "no"],
            form: ["shopName": "示例店", "area": "80"], status: status, posts: CasePosts(), submittedAt: received,
            receivedAt: received, acceptedAt: nil, decidedAt: nil, usedDays: nil, deliveredAt: nil, closedAt: nil,
            closingReason: "",
            clock: CaseClock(
                limitStart: limitStart, statutory: Limit(20, .workingDay), promised: Limit(5, .workingDay)),
            version: 1, updatedAt: received)
        record.clock.startReception(on: CalendarDate.day("2026-11-23"), in: .bundled)
        record.fill(status, at: received)
        return record
    }

    private mutating func fill(_ status: CaseStatus, at moment: Date) {
        let order: [CaseStatus] = [.received, .accepted, .examining, .reviewing, .approving, .granted, .delivered]
        let rank = order.firstIndex(of: status == .denied ? .granted : status) ?? 0
        if status != .submitted { posts.receiver = Officer.clerk.staffID }
        if rank >= 1 {
            posts.acceptor = Officer.clerk.staffID
            acceptedAt = moment
            clock.startDecision(received: moment, accepted: moment, in: .bundled)
        }
        if rank >= 2 { posts.examiner = Officer.examiner.staffID }
        if rank >= 4 { posts.reviewer = Officer.reviewer.staffID }
        if rank >= 5 {
            posts.decider = Officer.decider.staffID
            decidedAt = moment
            closedAt = moment
            clock.startDelivery(on: CalendarDate(moment), in: .bundled)
        }
        switch status {
        case .correcting: clock.waitForCorrection(until: CalendarDate.day("2026-12-01"))
        case .notAccepted, .withdrawn, .terminated:
            closedAt = moment
            closingReason = "理由"
            clock.stop(on: CalendarDate(moment))
        case .delivered:
            deliveredAt = moment
            clock.stop(on: CalendarDate(moment))
        default: break
        }
    }
}

extension CaseFile {
    static func example(_ status: CaseStatus, type: ProjectType = .promised) -> CaseFile {
        var corrections: [Correction] = []
        if status == .correcting { corrections = [.example] }
        return CaseFile(
            record: .example(status, type: type),
            materials: [
                CaseMaterial(key: "m1", sort: 1, name: "申请表", need: .required, receipt: .form),
                CaseMaterial(
                    key: "m2", sort: 2, name: "场所平面图", need: .required, receipt: .upload, fileIDs: [.fixed(50)]),
                CaseMaterial(key: "m4", sort: 3, name: "健康证明", need: .tolerable, receipt: .later),
            ],
            corrections: corrections)
    }
}

extension Correction {
    static let example = Correction(
        id: .fixed(60),
        points: [
            CorrectionPoint(kind: .field, key: "shopName", label: "店名", problem: "与营业执照不一致"),
            CorrectionPoint(kind: .material, key: "m2", label: "场所平面图", problem: "不清晰"),
        ],
        due: CalendarDate.day("2026-12-01"), issuedAt: .noon("2026-11-23"), issuedBy: Officer.clerk.staffID,
        answeredAt: nil)
}

extension CaseApplication {
    /// Everything that the example item asks for.
    static func example(
        handlingItemID: Int = 11, applicant: Applicant = .example, files: [UUID] = [.fixed(50)],
        form: [String: FormValue] = ["shopName": "示例店", "area": "80"], situation: SituationAnswers = ["q1": "no"]
    ) -> CaseApplication {
        CaseApplication(
            handlingItemID: handlingItemID, applicant: applicant, situation: situation, form: form,
            materials: [.upload("m2", files)])
    }
}
