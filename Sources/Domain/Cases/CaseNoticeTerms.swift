/// What messages to the applicant say; the marker becomes the case's number.
enum CaseNoticeTerms {
    static let numberMarker = "{number}"

    static func title(_ kind: CaseNotice.Kind) -> String {
        switch kind {
        case .submitted: "申请已提交"
        case .registered: "窗口已收件"
        case .correctionRequested: "申请需要补正"
        case .correctionAnswered: "补正已收到"
        case .accepted: "申请已受理"
        case .notAccepted: "申请不予受理"
        case .paused: "办理计时中止"
        case .resumed: "办理计时恢复"
        case .granted: "申请已办结：准予"
        case .denied: "申请已办结：不予"
        case .withdrawn: "申请已撤回"
        case .terminated: "办理已终止"
        case .delivered: "办理结果已送达"
        }
    }

    /// - Parameter day: the last day in time, as sentences write it; empty when none runs.
    static func text(_ kind: CaseNotice.Kind, item: String, body: String, due day: String) -> String {
        let subject = "您申请的“\(item)”（办件编号 \(numberMarker)）"
        return switch kind {
        case .submitted: "\(subject)已提交，\(body)将在 5 个工作日内答复。"
        case .registered: "\(subject)窗口已收件，\(body)将在 5 个工作日内答复。"
        case .correctionRequested: "\(subject)需要补正，请最迟于 \(day)按补正告知书补正。"
        case .correctionAnswered: "\(subject)的补正内容已收到，\(body)将在 5 个工作日内答复。"
        case .accepted: "\(subject)已受理，最迟于 \(day)作出决定。"
        case .notAccepted: "\(subject)不予受理，理由见不予受理决定书。"
        case .paused: "\(subject)因法定程序中止计时，结束后恢复。"
        case .resumed: "\(subject)恢复计时，最迟于 \(day)作出决定。"
        case .granted: "\(subject)已作出准予决定，请领取结果。欢迎评价。"
        case .denied: "\(subject)已作出不予决定，理由和救济途径见决定书。欢迎评价。"
        case .withdrawn: "\(subject)已按您的申请撤回。"
        case .terminated: "\(subject)已终止办理，原因见通知书。"
        case .delivered: "\(subject)的办理结果已送达。"
        }
    }
}
