import Base
import Cases
import Foundation
import Markup
import Web

/// Acts that cannot be taken back are asked about first, with what follows from them by law (ui-guide 4.6).
struct CaseQuestion {
    let act: String
    let title: String
    let consequence: String
    let confirm: String

    init?(_ act: String, _ form: FormFields) {
        switch act {
        case "refuse":
            title = "确认不予受理？"
            consequence = "本办件到此结束，系统出具《不予受理决定书》并告知申请人复议和诉讼的权利（行政许可法第三十二条）。决定作出后不能撤销。"
            confirm = "作出不予受理决定"
        case "terminate":
            title = "确认终止办理？"
            consequence = "本办件到此结束，不再作出准予或不予的决定，系统出具终止通知并告知申请人。终止后不能恢复。"
            confirm = "终止办理"
        case "decide" where form["conclusion"] == "deny":
            title = "确认作出不予决定？"
            consequence = "系统出具不予决定书，载明理由，并告知申请人六十日内申请行政复议、六个月内提起行政诉讼的权利（行政许可法第三十八条）。决定作出后不能撤销。"
            confirm = "作出不予决定"
        default: return nil
        }
        self.act = act
    }

    func page(for id: Case.ID, list: InboxLink, form: FormFields, token: FormToken) -> ConfirmPage {
        let path = "/cases/\(id.text)"
        return ConfirmPage(
            title: title, consequence: "<p>\(consequence)</p>", action: "\(path)/\(act)", token: token,
            confirm: confirm, carrying: form.fields + [.init(name: "confirmed", value: "yes")],
            back: list.address(of: id))
    }
}
