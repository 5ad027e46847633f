import WorkCalendar

/// What the applicant and the record read about each step.
enum CaseEventTerms {
    static let submitted = "申请已提交，等待窗口收件"
    static let registered = "窗口已收到申请材料"
    static let received = "窗口已收件，正在核对材料"
    static let correctionAnswered = "已收到补正内容，窗口将重新核对"
    static let examined = "承办人员已完成审查"
    static let reviewed = "审核人员已完成审核"
    static let granted = "已作出准予决定，请按通知领取结果"
    static let denied = "已作出不予决定，理由和救济途径见决定书"
    static let withdrawn = "申请人已撤回申请"
    static let deemedAcceptedAlarm = "逾期未受理、未告知补正，系统按法律规定视为受理，已提示监察"

    static func correctionRequested(_ count: Int, due: CalendarDate) -> String {
        "有 \(count) 项内容需要补正，请最迟于 \(due) 补正"
    }

    static func accepted(due: CalendarDate?) -> String {
        guard let due else { return "申请已受理" }
        return "申请已受理，最迟于 \(due) 作出决定"
    }

    static func deemedAccepted(on day: CalendarDate) -> String {
        "窗口未在 5 个工作日内答复，申请自 \(day) 起视为受理"
    }

    static func notAccepted(_ reason: String) -> String { "不予受理：\(reason)" }

    static func permitNotNeeded(_ detail: String) -> String {
        detail.isEmpty ? "该事项依法不需要取得行政许可" : "该事项依法不需要取得行政许可。\(detail)"
    }

    static func otherAuthority(_ authority: String, _ detail: String) -> String {
        let sentence = "该事项不属于本机关职权范围，请向\(authority)申请"
        return detail.isEmpty ? sentence : "\(sentence)。\(detail)"
    }

    static func proposal(_ term: String, _ opinion: String) -> String { "\(term)：\(opinion)" }

    static func paused(_ ground: String, _ reason: String) -> String { "因\(ground)中止计时。\(reason)" }

    static func resumed(due: CalendarDate?) -> String {
        guard let due else { return "恢复计时" }
        return "恢复计时，最迟于 \(due) 作出决定"
    }

    static func delivered(_ mode: String) -> String { "办理结果已送达（\(mode)）" }

    static func terminated(_ reason: String) -> String { "办理终止：\(reason)" }

    static func groundWithDetail(_ ground: String, _ detail: String) -> String { "\(ground)。\(detail)" }

    static func unanswered(due: CalendarDate) -> String { "超过补正期限（\(due)）未补正" }
}

extension CaseProposal {
    /// What examiner and reviewer propose.
    package var term: String { self == .grant ? "拟准予" : "拟不予" }
    /// What the decision says.
    package var decisionTerm: String { self == .grant ? "准予" : "不予" }
}

extension PauseGround {
    package var term: String {
        switch self {
        case .hearing: "听证"
        case .tender: "招标"
        case .auction: "拍卖"
        case .inspection: "检验"
        case .testing: "检测"
        case .quarantine: "检疫"
        case .appraisal: "鉴定"
        case .expertReview: "专家评审"
        }
    }
}

extension DeliverResult.Mode {
    package var term: String {
        switch self {
        case .window: "窗口领取"
        case .mail: "邮寄送达"
        case .electronic: "电子送达"
        }
    }
}

extension DeliverResult.Relation {
    package var term: String {
        switch self {
        case .applicant: "申请人本人"
        case .agent: "代理人"
        case .legalRepresentative: "法定代表人"
        case .other: "其他"
        }
    }
}

extension TerminateCase.Ground {
    package var term: String {
        switch self {
        case .applicantGone: "申请人死亡或者终止"
        case .objectGone: "申请事项已不存在"
        case .entryError: "误录"
        case .other: "其他原因"
        }
    }
}
