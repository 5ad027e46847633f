import Base
package import Postgres

/// The job that the database queues with each sign-in code. The code exists only in this payload and in the message: the
/// door that asked for it can read neither.
package struct PhoneCodeMessage: JobCommand, Hashable {
    package static let kind = "people.phone-code.1"

    package let phone: String
    package let code: String

    /// What the person reads.
    package var text: String { PhoneCodeTerms.text(code) }
}

enum PhoneCodeTerms {
    static func text(_ code: String) -> String {
        "验证码 \(code)，5 分钟内有效，用于登录政务服务网。工作人员不会向您索要验证码。"
    }
}

/// Puts a code on its way as an SMS: the statements that write the message and the job which sends it.
package protocol CodeSender: Sendable {
    func statements(for message: PhoneCodeMessage) throws -> [SQL]
}
