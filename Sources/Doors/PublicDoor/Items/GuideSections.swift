import Items
import Markup
import Web

/// One section of a guide.
struct GuideSection: Sendable {
    let id: String
    let heading: String
    /// Stays open in the simple view.
    var isEssential = false
    /// Says that the content is an example.
    var mark: HTML = .empty
    let content: HTML
}

extension GuidePage {
    /// The sections in the order of the guide; those without meaning for this item are left out.
    var sections: [GuideSection] {
        var sections: [GuideSection] = []
        let situations = GuideSituations(choice: choice)
        if !situations.isEmpty {
            sections.append(
                GuideSection(
                    id: "situation", heading: "先选您的情形", isEssential: true, mark: mark(.situations),
                    content: situations.html))
        }
        sections.append(section("condition", "受理条件", .conditions, essential: true, conditions))
        sections.append(section("material", "申请材料", .materials, essential: true, GuideMaterials(choice: choice).html))
        sections.append(section("step", "办理流程", .steps, steps))
        sections.append(section("result", "办理结果", .result, results))
        sections.append(section("fee", "收费标准", .fees, essential: true, fees))
        sections.append(section("place", "办理地点和时间", .places, essential: true, places))
        sections.append(section("basis", "设定依据", .legalBasis, basis))
        sections.append(section("remedy", "权利与救济", .remedies, remedies))
        if !content.questions.isEmpty { sections.append(section("faq", "常见问题", .questions, questions)) }
        sections.append(
            GuideSection(
                id: "review", heading: "评价",
                content: """
                    <p>办结后，您可以在办件页面或凭短信链接评价这次服务。<a href="/reviews">看大家的评价</a></p>
                    """))
        return sections
    }

    private func section(
        _ id: String, _ heading: String, _ element: ItemElement, essential: Bool = false, _ content: HTML
    ) -> GuideSection {
        GuideSection(id: id, heading: heading, isEssential: essential, mark: mark(element), content: content)
    }

    private func mark(_ element: ItemElement) -> HTML {
        content.examples.contains(element) ? " \(tag("示例"))" : .empty
    }

    static let unknown: HTML = "<p class=\"muted\">\(ItemWords.unknown)</p>"

    private var conditions: HTML {
        guard let conditions = content.conditions, !conditions.isEmpty else { return Self.unknown }
        let rows: [HTML] = conditions.map { "<li>\($0)</li>" }
        return "<ol class=\"flow nums\">\(rows)</ol>"
    }

    private var steps: HTML {
        let special = content.procedures.filter(\.stopsClock).map(\.name)
        let clock: HTML =
            special.isEmpty ? .empty : "<p class=\"muted small\">\(special.joined(separator: "、"))所需时间不计算在办理时限内。</p>"
        guard let steps = content.steps, !steps.isEmpty else {
            let names = content.procedures.map(\.name)
            let known: HTML = names.isEmpty ? .empty : "<p>办理中有：\(names.joined(separator: "、"))。</p>"
            return "\(known)\(Self.unknown)\(clock)"
        }
        let rows: [HTML] = steps.map { "<li><b>\($0.name)</b>\($0.text)</li>" }
        return "<ol class=\"fl\">\(rows)</ol>\(clock)"
    }

    private var results: HTML {
        guard let result = content.result else { return Self.unknown }
        let delivery = result.delivery.isEmpty ? ItemWords.unknown : result.delivery.joined(separator: "、")
        return keyValues([
            KeyValue("结果名称", text: result.name), KeyValue("结果类型", text: result.kind.term),
            KeyValue("送达方式", text: delivery), KeyValue("有效期", text: result.validity ?? ItemWords.unknown),
        ])
    }

    private var fees: HTML {
        guard let schedule = content.fees else { return Self.unknown }
        guard schedule.charged else { return "<p>不收费。</p>" }
        guard !schedule.fees.isEmpty else { return "<p>收费。标准\(ItemWords.unknown)，请先咨询。</p>" }
        return table(
            caption: "收费项目", columns: [Column("项目"), Column("标准"), Column("依据")],
            rows: schedule.fees.map { ["\($0.name)", "\($0.standard)", "\($0.basis)"] })
    }

    private var places: HTML {
        let complaint = content.complaint ?? item.body.complaintTelephone
        let lines = [
            KeyValue("咨询电话", text: phone ?? ItemWords.unknown),
            KeyValue("监督投诉", text: complaint ?? ItemWords.unknown),
        ]
        guard let places = content.places, !places.isEmpty else { return "\(Self.unknown)\(keyValues(lines))" }
        let rows: [HTML] = places.map { place in
            let hours: [HTML] = place.hours.map { "<br>\($0)" }
            return """
                <p class="strong">\(place.name)</p><p>\(place.address)，\(place.windows)\(hours)</p>
                """
        }
        return "\(rows)\(keyValues(lines))"
    }

    private var basis: HTML {
        let laws: [HTML] = content.legalBasis.map { "<li>\($0)</li>" }
        let list: HTML = laws.isEmpty ? Self.unknown : "<ul class=\"dots\">\(laws)</ul>"
        var lines: [String] = []
        if let law = content.statutoryLimit {
            let remark = [law.basis.map { "法定时限依据：\($0)" }, law.remark, law.confidence.remark].compactMap { $0 }
            lines.append(remark.filter { !$0.isEmpty }.joined(separator: "；"))
        }
        if content.limitStart == .receipt { lines.append("时限\(content.limitStart.term)。") }
        lines += content.notes
        lines.append("行业主管部门：\(content.competentDepartment)。实施主体：\(item.body.name)。")
        let remarks: [HTML] = lines.filter { !$0.isEmpty }.map { "<p class=\"muted small\">\($0)</p>" }
        return "\(list)\(remarks)"
    }

    private var remedies: HTML {
        guard let remedies = content.remedies, !remedies.isEmpty else { return Self.unknown }
        return keyValues(
            remedies.map { KeyValue($0.kind.term, text: "\($0.body)，\($0.period)", isWide: true) })
    }

    private var questions: HTML {
        let rows: [HTML] = content.questions.map { row in
            "<details class=\"faq\"><summary>\(row.question)</summary><p>\(row.answer)</p></details>"
        }
        return "\(rows)"
    }
}
