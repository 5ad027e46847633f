import Items
import WorkCalendar

extension CaseStatus {
    /// What a member of staff reads.
    package var term: String {
        switch self {
        case .submitted: "已提交"
        case .received: "已收件"
        case .correcting: "待补正"
        case .notAccepted: "不予受理"
        case .accepted: "已受理"
        case .examining: "承办中"
        case .reviewing: "审核中"
        case .approving: "待决定"
        case .granted: "准予"
        case .denied: "不予"
        case .delivered: "已送达"
        case .withdrawn: "已撤回"
        case .terminated: "已终止"
        }
    }

    /// What the applicant reads; the posts behind the window are one thing to them.
    package var publicTerm: String {
        switch self {
        case .examining, .reviewing, .approving: "审查中"
        default: term
        }
    }
}

extension CaseChannel {
    package var term: String {
        switch self {
        case .window: "窗口"
        case .web: "网上"
        case .mobile: "手机"
        case .kiosk: "自助终端"
        case .mail: "邮寄"
        case .api: "系统对接"
        }
    }
}

extension CasePost {
    package var term: String {
        switch self {
        case .acceptor: "收件受理"
        case .examiner: "承办"
        case .reviewer: "审核"
        case .decider: "决定"
        }
    }
}

extension CaseAct {
    /// The act that the audit log names so: `case.accept`; nil for acts on other things.
    package static func ofAudit(_ code: String) -> CaseAct? {
        code.hasPrefix("case.") ? CaseAct(rawValue: String(code.dropFirst(5))) : nil
    }

    /// The verb on a button and in a refusal.
    package var term: String {
        switch self {
        case .submit: "提交申请"
        case .register: "窗口收件"
        case .receive: "收件"
        case .checkMaterials: "核对材料"
        case .requestCorrection: "告知补正"
        case .answerCorrection: "提交补正"
        case .accept: "受理"
        case .grantAtOnce: "当场办结"
        case .refuseAcceptance: "不予受理"
        case .deemAccepted: "视为受理"
        case .take: "领办"
        case .release: "放回待领"
        case .supplement: "完成内部补充"
        case .examine: "提交承办意见"
        case .review: "提交审核意见"
        case .decide: "作出决定"
        case .sendBack: "退回上一环节"
        case .pauseClock: "中止计时"
        case .resumeClock: "恢复计时"
        case .withdraw: "撤回申请"
        case .terminate: "终止办理"
        case .closeUnanswered: "逾期未补正终止"
        case .deliver: "送达"
        }
    }
}

extension CaseEventKind {
    package var term: String {
        switch self {
        case .submitted: "提交申请"
        case .registered: "窗口收件"
        case .received: "收件"
        case .correctionRequested: "告知补正"
        case .correctionAnswered: "提交补正"
        case .accepted: "受理"
        case .deemedAccepted: "视为受理"
        case .notAccepted: "不予受理"
        case .taken: "领办"
        case .released: "放回待领"
        case .supplemented: "内部补充"
        case .examined: "承办"
        case .reviewed: "审核"
        case .granted: "准予决定"
        case .denied: "不予决定"
        case .sentBack: "退回"
        case .paused: "中止计时"
        case .resumed: "恢复计时"
        case .withdrawn: "撤回"
        case .terminated: "终止"
        case .delivered: "送达"
        case .materialsAdded: "补充材料"
        }
    }
}

extension Applicant.Kind {
    package var term: String { self == .natural ? "自然人" : "法人" }
}

extension MaterialReceipt {
    package var term: String {
        switch self {
        case .missing: "未提交"
        case .paper: "纸质收取"
        case .upload: "附件上传"
        case .scan: "扫描"
        case .later: "容缺后补"
        case .licence: "免提交"
        case .form: "在线填写"
        }
    }
}

extension MaterialCheck {
    package var term: String {
        switch self {
        case .unchecked: "未核对"
        case .fine: "符合"
        case .defective: "需补正"
        }
    }
}

extension CaseService {
    /// Whether the case is decided at once or within a promise.
    package var projectTerm: String { projectType == .instant ? "即办件" : "承诺件" }
}

extension ClockView.Phase {
    package var term: String {
        switch self {
        case .reception: "收件答复期"
        case .correction: "补正期"
        case .decision: "办理时限"
        case .delivery: "送达期"
        case .ended: "计时结束"
        }
    }
}

extension ClockView {
    /// One sentence for a page or a list: what is left, in which days, until when.
    package var term: String {
        if isPaused, let pausedSince { return "计时中止（自 \(pausedSince) 起）" }
        guard let due, let standing else { return phase.term }
        let provisional = isProvisional ? "（暂定）" : ""
        return switch standing {
        case .remaining(0): "今天到期 \(due)\(provisional)"
        case .remaining(let days): "剩 \(days) \(unitTerm)，\(due) 到期\(provisional)"
        case .overdue(let days): "已超期 \(days) \(unitTerm)，应最迟于 \(due) 办理"
        }
    }

    /// Limits in hours, months and years also show days.
    private var unitTerm: String { unit == .workingDay ? "个工作日" : "个自然日" }
}
