import Markup
import People
import Web

/// 工作人员登录.
struct StaffSignInPage: Page {
    var login = ""
    let next: String
    var errors = FieldErrors()
    let token: FormToken

    var title: String { "工作人员登录" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        let name = FieldFace("login", "账号", error: errors["login"])
        let secret = FieldFace("password", "口令", hint: "第一次登录或重置后，请在这里输入一次性登录码。")
        return Frame.body(
            heading: "工作人员登录", errors: errors,
            form(
                action: "/signin", token: token,
                """
                \(hiddenField("next", next))\(textField(name, value: login, maximumLength: 40))
                \(textField(secret, kind: .password, maximumLength: 128))
                <p class="row">\(button("登录", kind: .primary, size: .large))</p>
                """))
    }
}

/// 设置口令: at the first sign-in, after a reset, when it has become old, or because one wants to.
struct PasswordPage: Page {
    let officer: Officer
    let next: String
    var errors = FieldErrors()
    let token: FormToken

    var title: String { "设置口令" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        let least = officer.category == "business" ? 10 : 12
        let current = FieldFace("current", "现在的口令", error: errors["current"])
        let fresh = FieldFace(
            "password", "新口令", hint: PasswordPolicyTerms.rules(minimumLength: least), error: errors["password"])
        let again = FieldFace("repeated", "再输入一次", error: errors["repeated"])
        let currentField: HTML? =
            officer.mustChangePassword ? nil : textField(current, kind: .password, maximumLength: 128)
        return Frame.body(
            heading: "设置口令", errors: errors,
            form(
                action: "/password", token: token,
                """
                \(hiddenField("next", next))\(currentField)
                \(textField(fresh, kind: .newPassword, maximumLength: 128))
                \(textField(again, kind: .newPassword, maximumLength: 128))
                <p class="row">\(button("保存口令", kind: .primary, size: .large))</p>
                """))
    }
}

/// 动态口令: bind it with an offer, show it without.
struct SecondFactorPage: Page {
    let offer: SecondFactorOffer?
    let next: String
    var errors = FieldErrors()
    let token: FormToken

    var title: String { offer == nil ? "输入动态口令" : "绑定动态口令" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        let code = FieldFace("code", "6 位动态口令", error: errors["code"])
        return Frame.body(
            heading: title, errors: errors,
            """
            \(offer.map(binding))
            \(form(
                action: "/second-factor", token: token,
                """
                \(hiddenField("next", next))\(offer.map { hiddenField("secret", $0.secret) })
                \(textField(code, kind: .oneTimeCode, maximumLength: 6))
                <p class="row">\(button(offer == nil ? "继续" : "绑定", kind: .primary, size: .large))</p>
                """))
            """)
    }

    private func binding(_ offer: SecondFactorOffer) -> HTML {
        """
        <p>用手机上的动态口令应用扫码，或手工输入密钥，再填写应用显示的 6 位数字。</p>
        <p>\(qrCode(offer.uri, label: "绑定动态口令的二维码"))</p>
        <p class="small">密钥：<code class="num" data-copy>\(offer.secret)</code></p>
        """
    }
}

/// The narrow column of these pages.
private enum Frame {
    static func body(heading: String, errors: FieldErrors, _ content: HTML) -> HTML {
        """
        <div class="wrap narrow"><section class="card card-b flow"><h1>\(heading)</h1>\(errorSummary(errors))\(content)</section></div>
        """
    }
}
