extension EntryReader {
    /// Adds what the service file says to the catalogue's facts. Handling items are named by their position in the
    /// source and get their stored keys here.
    func complete(_ content: inout ItemContent, with service: SourceService, keys: [String: String]) {
        func mapped(_ positions: [String]?) -> [String]? { positions?.map { keys[$0] ?? $0 } }

        content.conditions = service.conditions
        content.situations = (service.situations ?? []).map { question in
            var question = question
            question.handlingItems = mapped(question.handlingItems)
            return question
        }
        let conditional = Set(service.conditionalMaterials ?? [])
        var materials = content.materials ?? []
        for index in materials.indices {
            if let scope = service.materialScopes?[materials[index].key] { materials[index].handlingItems = scope }
            if conditional.contains(materials[index].key) { materials[index].onlyWhenAdded = true }
        }
        materials += service.addedMaterials ?? []
        content.materials = materials.map { material in
            var material = material
            material.handlingItems = mapped(material.handlingItems)
            return material
        }
        content.form = service.form.map { form in
            FormDefinition(
                sections: form.sections.map { section in
                    var section = section
                    section.handlingItems = mapped(section.handlingItems)
                    return section
                })
        }
        content.steps = service.steps
        content.result?.validity = service.validity
        content.result?.delivery = service.delivery ?? []
        if let fees = service.fees { content.fees = fees }
        content.places = service.places
        content.contact = service.contact
        content.complaint = service.complaint
        content.remedies = service.remedies
        content.questions = service.questions ?? []
        content.visits = service.visits
        content.onlineDepth = service.onlineDepth
        content.examples = Set(content.examples + (service.examples ?? [])).sorted { $0.rawValue < $1.rawValue }
    }
}

/// What is contradictory or vague in a content, wherever it came from.
struct ContentCheck {
    let content: ItemContent

    init(_ content: ItemContent) {
        self.content = content
    }

    var faults: [String] {
        materialFaults + situationFaults + formFaults + serviceFaults
    }

    private var materialFaults: [String] {
        guard let materials = content.materials else { return [] }
        var faults: [String] = []
        for material in materials {
            if Self.isVague(material.name) { faults.append("材料“\(material.name)”不具体，应写明是什么材料") }
            if material.originals < 0 || material.copies < 0 || material.originals + material.copies == 0 {
                faults.append("材料“\(material.name)”没有份数")
            }
            let unknown = (material.handlingItems ?? []).filter { content.handlingItem($0) == nil }
            if !unknown.isEmpty { faults.append("材料“\(material.name)”指向不存在的业务办理项") }
        }
        if Set(materials.map(\.key)).count != materials.count { faults.append("材料的键重复") }
        if Set(materials.map(\.name)).count != materials.count { faults.append("材料名称重复") }
        return faults
    }

    static func isVague(_ name: String) -> Bool {
        if name.contains("其他材料") || name.contains("其它材料") { return true }
        return ["相关材料", "有关材料", "材料", "资料", "其他", "其它"].contains(name)
    }

    private var situationFaults: [String] {
        var faults: [String] = []
        let keys = content.situations.map(\.key)
        if Set(keys).count != keys.count { faults.append("情形问题的键重复") }
        for question in content.situations {
            if question.options.count < 2 { faults.append("情形“\(question.text)”少于两个选项") }
            if Set(question.options.map(\.key)).count != question.options.count {
                faults.append("情形“\(question.text)”的选项重复")
            }
            faults += changedMaterials(of: question)
        }
        // A wrong reference would only repeat itself below.
        guard faults.isEmpty, content.materials != nil else { return faults }
        for leaf in content.handlingItems where !everySituationAsks(leaf.key) {
            faults.append("业务办理项“\(leaf.name)”有一种情形不要任何材料")
        }
        return faults
    }

    private func changedMaterials(of question: SituationQuestion) -> [String] {
        var faults: [String] = []
        let asked = question.handlingItems ?? content.handlingItems.map(\.key)
        for option in question.options {
            for key in option.adds + option.removes {
                guard let material = content.materials?.first(where: { $0.key == key }) else {
                    faults.append("情形“\(question.text)”指向不存在的材料")
                    continue
                }
                let scope = material.handlingItems ?? content.handlingItems.map(\.key)
                if option.adds.contains(key), !asked.contains(where: scope.contains) {
                    faults.append("情形“\(question.text)”要的材料“\(material.name)”不属于它的业务办理项")
                }
            }
        }
        return faults
    }

    /// Tries each combination of answers, of the first 4,096 if there are more.
    private func everySituationAsks(_ leaf: String) -> Bool {
        let questions = content.situations(for: leaf)
        var combinations: [SituationAnswers] = [[:]]
        for question in questions where combinations.count < 4096 {
            combinations = combinations.flatMap { answers in
                question.options.map { option in answers.merging([question.key: option.key]) { $1 } }
            }
        }
        return combinations.allSatisfy { answers in
            !content.effectiveMaterials(handlingItem: leaf, answers: answers).isEmpty
        }
    }

    private var formFaults: [String] {
        guard let form = content.form else { return [] }
        var faults: [String] = []
        let fields = form.fields
        if Set(fields.map(\.key)).count != fields.count { faults.append("申请表的字段编码重复") }
        for field in fields {
            if field.label.isEmpty { faults.append("申请表有字段没有标题") }
            if [.choice, .multiChoice].contains(field.kind), field.options.count < 2 {
                faults.append("申请表字段“\(field.label)”少于两个选项")
            }
            guard let condition = field.shownWhen else { continue }
            if form.field(condition.field) == nil {
                faults.append("申请表字段“\(field.label)”的显示条件指向不存在的字段")
            } else if isCyclic(field, in: form) {
                faults.append("申请表字段“\(field.label)”的显示条件互相依赖")
            }
        }
        return faults
    }

    private func isCyclic(_ field: FormField, in form: FormDefinition) -> Bool {
        var next = field.shownWhen.flatMap { form.field($0.field) }
        for _ in form.fields {
            guard let current = next else { return false }
            if current.key == field.key { return true }
            next = current.shownWhen.flatMap { form.field($0.field) }
        }
        return next != nil
    }

    private var serviceFaults: [String] {
        var faults: [String] = []
        if let contact = content.contact, contact == content.complaint {
            faults.append("咨询电话与监督投诉电话相同")
        }
        if content.onlineDepth == .complete, let visits = content.visits, visits > 0 {
            faults.append("写着全程网办，却要到现场 \(visits) 次")
        }
        if let fees = content.fees, !fees.charged, !fees.fees.isEmpty {
            faults.append("写着不收费，却有收费项目")
        }
        return faults
    }
}
