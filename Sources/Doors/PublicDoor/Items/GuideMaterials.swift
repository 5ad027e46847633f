import Items
import Markup
import Web

/// The form that chooses the handling item and answers the situation questions; works by its button.
struct GuideSituations {
    let choice: GuideChoice

    private var leaves: [PublishedHandlingItem] { choice.item.handlingItems }

    var isEmpty: Bool { leaves.count < 2 && choice.questions.isEmpty }

    var html: HTML {
        let count = choice.questions.count
        let intro: HTML =
            count > 0
            ? "<p class=\"muted small\">回答 \(count) 个问题，下面的材料会按您的情况显示。</p>"
            : "<p class=\"muted small\">选择要办的业务，下面按所选的显示。</p>"
        let questions: [HTML] = choice.questions.map { question in
            radioCards(
                FieldFace(SituationField.name(question.key), question.text, .unmarked),
                choices: question.options.map { Choice($0.key, $0.text, hint: $0.hint) },
                value: choice.answers[question.key])
        }
        return """
            <form action="\(ItemAddress.guide(choice.item.code))#material" \
            data-refresh="#situation,#material,.facts,.g-act,.side,.ctabar,h1">\(intro)\(leafChoice)\
            <div class="grid g2 sit">\(questions)</div><div class="no-js">\(button(count > 0 ? "按我的情形显示材料" : "显示这一项"))</div></form>
            """
    }

    private var leafChoice: HTML {
        guard leaves.count > 1 else { return .empty }
        let choices = leaves.map { Choice($0.key, $0.name) }
        let face = FieldFace("leaf", "办理哪一项？", .unmarked)
        // Up to six choices are cards, more are a list.
        return leaves.count <= 6
            ? radioCards(face, choices: choices, value: choice.leaf.key, columns: 3)
            : selectField(face, choices: choices, value: choice.leaf.key, emptyChoice: nil)
    }
}

/// The materials that remain under the answers, each with how it is brought.
struct GuideMaterials {
    let choice: GuideChoice
    var isForPrint = false

    var html: HTML {
        guard let materials = choice.materials, !materials.isEmpty else { return GuidePage.unknown }
        let rows: [HTML] = materials.enumerated().map { row(number: $0 + 1, $1) }
        return "\(summary(materials))\(rows)\(possible)"
    }

    private var hasForm: Bool { choice.content.form != nil }

    private func summary(_ materials: [MaterialContent]) -> HTML {
        func count(_ delivery: MaterialContent.Delivery) -> Int {
            materials.count { $0.delivery(hasForm: hasForm) == delivery }
        }
        let later = materials.count { $0.need == .tolerable }
        var parts: [HTML] = []
        if count(.exempt) > 0 { parts.append("<b>\(count(.exempt))</b> 份免提交") }
        if count(.filledOnline) > 0 { parts.append("<b>\(count(.filledOnline))</b> 份在线填写") }
        if count(.upload) > 0 { parts.append("<b>\(count(.upload))</b> 份需上传") }
        let remark: HTML = later > 0 ? "（其中 \(later) 份可承诺后补）" : .empty
        let open = choice.content.unanswered(handlingItem: choice.leaf.key, answers: choice.answers).count
        let hint: HTML = open > 0 ? "还有 \(open) 个情形没有选择，材料可能变化。" : .empty
        return note(
            """
            <p>您的情形共 <b>\(materials.count)</b> 份：\(parts.joined(separator: "，"))\(remark)。\(hint)</p>
            """, .ok, icon: .check)
    }

    private func row(number: Int, _ material: MaterialContent) -> HTML {
        let delivery = material.delivery(hasForm: hasForm)
        let example: HTML = material.isExample ? " \(tag("示例"))" : .empty
        let standard: HTML? = material.acceptanceStandard.map { "<br><span class=\"muted small\">受理标准：\($0)</span>" }
        return """
            <div class="mat"><span class="n">\(number)</span><div><b>\(material.name)</b> \
            <span class="muted tiny">\(material.need.term)</span>\(example)<br>\
            <span class="muted small">\(details(material))</span>\(standard)</div>\
            <div class="how">\(tags(material, delivery))</div></div>
            """
    }

    private func tags(_ material: MaterialContent, _ delivery: MaterialContent.Delivery) -> HTML {
        let tone: Tone =
            switch delivery {
            case .exempt: .ok
            case .filledOnline: .brand
            case .upload: .neutral
            }
        let later: HTML = material.need == .tolerable ? tag("可承诺后补", .warn) : .empty
        return "\(tag(delivery.term, tone))\(later)"
    }

    private func details(_ material: MaterialContent) -> String {
        var parts = ["\(material.quantity)，\(material.medium.term)", "来源：\(material.source.term)"]
        if let licence = material.exemptBy { parts.append("可由\(licence)电子证照或共享数据代替") }
        if material.hasBlankForm { parts.append(hasForm ? "按填写的内容生成" : "有空白表格") }
        if let note = material.note { parts.append(note) }
        return parts.joined(separator: "；")
    }

    private var possible: HTML {
        let names = choice.possibleMaterials.map(\.name)
        guard !names.isEmpty else { return .empty }
        return "<p class=\"muted small\">按未选的情形，可能还要：\(names.joined(separator: "、"))。</p>"
    }
}
