import Base
import Cases
import Foundation
import Markup
import Web

/// 常用语: the city's, to read, and one's own, to change.
struct PhrasesPage: Page {
    let phrases: [Phrase]
    var typed = FormFields()
    var errors = FieldErrors()
    let token: FormToken

    var title: String { "常用语" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        """
        <div class="vbar row between"><h1>常用语</h1></div><div class="case-l flow">\(errorSummary(errors))
        \(card("添加", adding))\(Phrase.Purpose.allCases.map(list))</div>
        """
    }

    private var adding: HTML {
        form(
            action: "/phrases", token: token,
            """
            \(selectField(FieldFace("purpose", "用在哪里"), choices: Phrase.Purpose.allCases.map { Choice($0.rawValue, $0.term) },
                value: typed["purpose"] ?? Phrase.Purpose.examine.rawValue, emptyChoice: nil))
            \(textArea(FieldFace("text", "内容", hint: "最多 300 字。", error: errors["text"]), value: typed["text"], rows: 2, maximumLength: 300))
            <p class="row">\(button("添加常用语", kind: .primary))</p>
            """)
    }

    private func list(_ purpose: Phrase.Purpose) -> HTML {
        let own = phrases.filter { $0.purpose == purpose }
        guard !own.isEmpty else { return .empty }
        return card(purpose.term, "<ul class=\"list\">\(own.map(row))</ul>")
    }

    private func row(_ phrase: Phrase) -> HTML {
        guard !phrase.isCommon else { return "<li><span class=\"grow\">\(phrase.text)</span>\(tag("全市共用"))</li>" }
        let id = phrase.id.text
        return """
            <li><form class="row grow" method="post" action="/phrases/\(id)">\(token)\
            <label class="sr" for="p-\(id)">常用语</label>\
            <input class="in" id="p-\(id)" name="text" value="\(phrase.text)" maxlength="300">\
            \(button("保存", size: .small))\(button("删除", kind: .text, size: .small, name: "delete", value: "1"))</form></li>
            """
    }
}

extension Phrase.Purpose {
    var term: String {
        switch self {
        case .examine: "审查意见"
        case .correct: "补正内容"
        case .refuse: "不予理由"
        }
    }
}
