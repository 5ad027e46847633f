import Base
import Hummingbird
import Markup
import Reviews
import Web

/// A page behind a personal link: search engines keep out.
protocol ReviewPage: Page {
    var sheet: ReviewOperations.Sheet { get }
}

extension ReviewPage {
    var head: HTML { "<meta name=\"robots\" content=\"noindex\">" }

    fileprivate var question: HTML {
        "<p>您对<b>\(sheet.bodyName)</b>办理的“\(sheet.itemName)”满意吗？</p>"
    }

    fileprivate var ways: HTML {
        """
        <p class="row wrapx">\(linkButton("查看公开结果", to: "/reviews"))\(linkButton("回到首页", to: "/", kind: .text))</p>
        """
    }

    fileprivate func framed(_ content: HTML) -> HTML {
        "<div class=\"wrap problem\"><section class=\"card card-b flow\"><h1>\(title)</h1>\(content)</section></div>"
    }
}

/// The first page: five faces, none of them chosen.
struct ReviewGradePage: ReviewPage {
    let token: String
    let sheet: ReviewOperations.Sheet
    /// The person went on without a grade.
    let isAsking: Bool

    var title: String { "办事评价" }
    var hasErrors: Bool { isAsking }

    var body: HTML {
        let demand: HTML? = isAsking ? note("请先选择满意程度。", .error, icon: .alert, isLive: true) : nil
        return framed(
            """
            \(demand)
            \(question)
            \(faces(token: token))
            <p class="muted small">评价自愿，不评价不会记为好评。每件事评价一次，提交后不能修改。</p>
            """)
    }
}

/// The second page: the sentences that go with the grade, and room for words.
struct ReviewTagsPage: ReviewPage {
    let token: String
    let sheet: ReviewOperations.Sheet
    let draft: ReviewDraft
    let formToken: FormToken

    var title: String { "办事评价" }
    var hasErrors: Bool { !draft.errors.isEmpty }
    var status: HTTPResponse.Status { hasErrors ? .unprocessableContent : .ok }

    var body: HTML {
        framed(
            """
            \(errorSummary(draft.errors))
            \(question)
            \(faces(token: token, chosen: draft.grade))
            \(form(action: "/review/\(token)", token: formToken, fields))
            """)
    }

    private var fields: HTML {
        """
        \(hiddenField("grade", "\(draft.grade.rawValue)"))
        \(tagChoice)
        \(words)
        <p>\(button("提交评价", kind: .primary, size: .large))</p>
        """
    }

    /// Core tags at once, the others on demand.
    private var tagChoice: HTML {
        let tags = ReviewTag.all(for: draft.grade)
        let others = tags.filter { !$0.isCore }
        let isOpen = others.contains { draft.tags.contains($0.code) }
        let heading = draft.grade.isPoor ? "哪里没有做好" : "哪里做得好"
        let fault: HTML? = draft.errors["tags"].map {
            "<p class=\"errmsg\"><span class=\"sr\">错误：</span>\($0)</p>"
        }
        return """
            <fieldset class="field" id="f-tags" tabindex="-1"><legend class="lab">\(heading)<span class="muted small">（选填，可多选）</span>\
            </legend>\(fault)\(tags.filter(\.isCore).map(row))
            <details\(attribute: "open", if: isOpen)><summary>更多选项</summary>\(others.map(row))</details></fieldset>
            """
    }

    private func row(_ tag: ReviewTag) -> HTML {
        """
        <label class="opt-row"><input type="checkbox" name="tags" value="\(tag.code)"\
        \(attribute: "checked", if: draft.tags.contains(tag.code))><span class="grow">\(tag.name)</span></label>
        """
    }

    private var words: HTML {
        let hint = "最多 \(SubmitReview.maximumText) 字。请不要填写身份证号、手机号等个人信息。"
        let face = FieldFace("text", "您的意见", .optional, hint: hint, error: draft.errors["text"])
        return textArea(face, value: draft.text, maximumLength: SubmitReview.maximumText)
    }
}

/// After the review.
struct ReviewThanksPage: ReviewPage {
    let sheet: ReviewOperations.Sheet
    let grade: ReviewGrade

    var title: String { "感谢您的评价" }

    var body: HTML {
        framed(
            """
            \(note("您对“\(sheet.itemName)”的评价“\(grade.term)”已提交。", .ok, icon: .check, isLive: true))
            <p>\(next)</p>
            \(ways)
            """)
    }

    private var next: String {
        grade.isPoor
            ? "您也可以拨打 12345 补充情况。评价汇总结果在好差评页面公开。" : "评价汇总结果在好差评页面公开。"
    }
}

/// The act was reviewed already, or the time is over.
struct ReviewClosedPage: ReviewPage {
    let sheet: ReviewOperations.Sheet

    var title: String {
        if case .reviewed = sheet.state { "您已评价过" } else { "评价时间已过" }
    }

    var status: HTTPResponse.Status {
        if case .reviewed = sheet.state { .ok } else { .gone }
    }

    var body: HTML { framed("\(explanation)\(ways)") }

    private var explanation: HTML {
        guard case .reviewed(let grade, let moment) = sheet.state else {
            return "<p>“\(sheet.itemName)”的评价时间已过。如有意见，可拨打 12345 反映。</p>"
        }
        return """
            <p>您已于 <span class="num">\(ShanghaiTime.minuteText(moment))</span> 评价“\(sheet.itemName)”：\(grade.term)。\
            每件事评价一次，如需补充，可拨打 12345。</p>
            """
    }
}
