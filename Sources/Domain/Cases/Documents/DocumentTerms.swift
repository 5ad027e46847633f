import WorkCalendar

/// The official words of documents.
enum DocumentTerms {
    static let number = "文书编号"
    static let caseNumber = "办件编号"
    static let applicant = "申请人"
    static let item = "事项名称"
    static let handlingItem = "业务办理项"
    static let projectType = "办理类型"
    static let submittedOn = "提交日期"
    static let receivedOn = "收件日期"
    static let acceptedOn = "受理日期"
    static let statutoryLimit = "法定时限"
    static let promisedLimit = "承诺时限"
    static let statutoryDue = "法定到期日"
    static let promisedDue = "承诺办结日"
    static let receptionDue = "答复期限"
    static let correctionDue = "补正期限"
    static let decidedOn = "决定日期"
    static let decision = "决定结果"
    static let deliveryMode = "送达方式"
    static let receiver = "签收人"
    static let relation = "与申请人关系"
    static let deliveredOn = "送达日期"
    static let remark = "备注"
    static let none = "无"
    static let provisional = "（节假日安排公布前暂定）"

    static let materials = "收到的申请材料"
    static let materialColumns = ["序号", "材料名称", "收取方式", "份数", "备注"]
    static let points = "需要补正的内容"
    static let pointColumns = ["序号", "类别", "名称", "问题与补正要求"]
    static let pointField = "申请表"
    static let pointMaterial = "材料"

    static let receiptOnly = "本凭证仅证明收到上述材料，不代表已经受理。"
    static let receiverSignature = "受送达人（签名或盖章）：____________________    年    月    日"
    static let delivererSignature = "送达人（签名）：____________________    年    月    日"
    static let verifyCaption = "扫码核验文书真伪"
    static let sampleNote = "示例印章，无法律效力"

    static let remedies =
        "如不服本决定，可以自收到本决定书之日起六十日内依法申请行政复议，也可以自收到本决定书之日起六个月内依法向人民法院提起行政诉讼。"
}

extension DocumentKind {
    /// One or two characters that tell the kind in a document number; empty for receipts, numbered after their case.
    var mark: String {
        switch self {
        case .receipt: ""
        case .correctionNotice: "补"
        case .acceptanceNotice: "受"
        case .nonAcceptance: "不受"
        case .grant: "准"
        case .denial: "不准"
        case .deliveryReceipt: "送"
        case .withdrawalNotice: "终"
        }
    }

    /// The name of the kind in lists.
    package var term: String {
        switch self {
        case .receipt: "申请材料接收凭证"
        case .correctionNotice: "申请材料补正告知书"
        case .acceptanceNotice: "受理通知书"
        case .nonAcceptance: "不予受理决定书"
        case .grant: "准予决定书"
        case .denial: "不予决定书"
        case .deliveryReceipt: "送达回证"
        case .withdrawalNotice: "终止办理通知书"
        }
    }

    /// The title on paper for an item of that type.
    func title(itemType: String, isWithdrawal: Bool = false) -> String {
        switch self {
        case .grant: "准予\(ItemTypeTerms.act(itemType))决定书"
        case .denial: "不予\(ItemTypeTerms.act(itemType))决定书"
        case .withdrawalNotice: isWithdrawal ? "撤回申请通知书" : "终止办理通知书"
        default: term
        }
    }
}

/// How documents call what is decided, by item type (事项类型).
enum ItemTypeTerms {
    static let permit = "01"

    static func act(_ type: String) -> String {
        switch type {
        case permit: "行政许可"
        case "05": "行政给付"
        case "07": "行政确认"
        case "08": "行政奖励"
        case "09": "行政裁决"
        default: ""
        }
    }
}
