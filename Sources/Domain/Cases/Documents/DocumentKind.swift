/// The legal documents (文书) of a case; the set mirrors `cases.document.kind`.
package enum DocumentKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// 申请材料接收凭证
    case receipt
    /// 申请材料补正告知书
    case correctionNotice
    /// 受理通知书
    case acceptanceNotice
    /// 不予受理决定书
    case nonAcceptance
    /// 准予决定书
    case grant
    /// 不予决定书
    case denial
    /// 送达回证
    case deliveryReceipt
    /// 撤回（终止）通知书
    case withdrawalNotice

    /// A receipt and a delivery receipt are forms; the others are letters of the body.
    var isForm: Bool { self == .receipt || self == .deliveryReceipt }
}
