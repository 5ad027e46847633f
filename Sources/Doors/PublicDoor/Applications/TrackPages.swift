import Base
import Cases
import Foundation
import Hummingbird
import Markup
import Web
import WorkCalendar

/// 进度查询 by number and the last four digits of the phone.
struct TrackPage: Page {
    let number: String
    let isSignedIn: Bool
    let token: FormToken
    var errors = FieldErrors()
    var refusal: String?

    init(number: String, isSignedIn: Bool, token: FormToken) {
        self.number = number
        self.isSignedIn = isSignedIn
        self.token = token
    }

    var title: String { "进度查询" }
    var hasErrors: Bool { !errors.isEmpty || refusal != nil }

    var body: HTML {
        let complaint: HTML = refusal.map { note("<p>\($0)</p>", .error, icon: .alert, isLive: true) } ?? .empty
        let own: HTML =
            isSignedIn
            ? "<p>您已登录，可以直接在“<a href=\"/my\">我的</a>”查看全部办件。</p>"
            : "<p>登录后不用输编号，在“<a href=\"/my\">我的</a>”可以看到全部办件。</p>"
        return """
            <div class="wrap">\(breadcrumb([Link("首页", "/")], here: "进度查询"))
            <div class="narrow flow-6">\(errorSummary(errors))\(complaint)<h1>进度查询</h1>
            \(card(form(action: ApplyAddress.track, token: token, fields)))\(own)</div></div>
            """
    }

    private var fields: HTML {
        let numberField = textField(
            FieldFace("number", "办件编号", hint: "在回执、短信或受理通知书上", error: errors["number"]), value: number, kind: .text,
            maximumLength: 60)
        let phoneField = textField(
            FieldFace("phone", "手机号后四位", hint: "申请时所留的手机号", error: errors["phone"]), kind: .number,
            maximumLength: 4)
        return "\(numberField)\(phoneField)<p class=\"mt4\">\(button("查询进度", kind: .primary, size: .large))</p>"
    }
}

/// What anybody with number and digits may see: no names of persons.
struct ProgressPage: Page {
    let progress: CaseProgress

    var title: String { "办件进度 - \(progress.itemName)" }

    var body: HTML {
        """
        <div class="wrap">\(breadcrumb([Link("首页", "/"), Link("进度查询", ApplyAddress.track)], here: "办件进度"))
        <div class="mid flow-6">\(action)
        <div><h1>\(progress.itemName)（\(progress.handlingItemName)）</h1>\
        <p class="row wrapx">\(CaseWords.status(progress.status))<span class="muted">编号 <span class="num">\(progress.number)</span></span></p></div>
        \(card("办理情况", keyValues(facts)))\(card("办理进度", CaseWords.timeline(progress.events)))
        <p class="row wrapx">\(linkButton("再查一件", to: ApplyAddress.track))</p></div></div>
        """
    }

    private var action: HTML {
        guard let due = progress.correctionDue else { return .empty }
        return note(
            """
            <p class="strong">这件申请需要补正，请在 \(CaseWords.day(due, submitted: progress.submittedAt))前完成。</p>
            <p class="mt2">\(linkButton("登录后去补正", to: ApplyAddress.my, kind: .primary))</p>
            """, .warn, icon: .alert)
    }

    private var facts: [KeyValue] {
        var rows = [
            KeyValue("办理机构", text: progress.bodyName),
            KeyValue("提交时间", text: ShanghaiTime.minuteText(progress.submittedAt)),
        ]
        let provisional = progress.isProvisional ? "（暂定）" : ""
        if [.submitted, .received].contains(progress.status), let due = progress.receptionDue {
            rows.append(KeyValue("答复期限", text: "\(due) 前\(provisional)"))
        }
        if progress.status.isUnderExamination {
            if let due = progress.promisedDue { rows.append(KeyValue("承诺期限", text: "\(due)\(provisional)")) }
            if let due = progress.statutoryDue { rows.append(KeyValue("法定期限", text: "\(due)\(provisional)")) }
            if progress.isPaused { rows.append(KeyValue("计时", text: "因法定程序中止计时")) }
        }
        if !progress.closingReason.isEmpty {
            rows.append(KeyValue("结束原因", text: progress.closingReason, isWide: true))
        }
        return rows
    }
}

/// 文书核验: type the code of a document.
struct VerifyPage: Page {
    let code: String
    var error: String?

    init(code: String) {
        self.code = code
    }

    var title: String { "文书核验" }
    var hasErrors: Bool { error != nil }

    var body: HTML {
        let problems = error.map { [FieldProblem(field: "code", message: $0)] } ?? []
        let field = textField(
            FieldFace("code", "验证码", hint: "文书上二维码旁的 26 位数字和字母，空格可以不填", error: error), value: code,
            maximumLength: 60)
        return """
            <div class="wrap">\(breadcrumb([Link("首页", "/")], here: "文书核验"))
            <div class="narrow flow-6">\(errorSummary(FieldErrors(problems)))<h1>文书核验</h1>
            \(card("<form action=\"\(ApplyAddress.verify)\" novalidate>\(field)<p class=\"mt4\">\(button("核验", kind: .primary, size: .large))</p></form>"))
            <p class="muted">用手机扫文书上的二维码，也会打开核验结果。</p></div></div>
            """
    }
}

/// Whether a document is genuine, of whom, and whether it still holds.
struct VerifiedPage: Page {
    let code: String
    let document: VerifiedDocument?

    var title: String { "文书核验结果" }
    var status: HTTPResponse.Status { document == nil ? .notFound : .ok }
    var hasErrors: Bool { document == nil }

    var body: HTML {
        """
        <div class="wrap">\(breadcrumb([Link("首页", "/"), Link("文书核验", ApplyAddress.verify)], here: "核验结果"))
        <div class="mid flow-6"><h1>文书核验结果</h1>\(document.map(found) ?? unknown)
        <p>\(linkButton("再核验一份", to: ApplyAddress.verify))</p></div></div>
        """
    }

    private var unknown: HTML {
        note(
            """
            <p class="strong">没有查到这份文书。</p><p>请对照文书核对验证码。仍查不到，请拨打 12345 反映，谨防伪造。</p>
            """, .error, icon: .alert, isLive: true)
    }

    private func found(_ document: VerifiedDocument) -> HTML {
        let state: HTML =
            document.voidReason.isEmpty
            ? note("<p class=\"strong\">本平台出具，现行有效。</p>", .ok, icon: .check)
            : note("<p class=\"strong\">本平台出具，已作废。</p><p>原因：\(document.voidReason)</p>", .error, icon: .alert)
        var rows = [
            KeyValue("文书", text: document.title), KeyValue("文号", text: document.number),
            KeyValue("出具机构", text: document.bodyName), KeyValue("出具日期", text: document.issuedOn.description),
            KeyValue("申请人", text: document.applicantName), KeyValue("事项", text: document.itemName),
            KeyValue("办件编号", text: document.caseNumber),
        ]
        if let digest = document.digest {
            rows.append(KeyValue("文件校验值（SM3）", "<span class=\"num break\">\(digest)</span>", isWide: true))
        }
        return "\(state)\(card("文书内容", keyValues(rows)))<p class=\"muted small\">个人姓名已隐去一部分。请与手中的文书逐项核对。</p>"
    }
}
