import Markup
import People
import Web

/// Login and password, or a one-time code in the place of the password.
struct StaffSignInPage: Page {
    var login = ""
    let next: String?
    var errors = FieldErrors()
    let token: FormToken

    var title: String { "工作人员登录" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        """
        <div class="wrap narrow problem"><section class="card card-b flow"><h1>\(title)</h1>\(errorSummary(errors))
        \(form(action: "/signin", token: token, fields))
        <p class="muted small">忘记口令请联系本单位的安全管理员，领取一次性验证码后重新设置。</p></section></div>
        """
    }

    private var fields: HTML {
        let password = FieldFace("password", "口令", hint: "第一次登录或重置后，在这里输入一次性验证码。", error: errors["password"])
        return """
            \(next.map { hiddenField("next", $0) })
            \(textField(FieldFace("login", "登录名", error: errors["login"]), value: login, maximumLength: 40))
            \(textField(password, kind: .password, maximumLength: 128))
            <p class="row">\(button("登录", kind: .primary, size: .large))</p>
            """
    }
}

/// Asks for a new password, and for the current one where there is one.
struct PasswordPage: Page {
    let officer: Officer
    let next: String?
    var errors = FieldErrors()
    let token: FormToken

    var title: String { officer.pending == .setPassword ? "设置新口令" : "修改口令" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        """
        <div class="wrap narrow problem"><section class="card card-b flow"><h1>\(title)</h1>\(errorSummary(errors))
        \(officer.pending == .setPassword ? "<p>\(officer.name)，请先设置自己的口令。口令只有您知道，90 天后需要更换。</p>" : .empty)
        \(form(action: "/signin/password", token: token, PasswordFields(officer: officer, next: next, errors: errors).html))
        </section></div>
        """
    }
}

/// The fields of a new password.
struct PasswordFields {
    let officer: Officer
    let next: String?
    let errors: FieldErrors

    var html: HTML {
        let rules = PasswordPolicyTerms.rules(minimumLength: officer.category == "business" ? 10 : 12)
        let current = FieldFace("current", "当前口令", error: errors["current"])
        return """
            \(next.map { hiddenField("next", $0) })
            \(officer.pending == .setPassword ? .empty : textField(current, kind: .password, maximumLength: 128))
            \(textField(FieldFace("password", "新口令", hint: rules, error: errors["password"]), kind: .newPassword, maximumLength: 128))
            \(textField(FieldFace("repeated", "再输入一次", error: errors["repeated"]), kind: .newPassword, maximumLength: 128))
            <p class="row">\(button("保存口令", kind: .primary))</p>
            """
    }
}

/// Binds an authenticator app: QR code, the secret as text, the first code.
struct BindPage: Page {
    let offer: SecondFactorOffer
    let next: String?
    var errors = FieldErrors()
    let token: FormToken

    var title: String { "绑定动态口令" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        """
        <div class="wrap narrow problem"><section class="card card-b flow"><h1>\(title)</h1>\(errorSummary(errors))
        <ol class="num-list flow-2"><li>在手机上安装支持动态口令（TOTP）的验证器。</li>
        <li>用验证器扫描下面的二维码，或手工输入密钥。</li><li>输入手机上显示的 6 位数字。</li></ol>
        <p class="center">\(qrCode(offer.uri, label: "绑定动态口令的二维码", size: 176))</p>
        <p>密钥 <code class="num break">\(grouped)</code></p>
        \(form(action: "/signin/bind", token: token, fields))</section></div>
        """
    }

    private var grouped: String {
        let letters = Array(offer.secret)
        let starts = stride(from: 0, to: letters.count, by: 4)
        return starts.map { String(letters[$0..<min($0 + 4, letters.count)]) }.joined(separator: " ")
    }

    private var fields: HTML {
        """
        \(next.map { hiddenField("next", $0) })\(hiddenField("secret", offer.secret))
        \(textField(FieldFace("code", "动态口令", error: errors["code"]), kind: .oneTimeCode, maximumLength: 10))
        <p class="row">\(button("绑定", kind: .primary))</p>
        """
    }
}

/// Asks for the second factor, at sign-in or before an act that needs it fresh.
struct VerifyPage: Page {
    let next: String?
    var isStepUp = false
    var errors = FieldErrors()
    let token: FormToken

    var title: String { "验证动态口令" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        """
        <div class="wrap narrow problem"><section class="card card-b flow"><h1>\(title)</h1>\(errorSummary(errors))
        \(isStepUp ? "<p>下一步操作需要重新验证，验证后 5 分钟内有效。</p>" : .empty)
        \(form(action: "/signin/verify", token: token, fields))
        <p class="muted small">手机丢失请联系安全管理员；管理员请在服务器上用命令重置。</p></section></div>
        """
    }

    private var fields: HTML {
        let face = FieldFace("code", "动态口令", hint: "手机验证器上显示的 6 位数字。", error: errors["code"])
        return """
            \(next.map { hiddenField("next", $0) })
            \(textField(face, kind: .oneTimeCode, maximumLength: 10))
            <p class="row">\(button("验证", kind: .primary, size: .large))</p>
            """
    }
}

/// 我的账号 of a member of staff.
struct OwnAccountPage: Page {
    let officer: Officer
    let hasSecondFactor: Bool
    let isDone: Bool
    let token: FormToken

    var title: String { "我的账号" }

    var body: HTML {
        """
        <div class="vbar row between"><h1>\(title)</h1></div><div class="case-l flow mid">
        \(isDone ? note("已保存。", .ok, icon: .check, isLive: true) : .empty)
        \(card("账号", facts))\(card("修改口令", password))\(officer.category == "business" && !hasSecondFactor ? binding : .empty)</div>
        """
    }

    private var facts: HTML {
        let rights = officer.rights.map(\.term).sorted().joined(separator: "、")
        return keyValues([
            KeyValue("姓名", text: officer.name), KeyValue("登录名", text: officer.login),
            KeyValue("所属机构", text: officer.organisationName.isEmpty ? "—" : officer.organisationName),
            KeyValue("岗位", text: officer.post.isEmpty ? "—" : officer.post),
            KeyValue("类别", text: PeopleTerms.category(officer.category)),
            KeyValue("权限", text: rights.isEmpty ? "—" : rights, isWide: true),
        ])
    }

    private var password: HTML {
        form(
            action: "/signin/password", token: token,
            PasswordFields(officer: officer, next: "/account?done=1", errors: FieldErrors()).html)
    }

    private var binding: HTML {
        card(
            "动态口令",
            """
            <p>绑定后，登录时除口令外还要输入手机上的动态口令，别人得到您的口令也无法登录。</p>
            \(buttonForm("绑定动态口令", action: "/account/bind", token: token, kind: .primary))
            """)
    }
}
