import Base
import Cases
import Items
import Markup
import People
import Web

/// What all steps of the wizard have around them: where one is, the steps, errors, how to go on later.
struct WizardFrame: Sendable {
    let sheet: DraftSheet
    let step: ApplyStep
    /// The whole address of the draft, for the QR code.
    let resumeAddress: String
    /// Opened by 修改 from 核对, and going back there.
    let returnsToCheck: Bool
    let token: FormToken
    var errors = FieldErrors()

    static let formID = "step"

    var title: String { "\(ApplyStep.names[step.position]) - \(sheet.item.name)" }

    var backField: HTML { returnsToCheck ? hiddenField("back", "check") : .empty }

    var nextWords: String { returnsToCheck ? "保存并回到核对" : "保存，下一步" }

    /// The content of the step within the frame.
    func page(_ heading: String, _ content: HTML) -> HTML {
        """
        <div class="wrap">\(breadcrumb([Link("首页", "/"), Link("办事指南", guide)], here: "网上申请"))
        <div class="mid flow-6">\(steps(ApplyStep.names, current: step.position))
        \(errorSummary(errors))
        <div><p class="muted small">\(sheet.item.name)（\(sheet.leaf.name)）· \(sheet.account.name)</p><h1>\(heading)</h1></div>
        \(content)
        \(later)</div></div>
        """
    }

    private var guide: String { ItemAddress.guide(sheet.item.code) }

    /// The buttons at the end of a form; on phones the action bar stands for them.
    func buttons(back: String?, next: String) -> HTML {
        let backLink: HTML? = back.map { linkButton("上一步", to: $0) }
        return "<p class=\"row acts only-pc\">\(button(next, kind: .primary, size: .large))\(backLink)</p>"
    }

    /// The same for phones, outside the form.
    static func actionBar(back: String?, next: String, form: String = formID) -> HTML {
        let backLink: HTML? = back.map { linkButton("上一步", to: $0) }
        return """
            \(backLink)<button type="submit" form="\(form)" class="btn btn-p"><span>\(next)</span></button>
            """
    }

    var autosaveState: HTML {
        """
        <p class="muted small" data-autosave-state role="status">上次保存 \(ShanghaiTime.minuteText(sheet.draft.updatedAt))</p>
        """
    }

    /// How to go on another time or on another device.
    private var later: HTML {
        let days = ShanghaiTime.minuteText(sheet.draft.expiresAt).prefix(10)
        return """
            <details class="card card-b"><summary>稍后继续，或换手机继续</summary><div class="row row-4 wrapx mt3">\
            \(qrCode(resumeAddress, label: "用手机扫码继续填写"))\
            <div class="grow"><p>填好的内容已保存为草稿，保留到 \(days)。</p>\
            <p class="small">用手机扫码并登录，可以接着填。也可以从“<a href="/my">我的</a>”进入草稿。</p>\
            <p class="small break">\(resumeAddress)</p></div></div></details>
            """
    }
}
