/// An element of the implementation list that a guide shows.
package enum ItemElement: String, Codable, Sendable, Hashable, CaseIterable {
    case statutoryLimit, promisedLimit, conditions, situations, materials, form, steps, result, fees, places, contact
    case complaint, legalBasis, remedies, questions, visits, onlineDepth

    /// The name in the guide.
    package var term: String {
        switch self {
        case .statutoryLimit: "法定时限"
        case .promisedLimit: "承诺时限"
        case .conditions: "受理条件"
        case .situations: "办理情形"
        case .materials: "申请材料"
        case .form: "申请表"
        case .steps: "办理流程"
        case .result: "办理结果"
        case .fees: "收费标准"
        case .places: "办理地点和时间"
        case .contact: "咨询电话"
        case .complaint: "监督投诉电话"
        case .legalBasis: "设定依据"
        case .remedies: "权利与救济"
        case .questions: "常见问题"
        case .visits: "到现场次数"
        case .onlineDepth: "网办深度"
        }
    }
}

extension ItemContent {
    /// Mandatory elements that are not known yet (待完善), in the order of the guide.
    package var missingElements: [ItemElement] {
        var missing: [ItemElement] = []
        if statutoryLimit == nil { missing.append(.statutoryLimit) }
        if promisedLimit == nil { missing.append(.promisedLimit) }
        if conditions?.isEmpty ?? true { missing.append(.conditions) }
        if materials?.isEmpty ?? true { missing.append(.materials) }
        if steps?.isEmpty ?? true { missing.append(.steps) }
        if result == nil { missing.append(.result) }
        // Something is charged, but nobody knows how much: not known either.
        if fees.map({ $0.charged && $0.fees.isEmpty }) ?? true { missing.append(.fees) }
        if places?.isEmpty ?? true { missing.append(.places) }
        if contact == nil { missing.append(.contact) }
        if complaint == nil { missing.append(.complaint) }
        if legalBasis.isEmpty { missing.append(.legalBasis) }
        if remedies?.isEmpty ?? true { missing.append(.remedies) }
        if visits == nil { missing.append(.visits) }
        if onlineDepth == nil { missing.append(.onlineDepth) }
        return missing
    }

    package var isComplete: Bool { missingElements.isEmpty }

    /// Whether one may apply here: nothing is missing, there is a form, and the item goes beyond information.
    package var canApplyOnline: Bool {
        isComplete && form != nil && (onlineDepth ?? .information) > .information
    }

    /// As above for one handling item, which needs a form and materials of its own.
    package func canApplyOnline(_ handlingItem: String) -> Bool {
        guard canApplyOnline, self.handlingItem(handlingItem) != nil,
            let form = form(for: handlingItem), !form.fields.isEmpty
        else { return false }
        return !effectiveMaterials(handlingItem: handlingItem, answers: [:]).isEmpty
    }

    /// Whether the demo city wrote any of it.
    package var hasExamples: Bool { !examples.isEmpty || (materials ?? []).contains(where: \.isExample) }
}
