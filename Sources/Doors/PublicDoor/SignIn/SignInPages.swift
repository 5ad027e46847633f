import Identifiers
import Markup
import Web

/// Asks for the phone.
struct PhonePage: Page {
    var typed = ""
    let next: String?
    var errors = FieldErrors()
    let token: FormToken

    var title: String { "登录" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        """
        <div class="wrap narrow problem"><section class="card card-b flow"><h1>登录</h1>\(errorSummary(errors))
        \(form(action: "/signin", token: token, fields))
        <p class="muted small">第一次登录的手机号，验证后填写姓名和证件号码即可登记。也可以不登录，用办件编号\
        <a href="/track">查询进度</a>。</p></section></div>
        """
    }

    private var fields: HTML {
        let face = FieldFace("phone", "手机号", hint: "我们会发送 6 位数字的短信验证码。", error: errors["phone"])
        return """
            \(next.map { hiddenField("next", $0) })
            \(textField(face, value: typed, kind: .phone, maximumLength: 20))
            <p class="row">\(button("获取验证码", kind: .primary, size: .large))</p>
            """
    }
}

/// Asks for the code that was sent.
struct CodePage: Page {
    let phone: String
    let next: String?
    var remark: String?
    var errors = FieldErrors()
    let token: FormToken

    var title: String { "输入验证码" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        let shown = remark ?? "验证码已发送到 \(Masking.phone(phone))，5 分钟内有效。"
        return """
            <div class="wrap narrow problem"><section class="card card-b flow"><h1>输入验证码</h1>\(errorSummary(errors))
            \(note("\(shown)", .brand, isLive: true))
            \(form(action: "/signin/code", token: token, fields))
            <div class="row wrapx">\(again)<a href="/signin\(query)">换一个手机号</a></div></section></div>
            """
    }

    private var query: String { next.map { "?next=\(urlEncoded($0))" } ?? "" }

    private var fields: HTML {
        """
        \(carried)
        \(textField(FieldFace("code", "短信验证码", error: errors["code"]), kind: .oneTimeCode, maximumLength: 12))
        <p class="row">\(button("登录", kind: .primary, size: .large))</p>
        """
    }

    private var carried: HTML { "\(hiddenField("phone", phone))\(next.map { hiddenField("next", $0) })" }

    private var again: HTML {
        let hidden = hiddenField("phone", phone) + (next.map { hiddenField("next", $0) } ?? .empty)
        return """
            <form class="inline" method="post" action="/signin">\(token)\(hidden)\(button("重新获取", kind: .text))</form>
            """
    }
}

/// Asks a new person who they are.
struct RegisterPage: Page {
    let ticket: String
    let next: String?
    var typed = FormFields()
    var errors = FieldErrors()
    let token: FormToken

    var title: String { "登记身份" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        """
        <div class="wrap narrow problem"><section class="card card-b flow"><h1>登记身份</h1>\(errorSummary(errors))
        <p>这个手机号第一次登录。请填写本人的证件信息，办件时会自动带入，不用重复填写。</p>
        \(form(action: "/signin/register", token: token, warnsBeforeLeaving: true, fields))
        <p class="muted small">信息只用于办理政务服务，详见<a href="/privacy">隐私说明</a>。</p></section></div>
        """
    }

    private var fields: HTML {
        let types = DocumentType.table.map { Choice($0.code, $0.name) }
        return """
            \(hiddenField("ticket", ticket))\(next.map { hiddenField("next", $0) })
            \(textField(FieldFace("name", "姓名", hint: "与证件一致。", error: errors["name"]), value: typed["name"], kind: .name, maximumLength: 50))
            \(selectField(FieldFace("documentType", "证件类型", error: errors["documentType"]), choices: types, value: typed["documentType"] ?? "111", emptyChoice: nil))
            \(textField(FieldFace("documentNumber", "证件号码", error: errors["documentNumber"]), value: typed["documentNumber"], maximumLength: 40))
            <p class="row">\(button("登记并登录", kind: .primary, size: .large))</p>
            """
    }
}
