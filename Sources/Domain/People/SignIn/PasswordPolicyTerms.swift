package import Base

/// The words of the password rules.
package enum PasswordPolicyTerms {
    static let differs = "两次输入的口令不一致，请重新输入"

    /// All rules in one sentence, for the page that asks for a new password.
    package static func rules(minimumLength: Int) -> String {
        "至少 \(minimumLength) 个字符，含大写字母、小写字母、数字、符号中的三种；不含账号、姓名拼音、手机号片段和连续字符（如 1234、qwer）；不与最近 5 次相同"
    }
}

extension PasswordPolicy.Problem {
    /// What to do, in Chinese.
    package var message: String {
        switch self {
        case .tooShort(let minimum): "口令太短，请设置至少 \(minimum) 个字符"
        case .tooLong: "口令太长，请设置不超过 128 个字符"
        case .fewKinds: "请同时使用大写字母、小写字母、数字、符号中的至少三种"
        case .common: "这个口令太常见，容易被猜中，请换一个"
        case .containsPerson: "口令不能含有您的账号、姓名拼音或手机号中的连续数字"
        case .containsRun: "口令不能含有 4 个连续或重复的字符，如 1234、aaaa、qwer"
        case .usedBefore: "口令不能与最近 5 次用过的相同，请换一个"
        }
    }

    /// The problem as one of the form's field `password`.
    package var ofField: FieldProblem { FieldProblem(field: "password", message: message) }
}
