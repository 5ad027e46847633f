package import Markup

/// Asks before something that cannot be taken back: names the consequence; the first key press leads back, not on.
///
/// A page of its own, so that it works without script; script shows the same form as a dialog (`data-dialog`).
package struct ConfirmPage: Page {
    package let title: String
    let consequence: HTML
    let form: HTML
    let back: String

    /// - Parameters:
    ///   - title: the question, `确认不予许可？`.
    ///   - consequence: what follows by law, what the applicant is told.
    ///   - action: where the confirmed form goes.
    ///   - confirm: words of the button, a verb.
    ///   - fields: hidden fields that repeat what was decided.
    ///   - back: where 返回修改 leads.
    package init(
        title: String, consequence: HTML, action: String, token: FormToken, confirm: String,
        fields: KeyValuePairs<String, String> = [:], back: String
    ) {
        let carried = fields.map { FormFields.Field(name: $0.key, value: $0.value) }
        self.init(
            title: title, consequence: consequence, action: action, token: token, confirm: confirm, carrying: carried,
            back: back)
    }

    /// As above, repeating a whole form: everything that was typed is there again when the answer is no.
    package init(
        title: String, consequence: HTML, action: String, token: FormToken, confirm: String,
        carrying fields: [FormFields.Field], back: String
    ) {
        self.title = title
        self.consequence = consequence
        self.back = back
        let kept = fields.filter { $0.name != FormGuard.fieldName }
        let hidden: [HTML] = kept.map { hiddenField($0.name, $0.value) }
        form = """
            <form method="post" action="\(action)">\(token)\(hidden)<p class="row wrapx">\
            <a class="btn btn-p" href="\(back)" data-focus>返回修改</a>\(button(confirm, kind: .danger))</p></form>
            """
    }

    package var body: HTML {
        """
        <div class="wrap problem"><section class="card card-b flow" data-dialog-body><h1>\(title)</h1>\
        <div>\(consequence)</div>\(form)</section></div>
        """
    }
}
