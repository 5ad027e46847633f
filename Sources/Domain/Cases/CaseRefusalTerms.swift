/// What a refusal says to people: what is wrong and what to do.
enum CaseRefusalTerms {
    static func reason(of refusal: CaseRefusal) -> String {
        switch refusal {
        case .notFound: "没有找到该办件，或您无权查看。请核对办件编号"
        case .rightMissing(let act): "您没有“\(act.term)”的权限。请由有权限的工作人员办理，或联系安全管理员"
        case .transition(let status, let act): "该办件当前为“\(status.term)”，不能\(act.term)。请刷新页面查看最新状态"
        case .changedMeanwhile(let record): "该办件已被他人更新，当前为“\(record.status.term)”。请查看最新内容后重新办理"
        case .segregation(let post): "您已在该办件的其他环节办理过，不能再办理“\(post.term)”。请由其他工作人员办理"
        case .assignedToAnother: "该办件正由其他工作人员办理。需要接手时请先领办"
        case .clockPaused: "该办件计时已中止。请在特别程序结束后恢复计时，再继续办理"
        case .clockNotPaused: "该办件计时没有中止，不需要恢复"
        case .notInstant: "该事项不是即办件，不能当场办结。请按受理、审查、决定的程序办理"
        case .correctionOnlyOnce: "补正内容只能一次性告知。再次告知只能针对申请人本次补正提交的内容"
        case .correctionWithoutPoints: "请至少指出一项需要补正的内容"
        case .correctionPointUnknown: "指出的内容不在该办件的表单或材料中。请刷新页面后重新选择"
        case .correctionDueTooEarly: "补正期限至少为告知次日。请重新选择日期"
        case .correctionIncomplete: "还有需要补正的内容没有完成"
        case .correctionBeyondPoints: "只能修改补正告知书指出的内容"
        case .textMissing: "还有必须填写的内容"
        case .materialsMissing: "还有必要材料没有提交"
        case .situationUnanswered: "请先回答办理情形中的问题"
        case .formInvalid: "申请表还有内容需要修改"
        case .filesUnknown: "有文件不存在或已用于其他办件。请重新上传"
        case .itemUnavailable: "该事项目前没有开放办理。请拨打事项咨询电话了解"
        case .itemNotReady: "该事项的办理信息还不完整，暂时不能在网上申请。请到窗口咨询办理"
        case .itemChanged: "该事项的办理要求已更新。请按新的要求核对后再提交"
        case .applicantKindNotServed: "该事项不面向此类申请人。请核对申请人身份"
        case .representationMissing: "您还没有代理该申请人的有效授权。请先办理授权"
        case .submitKeyTaken: "该提交编号已用于另一项申请。请刷新页面后重新提交"
        case .draftNotFound: "没有找到该草稿，可能已删除或超过 30 天。请重新申请"
        case .draftSubmitted: "该草稿已提交。请在“我的办件”中查看进度"
        case .draftChanged: "该草稿已在其他设备上修改。请刷新后继续填写"
        case .documentNotFound: "没有找到该文书。请核对验证码"
        case .phraseNotFound: "没有找到该常用语，或不是您自己的常用语"
        case .progressNotFound: "办件编号与手机号后四位不匹配。请核对后重试"
        }
    }
}
