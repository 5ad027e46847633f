import Foundation
import Items
import People
import WorkCalendar

@testable import Cases

extension CaseAct {
    /// Acts on a case that exists already.
    static let onCases: [CaseAct] = allCases.filter { $0 != .submit && $0 != .register }

    /// A well-formed command for this act on a case of that status and version.
    func command(on record: Case, outcome: CaseProposal = .grant) -> any CaseCommand {
        let id = record.id
        let version = record.version
        switch self {
        case .submit, .register: preconditionFailure("these begin a case")
        case .receive: return ReceiveCase(id, version: version)
        case .checkMaterials:
            return CheckMaterials(
                id, version: version, findings: [.init(key: "m2", receipt: .paper, copies: 1, checked: .fine)])
        case .requestCorrection:
            return RequestCorrection(
                id, version: version, points: Correction.example.points, due: CalendarDate.day("2027-06-01"))
        case .answerCorrection:
            return AnswerCorrection(
                id, version: version, form: ["shopName": "新店名"],
                materials: [MaterialInput(key: "m2", receipt: .paper, copies: 1)])
        case .accept: return AcceptCase(id, version: version)
        case .grantAtOnce: return GrantAtOnce(id, version: version, opinion: "当场准予")
        case .refuseAcceptance: return RefuseAcceptance(id, version: version, ground: .other, reason: "不属于受理范围")
        case .deemAccepted: return DeemAccepted(caseID: id, version: version)
        case .take: return TakeCase(id, version: version)
        case .release: return ReleaseCase(id, version: version)
        case .supplement: return SupplementCase(id, version: version, opinion: "已补充")
        case .examine: return ExamineCase(id, version: version, proposal: outcome, opinion: "符合条件")
        case .review: return ReviewCase(id, version: version, proposal: outcome, opinion: "同意")
        case .decide: return DecideCase(id, version: version, decision: outcome, opinion: "理由充分")
        case .sendBack: return SendBackCase(id, version: version, reason: "请核实")
        case .pauseClock: return PauseClock(id, version: version, ground: .testing, reason: "检测约需 10 个工作日")
        case .resumeClock: return ResumeClock(id, version: version, result: "检测合格")
        case .withdraw: return WithdrawCase(id, version: version, reason: "不办了")
        case .terminate: return TerminateCase(id, version: version, ground: .objectGone, reason: "场所已拆除")
        case .closeUnanswered: return CloseUnanswered(caseID: id, version: version)
        case .deliver: return DeliverResult(id, version: version, mode: .window, receiverName: "李秀英")
        }
    }
}
