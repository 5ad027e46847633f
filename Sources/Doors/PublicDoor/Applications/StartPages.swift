import Base
import Cases
import Foundation
import Identifiers
import Items
import Markup
import People
import Web
import WorkCalendar

/// The questions about the situation as choices.
struct SituationChoices {
    let questions: [SituationQuestion]
    let answers: SituationAnswers
    let errors: FieldErrors

    var html: HTML {
        let fields: [HTML] = questions.map { question in
            let name = SituationField.name(question.key)
            return radioCards(
                FieldFace(name, question.text, error: errors[name]),
                choices: question.options.map { Choice($0.key, $0.text, hint: $0.hint) },
                value: answers[question.key], columns: question.options.count > 2 ? 2 : 1)
        }
        return "\(fields)"
    }
}

/// Where an application begins: who applies, for what, in which situation.
struct StartPage: Page {
    let item: PublishedItem
    let leaf: PublishedHandlingItem
    let account: ApplicantAccount
    let citizen: Citizen
    let answers: SituationAnswers
    /// An open draft of the same application.
    let open: Draft?
    /// The id of the draft that the form begins, so that sending it twice begins one.
    let draftID: UUID
    let links: [Link]
    let errors: FieldErrors
    let token: FormToken

    var title: String { "网上申请 - \(item.name)" }
    var hasErrors: Bool { !errors.isEmpty }
    var actionBar: HTML { serves ? WizardFrame.actionBar(back: nil, next: "开始填写") : .empty }

    private var questions: [SituationQuestion] { item.content.situations(for: leaf.key) }

    private var serves: Bool { item.serves(account) }

    var body: HTML {
        """
        <div class="wrap">\(breadcrumb([Link("首页", "/"), Link("办事指南", guide)], here: "网上申请"))
        <div class="mid flow-6">\(steps(ApplyStep.names, current: 0))\(errorSummary(errors))
        <div><h1>\(item.name)（\(leaf.name)）</h1><p class="muted">\(item.body.name) · \(facts)</p></div>
        \(resume)\(applicant)\(serves ? form : wrongApplicant)</div></div>
        """
    }

    private var guide: String { ItemAddress.guide(item.code) }

    private var facts: String {
        let content = item.content
        var parts: [String] = []
        if let promised = content.promisedLimit {
            parts.append(promised.amount == 0 ? "当场办结" : "承诺 \(promised.amount) \(promised.unit.term)")
        }
        if let visits = content.visits { parts.append(visits == 0 ? "不用到现场" : "到现场 \(visits) 次") }
        if let fees = content.fees { parts.append(fees.charged ? "收费" : "不收费") }
        return parts.joined(separator: " · ")
    }

    private var resume: HTML {
        guard let open else { return .empty }
        return note(
            """
            <p>您有一份没有提交的草稿，上次保存于 \(ShanghaiTime.minuteText(open.updatedAt))。</p>
            <p class="row wrapx mt2">\(linkButton("继续填写草稿", to: ApplyAddress.draft(open.id), kind: .primary, size: .small))</p>
            """)
    }

    private var applicant: HTML {
        var rows = [
            KeyValue(account.isOrganisation ? "名称" : "姓名", text: account.name),
            KeyValue(account.isOrganisation ? "统一社会信用代码" : "证件号码", text: account.maskedNumber),
        ]
        if citizen.actingFor != nil { rows.append(KeyValue("代理人", text: citizen.name)) }
        let change: [HTML] = links.map { "<a href=\"\($0.address)\">\($0.words)</a>" }
        return card(
            "申请人", more: "\(change)",
            "\(keyValues(rows))<p class=\"hint mt2\">自动带入，来自您的账号。代别人或代单位办理，请先切换身份。</p>")
    }

    private var wrongApplicant: HTML {
        let wanted = item.audiences.contains(.legal) ? "法人和其他组织" : "个人"
        return note("<p>本事项只面向\(wanted)。请先切换申请身份，再回到本页。</p>", .warn, icon: .alert)
    }

    private var form: HTML {
        let choices = SituationChoices(questions: questions, answers: answers, errors: errors).html
        let intro: HTML =
            questions.isEmpty
            ? "<p>本事项没有需要选择的情形，可以直接填写。</p>"
            : "<p class=\"muted\">先选您的情形，后面只显示您需要填的内容和材料。</p>"
        let words = open == nil ? "开始填写" : "另填一份新的"
        return Web.form(
            action: ApplyAddress.start(leaf.code), token: token, id: WizardFrame.formID,
            """
            \(hiddenField("draft", ApplyAddress.text(draftID)))\(card("您的情形", "<div class=\"flow\">\(intro)\(choices)</div>"))
            <p class="row acts only-pc">\(button(words, kind: .primary, size: .large))\(linkButton("回到办事指南", to: guide))</p>
            """)
    }
}

/// The situation of a draft that was begun already.
struct SituationPage: Page {
    var frame: WizardFrame
    let answers: SituationAnswers

    var title: String { frame.title }
    var hasErrors: Bool { !frame.errors.isEmpty }
    var actionBar: HTML { WizardFrame.actionBar(back: nil, next: frame.nextWords) }

    var body: HTML {
        let sheet = frame.sheet
        let choices = SituationChoices(questions: sheet.questions, answers: answers, errors: frame.errors).html
        let content: HTML = sheet.questions.isEmpty ? "<p>本事项没有需要选择的情形。</p>" : choices
        return frame.page(
            "选择您的情形",
            form(
                action: ApplyAddress.step(sheet.draft.id, .situation), token: frame.token, id: WizardFrame.formID,
                """
                \(frame.backField)\(card(content))
                <p class="hint">改变情形会改变需要的材料。已填的内容和已传的文件会保留。</p>
                \(frame.buttons(back: nil, next: frame.nextWords))
                """))
    }
}

/// An item that is not open online, with the way that is.
struct NotOnlinePage: Page {
    let item: PublishedItem
    let leaf: PublishedHandlingItem

    var title: String { "暂时不能网上申请 - \(item.name)" }

    var body: HTML {
        let telephone = item.content.contact ?? item.body.telephone ?? "12345"
        return """
            <div class="wrap problem"><section class="card card-b flow"><h1>暂时不能网上申请</h1>
            <p>“\(item.name)（\(leaf.name)）”目前没有开通网上申请。请到窗口办理，或先拨打 \(telephone) 咨询。</p>
            <p>\(linkButton("看办事指南", to: ItemAddress.guide(item.code), kind: .primary))</p></section></div>
            """
    }
}

/// A draft begun under another identity than the one in use now.
struct OtherApplicantPage: Page {
    let draft: Draft
    let account: ApplicantAccount
    let isOwn: Bool
    let links: [Link]

    var title: String { "请先切换申请身份" }

    var body: HTML {
        let whose: HTML = isOwn ? "为您本人（\(account.name)）" : "代“\(account.name)”"
        let ways: [HTML] = links.map { linkButton($0.words, to: $0.address) }
        return """
            <div class="wrap problem"><section class="card card-b flow"><h1>请先切换申请身份</h1>
            <p>这份草稿是\(whose)办理的，与您现在的身份不同。切换身份后可以接着填，内容不会丢失。</p>
            <p class="row wrapx">\(linkButton("回到我的", to: "/my", kind: .primary))\(ways)</p></section></div>
            """
    }
}
