/// Words of messages.
package enum NoticeTerms {
    static let codeTitle = "验证码"

    static func code(_ code: String, use: String, minutes: Int) -> String {
        "验证码 \(code)，\(minutes) 分钟内有效，用于\(use)。请勿告知他人。"
    }

    /// How the state of an SMS is called.
    package static func state(_ state: Message.State) -> String {
        switch state {
        case .waiting: "待发送"
        case .sent: "已发送"
        case .failed: "发送失败"
        case .read: "已读"
        }
    }

    /// Why an SMS was not sent.
    static let expired = "已过有效时间，未发送"
    static let noMobile = "不是手机号码，未发送"
}
