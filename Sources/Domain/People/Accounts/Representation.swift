package import Foundation
package import WorkCalendar

/// Who may act for whom (代理关系).
package struct Representation: Sendable, Hashable, Identifiable {
    /// Why somebody may act for somebody.
    package enum Basis: String, Sendable, Hashable, CaseIterable {
        case legalRepresentative, authorised, guardian
    }

    package enum State: Sendable, Hashable {
        case waiting, valid, expired, ended
    }

    package let id: UUID
    package let agentID: UUID
    package let agentName: String
    package let principalID: UUID?
    package let principalIsOrganisation: Bool
    package let principalName: String
    package let documentType: String
    package let documentNumber: String
    package let basis: Basis
    package let evidenceFileID: UUID?
    package let validTo: CalendarDate?
    package let confirmedAt: Date?
    package let endedAt: Date?
    package let endingReason: String
    package let createdAt: Date

    /// Where it stands on a day.
    package func state(on today: CalendarDate) -> State {
        if endedAt != nil { return .ended }
        if confirmedAt == nil { return .waiting }
        if let validTo, validTo < today { return .expired }
        return .valid
    }
}

extension Representation.Basis {
    package var term: String {
        switch self {
        case .legalRepresentative: "法定代表人"
        case .authorised: "受委托"
        case .guardian: "监护人"
        }
    }
}

extension Representation.State {
    package var term: String {
        switch self {
        case .waiting: "等待窗口核实"
        case .valid: "可以代理"
        case .expired: "已到期"
        case .ended: "已结束"
        }
    }
}
