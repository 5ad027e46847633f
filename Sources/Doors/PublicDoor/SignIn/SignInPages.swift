import Markup
import Web

/// 登录 1: the phone number.
struct PhonePage: Page {
    var phone: String?
    let next: String
    var errors = FieldErrors()
    let token: FormToken

    var title: String { "登录" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        let face = FieldFace("phone", "手机号", hint: "验证码会发到这个手机。没有账号的，验证后即可注册。", error: errors["phone"])
        return SignInFrame.body(
            heading: "登录或注册", errors: errors,
            form(
                action: "/signin", token: token,
                """
                \(hiddenField("next", next))\(textField(face, value: phone, kind: .phone, maximumLength: 20))
                <p class="row">\(button("获取验证码", kind: .primary, size: .large))</p>
                """))
    }
}

/// 登录 2: the code that was sent.
struct CodePage: Page {
    let phone: String
    let next: String
    var errors = FieldErrors()
    let token: FormToken

    var title: String { "输入验证码" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        let face = FieldFace(
            "code", "6 位验证码", hint: "已发送到 \(phone)，5 分钟内有效。没收到时，1 分钟后可重新获取。", error: errors["code"])
        return SignInFrame.body(
            heading: "输入验证码", errors: errors,
            """
            \(form(
                action: "/signin/code", token: token,
                """
                \(hiddenField("next", next))\(hiddenField("phone", phone))
                \(textField(face, kind: .oneTimeCode, maximumLength: 6))
                <p class="row">\(button("登录", kind: .primary, size: .large))</p>
                """))
            <p class="small"><a href="/signin?next=\(urlEncoded(next))">换一个手机号或重新获取</a></p>
            """)
    }
}

/// 登录 3, at the first time: who the person is.
struct RegisterPage: Page {
    let ticket: String
    let next: String
    var typed = FormFields()
    var errors = FieldErrors()
    let token: FormToken

    var title: String { "完善身份信息" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        let name = FieldFace("name", "姓名", hint: "与身份证上一致。", error: errors["name"])
        let number = FieldFace(
            "documentNumber", "身份证号", hint: "用于办理您本人的事项，页面上只显示前四位和后四位。", error: errors["documentNumber"])
        return SignInFrame.body(
            heading: "第一次使用，请填写身份信息", errors: errors,
            form(
                action: "/signin/register", token: token,
                """
                \(hiddenField("next", next))\(hiddenField("ticket", ticket))
                \(textField(name, value: typed["name"], kind: .name, maximumLength: 50))
                \(textField(number, value: typed["documentNumber"], kind: .idNumber, maximumLength: 20))
                <p class="row">\(button("注册并登录", kind: .primary, size: .large))</p>
                """))
    }
}

/// The narrow column that the sign-in pages share.
enum SignInFrame {
    static func body(heading: String, errors: FieldErrors, _ content: HTML) -> HTML {
        """
        <div class="wrap narrow"><section class="card card-b flow"><h1>\(heading)</h1>\(errorSummary(errors))\(content)</section></div>
        """
    }
}
