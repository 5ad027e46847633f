/// A question whose answer tailors the materials (办理情形).
package struct SituationQuestion: Codable, Sendable, Hashable {
    /// Unique within the item, for example `q1`.
    package var key: String
    package var text: String
    package var options: [SituationOption]
    /// Keys of the handling items it is asked for; nil for all.
    package var handlingItems: [String]?

    package init(key: String, text: String, options: [SituationOption], handlingItems: [String]? = nil) {
        self.key = key
        self.text = text
        self.options = options
        self.handlingItems = handlingItems
    }

    /// The option with that key.
    package func option(_ key: String) -> SituationOption? { options.first { $0.key == key } }
}

/// One answer and what it changes.
package struct SituationOption: Codable, Sendable, Hashable {
    package var key: String
    package var text: String
    package var hint: String?
    /// Keys of materials that this answer asks for.
    package var adds: [String]
    /// Keys of materials that this answer makes unnecessary, unless another answer asks for them.
    package var removes: [String]

    package init(key: String, text: String, hint: String? = nil, adds: [String] = [], removes: [String] = []) {
        self.key = key
        self.text = text
        self.hint = hint
        self.adds = adds
        self.removes = removes
    }
}

/// Answers to the situation questions: question key → option key.
package typealias SituationAnswers = [String: String]

extension ItemContent {
    /// The questions asked for a handling item, in order.
    package func situations(for handlingItem: String) -> [SituationQuestion] {
        situations.filter { $0.handlingItems?.contains(handlingItem) ?? true }
    }

    /// The questions that have no valid answer yet.
    package func unanswered(handlingItem: String, answers: SituationAnswers) -> [SituationQuestion] {
        situations(for: handlingItem).filter { question in
            answers[question.key].flatMap(question.option) == nil
        }
    }

    /// Only the answers that this revision asks for and offers.
    package func validAnswers(handlingItem: String, answers: SituationAnswers) -> SituationAnswers {
        var valid: SituationAnswers = [:]
        for question in situations(for: handlingItem) {
            if let answer = answers[question.key], question.option(answer) != nil { valid[question.key] = answer }
        }
        return valid
    }

    /// The materials of a handling item under these answers, in the item's order. Unanswered questions change nothing;
    /// an answer that asks for a material wins over one that drops it.
    package func effectiveMaterials(handlingItem: String, answers: SituationAnswers) -> [MaterialContent] {
        var added: Set<String> = []
        var removed: Set<String> = []
        for question in situations(for: handlingItem) {
            guard let option = answers[question.key].flatMap(question.option) else { continue }
            added.formUnion(option.adds)
            removed.formUnion(option.removes)
        }
        return materials(of: handlingItem).filter { material in
            added.contains(material.key) || !(material.onlyWhenAdded || removed.contains(material.key))
        }
    }

    /// Materials that an answer still to be given may ask for.
    package func possibleMaterials(handlingItem: String, answers: SituationAnswers) -> [MaterialContent] {
        let certain = Set(effectiveMaterials(handlingItem: handlingItem, answers: answers).map(\.key))
        let open = unanswered(handlingItem: handlingItem, answers: answers)
        let possible = Set(open.flatMap { $0.options.flatMap(\.adds) })
        return materials(of: handlingItem).filter { possible.contains($0.key) && !certain.contains($0.key) }
    }

    /// Everything that could be asked for in a handling item.
    func materials(of handlingItem: String) -> [MaterialContent] {
        (materials ?? []).filter { $0.handlingItems?.contains(handlingItem) ?? true }
    }
}
