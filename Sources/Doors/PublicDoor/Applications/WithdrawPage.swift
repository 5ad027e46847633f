import Cases
import Markup
import Web

/// Asks before an application is taken back: what follows, why; the safe way has the focus.
struct WithdrawPage: Page {
    let record: Case
    var reason = ""
    let token: FormToken
    var errors = FieldErrors()
    var refusal: String?

    init(record: Case, reason: String = "", token: FormToken) {
        self.record = record
        self.reason = reason
        self.token = token
    }

    var title: String { "撤回申请 - \(record.service.itemName)" }
    var hasErrors: Bool { !errors.isEmpty || refusal != nil }

    var body: HTML {
        let complaint: HTML = refusal.map { note("<p>\($0)</p>", .error, icon: .alert, isLive: true) } ?? .empty
        let back = ApplyAddress.ownCase(record.id)
        let field = textArea(
            FieldFace("reason", "撤回原因", error: errors["reason"]), value: reason, rows: 3, maximumLength: 1_000)
        return """
            <div class="wrap problem"><section class="card card-b flow"><h1>确认撤回申请？</h1>
            \(errorSummary(errors))\(complaint)
            <p>“\(record.service.itemName)”（编号 <span class="num">\(record.number)</span>）到此结束，不再作出决定。</p>
            <p>撤回后不能恢复。需要时可以重新申请，期限重新计算。</p>
            \(form(action: "\(back)/withdraw", token: token, "\(hiddenField("version", String(record.version)))\(field)\(buttons(back))"))
            </section></div>
            """
    }

    private func buttons(_ back: String) -> HTML {
        """
        <p class="row wrapx mt4"><a class="btn btn-p" href="\(back)"\(attribute: "data-focus", if: !hasErrors)>不撤回，返回</a>\
        \(button("撤回申请", kind: .danger))</p>
        """
    }
}
