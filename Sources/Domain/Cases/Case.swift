package import Foundation
package import Items
package import People
package import WorkCalendar

/// A case (办件): one application by one applicant for one handling item, handled by one body.
package struct Case: Sendable, Hashable, Identifiable {
    package let id: UUID
    /// 办件编号: unique for ever, never changed.
    package internal(set) var number: String
    package let service: CaseService
    package let channel: CaseChannel
    package internal(set) var applicant: Applicant
    /// The account the case belongs to, if the applicant has one.
    package let accountID: UUID?
    /// The account of the person who acts for the applicant (代理人).
    package let agentAccountID: UUID?
    /// The connected system that handed it in.
    package let clientID: String?
    package let situation: SituationAnswers
    package internal(set) var form: [String: FormValue]
    package internal(set) var status: CaseStatus
    package internal(set) var posts: CasePosts
    package let submittedAt: Date
    /// From when the five days of reception count: submission, or the day the last correction came in.
    package internal(set) var receivedAt: Date?
    package internal(set) var acceptedAt: Date?
    package internal(set) var decidedAt: Date?
    /// Working days from the start of the limit to the decision, without pauses; nil before it, and for decisions older
    /// than this figure.
    package internal(set) var usedDays: Int?
    package internal(set) var deliveredAt: Date?
    package internal(set) var closedAt: Date?
    package internal(set) var closingReason: String
    package internal(set) var clock: CaseClock
    /// Rises with every change; a stale version is refused.
    package internal(set) var version: Int
    package internal(set) var updatedAt: Date
}

/// What the applicant applied for, frozen at the revision the application began with.
package struct CaseService: Sendable, Hashable, Codable {
    package let handlingItemID: Int
    package let itemID: Int
    package let itemRevision: Int
    package let itemName: String
    package let handlingItemName: String
    /// Two digits of the item type (事项类型); it decides how documents are called.
    package let itemType: String
    package let projectType: ProjectType
    package let body: CaseBody

    package init(
        handlingItemID: Int, itemID: Int, itemRevision: Int, itemName: String, handlingItemName: String,
        itemType: String, projectType: ProjectType, body: CaseBody
    ) {
        self.handlingItemID = handlingItemID
        self.itemID = itemID
        self.itemRevision = itemRevision
        self.itemName = itemName
        self.handlingItemName = handlingItemName
        self.itemType = itemType
        self.projectType = projectType
        self.body = body
    }
}

/// The body (实施主体) that handles the case.
package struct CaseBody: Sendable, Hashable, Codable {
    package let id: Int
    package let name: String
    package let regionCode: String
    /// Where one asks about the item (咨询电话).
    package let telephone: String

    package init(id: Int, name: String, regionCode: String, telephone: String) {
        self.id = id
        self.name = name
        self.regionCode = regionCode
        self.telephone = telephone
    }
}

/// Who applies (申请人).
package struct Applicant: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case natural, legal
    }

    package let kind: Kind
    package let name: String
    package let documentType: String
    package let documentNumber: String
    package let legalRepresentative: String
    package let phone: String
    package let address: String
    package let agent: Agent?

    package init(
        kind: Kind, name: String, documentType: String, documentNumber: String, legalRepresentative: String = "",
        phone: String, address: String = "", agent: Agent? = nil
    ) {
        self.kind = kind
        self.name = name
        self.documentType = documentType
        self.documentNumber = documentNumber
        self.legalRepresentative = legalRepresentative
        self.phone = phone
        self.address = address
        self.agent = agent
    }

    /// The person who acts for the applicant (代理人).
    package struct Agent: Sendable, Hashable {
        package let name: String
        package let documentNumber: String
        package let phone: String

        package init(name: String, documentNumber: String, phone: String) {
            self.name = name
            self.documentNumber = documentNumber
            self.phone = phone
        }
    }
}

/// The members of staff who hold the posts of a case, and the one it waits for.
package struct CasePosts: Sendable, Hashable {
    package internal(set) var receiver: UUID?
    package internal(set) var acceptor: UUID?
    package internal(set) var examiner: UUID?
    package internal(set) var reviewer: UUID?
    package internal(set) var decider: UUID?
    /// Only this person is expected to act next; nil leaves it to everybody with the right.
    package internal(set) var assignee: UUID?

    package init(
        receiver: UUID? = nil, acceptor: UUID? = nil, examiner: UUID? = nil, reviewer: UUID? = nil,
        decider: UUID? = nil, assignee: UUID? = nil
    ) {
        self.receiver = receiver
        self.acceptor = acceptor
        self.examiner = examiner
        self.reviewer = reviewer
        self.decider = decider
        self.assignee = assignee
    }

    /// Whether that person holds another post of the case already.
    func holdsAnother(_ staffID: UUID, than post: CasePost) -> Bool {
        var others: [UUID?] = []
        if post != .acceptor { others += [receiver, acceptor] }
        if post != .examiner { others.append(examiner) }
        if post != .reviewer { others.append(reviewer) }
        if post != .decider { others.append(decider) }
        return others.contains(staffID)
    }
}

extension Case {
    /// The days on which the stages of the case began.
    package var days: CaseDays {
        CaseDays(
            received: CalendarDate(receivedAt ?? submittedAt), accepted: acceptedAt.map { CalendarDate($0) },
            decided: decidedAt.map { CalendarDate($0) })
    }

    /// How the clock stands on that day; shown on every page.
    package func clockView(on today: CalendarDate, in calendar: WorkdayCalendar) -> ClockView {
        clock.view(of: status, days: days, on: today, in: calendar)
    }

    /// What this member of staff could do now, in the order of the table; what each act also demands is decided when
    /// it is done.
    package func possibleActs(for officer: Officer) -> [CaseAct] {
        CaseAct.allCases.filter { act in
            guard act.isPossible(in: status), let right = act.right(in: status), officer.may(right) else {
                return false
            }
            if act.needsRunningClock && clock.isPaused { return false }
            switch act {
            case .grantAtOnce: return service.projectType == .instant
            case .resumeClock: return clock.isPaused
            case .supplement, .release: return posts.assignee == officer.staffID
            default: return true
            }
        }
    }
}
