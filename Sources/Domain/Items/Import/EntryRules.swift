import Identifiers
import WorkCalendar

/// Turns a source entry into content, or says everything that is wrong with it at once.
struct EntryReader {
    let codeLists: [String: [SourceCode]]
    let themes: [String: [String]]
    private(set) var reasons: [String] = []

    init(codeLists: [String: [SourceCode]], themes: [SourceTheme]) {
        self.codeLists = codeLists
        var byEntry: [String: [String]] = [:]
        for theme in themes {
            for key in theme.items { byEntry[key, default: []].append(theme.code) }
        }
        self.themes = byEntry
    }

    /// The content, with handling items under the keys given, or nil and `reasons`.
    mutating func read(
        _ entry: SourceEntry, service: SourceService?, keys: [String: String]
    ) -> ItemContent? {
        reasons = []
        let name = required(entry.name, "事项名称")
        let department = required(entry.competentDepartment, "行业主管部门")
        let type = dictionaryCode(entry.type, list: "itemType", label: "事项类型")
        let servers = serverTypes(entry.serverTypes)
        let project = projectType(entry.projectType)
        let leaves = handlingItems(entry.handlingItems, keys)
        let codes = seriesCodes(entry.codes, type: type)
        let statutory = statutoryLimit(entry.statutoryLimit)
        let promised = limit(entry.promisedLimit?.value, entry.promisedLimit?.unit, "承诺时限")
        check(project: project, promised: promised, statutory: statutory?.limit)
        let start = entry.limitStart.map(LimitStart.init(rawValue:)) ?? .acceptance
        if start == nil { reasons.append("起算方式“\(entry.limitStart ?? "")”不认识") }
        let levels = (entry.levels ?? []).compactMap(ExerciseLevel.init(rawValue:))
        if levels.count != entry.levels?.count ?? 0 { reasons.append("行使层级只能是 1 至 7") }
        let ownThemes = themes[entry.key ?? ""] ?? []
        if ownThemes.isEmpty { reasons.append("没有归入任何主题") }

        var content = ItemContent(
            name: name, aliases: entry.aliases ?? [], typeCode: type, competentDepartment: department,
            levels: levels, serverTypes: servers, projectType: project, legalBasis: entry.legalBasis ?? [],
            statutoryLimit: statutory, promisedLimit: promised, limitStart: start ?? .acceptance,
            procedures: entry.procedures ?? [], handlingItems: leaves, themes: ownThemes, codes: codes,
            notes: notes(of: entry))
        content.materials = entry.materials
        if let result = entry.result, !result.isEmpty {
            content.result = ResultContent(name: result, kind: ResultContent.Kind(resultName: result))
        }
        if let charged = entry.charged { content.fees = FeeSchedule(charged: charged) }
        // Usual promises are no facts of this city.
        if promised != nil { content.examples = [.promisedLimit] }
        if let service { complete(&content, with: service, keys: serviceKeys(entry.handlingItems ?? [], keys)) }
        // Without handling items everything that refers to one would be reported as well.
        if !leaves.isEmpty { reasons += ContentCheck(content).faults }
        return reasons.isEmpty ? content : nil
    }

    private func notes(of entry: SourceEntry) -> [String] {
        var notes = entry.notes ?? []
        if let place = entry.handledAt { notes.append("具体由\(place)办理。") }
        return notes
    }

    private mutating func required(_ text: String?, _ label: String) -> String {
        let text = text ?? ""
        if !text.contains(where: { !$0.isWhitespace }) { reasons.append("缺少\(label)") }
        return text
    }

    private mutating func dictionaryCode(_ code: String?, list: String, label: String) -> String {
        guard let code, !code.isEmpty else {
            reasons.append("缺少\(label)")
            return ""
        }
        if codeLists[list]?.contains(where: { $0.code == code }) != true {
            reasons.append("\(label)“\(code)”不在代码表中")
        } else if list == "itemType", !ItemTypeCode.isAppliedFor(code) {
            reasons.append("事项类型“\(code)”不是依申请办理的事项")
        }
        return code
    }

    private mutating func serverTypes(_ codes: [String]?) -> [String] {
        guard let codes, !codes.isEmpty else {
            reasons.append("缺少服务对象")
            return []
        }
        return codes.map { dictionaryCode($0, list: "serverType", label: "服务对象") }
    }

    private mutating func projectType(_ word: String?) -> ProjectType {
        guard let type = word.flatMap(ProjectType.init(rawValue:)) else {
            reasons.append(word == nil ? "缺少办件类型" : "办件类型“\(word ?? "")”不认识")
            return .promised
        }
        return type
    }

    private mutating func handlingItems(_ names: [String]?, _ keys: [String: String]) -> [HandlingItemContent] {
        let names = names ?? []
        if names.isEmpty { reasons.append("没有业务办理项") }
        if names.count > 99 { reasons.append("业务办理项超过 99 个") }
        if names.contains(where: { name in !name.contains { !$0.isWhitespace } }) {
            reasons.append("有业务办理项没有名称")
        }
        if Set(names).count != names.count { reasons.append("业务办理项名称重复") }
        return names.map { HandlingItemContent(key: keys[$0] ?? "", name: $0) }
    }

    private mutating func seriesCodes(_ codes: [SourceSeriesCode]?, type: String) -> [SeriesCode] {
        var read: [SeriesCode] = []
        for source in codes ?? [] {
            do {
                let code = try CatalogueCode(source.code)
                if code.itemType != type {
                    reasons.append("基本编码 \(source.code) 中的类型 \(code.itemType) 与事项类型 \(type) 不符")
                }
                read.append(SeriesCode(code: code, series: source.series))
            } catch {
                reasons.append("基本编码 \(source.code)：\(error.message)")
            }
        }
        return read
    }

    private mutating func statutoryLimit(_ source: SourceStatutoryLimit?) -> StatutoryLimit? {
        guard let source else { return nil }
        guard let confidence = StatutoryLimit.Confidence(rawValue: source.confidence) else {
            reasons.append("法定时限的来源“\(source.confidence)”不认识")
            return nil
        }
        let limit = limit(source.value, source.unit, "法定时限")
        if confidence == .none, limit != nil { reasons.append("法定时限写着“无”，却又有天数") }
        if confidence != .none, limit == nil, source.value == nil { reasons.append("法定时限没有天数") }
        return StatutoryLimit(limit: limit, basis: source.basis, confidence: confidence, remark: source.remark)
    }

    private mutating func limit(_ value: Int?, _ unit: String?, _ label: String) -> Limit? {
        guard let value else { return nil }
        guard let unit = unit.flatMap(Limit.Unit.init(rawValue:)) else {
            reasons.append("\(label)的单位不认识")
            return nil
        }
        guard value >= 0 else {
            reasons.append("\(label)是负数")
            return nil
        }
        return Limit(value, unit)
    }

    private mutating func check(project: ProjectType, promised: Limit?, statutory: Limit?) {
        guard let promised else { return }
        if project == .instant, promised.amount > 0 {
            reasons.append("即办件应当场办结，承诺时限却是 \(promised.text)")
        }
        if project == .promised, promised.amount == 0 {
            reasons.append("承诺件的承诺时限不能是 0")
        }
        if let statutory, statutory.unit == promised.unit, promised.amount > statutory.amount {
            reasons.append("承诺时限 \(promised.text) 超过法定时限 \(statutory.text)")
        }
    }

    /// Position in the source (`01` …) → key of the handling item.
    private func serviceKeys(_ names: [String], _ keys: [String: String]) -> [String: String] {
        var map: [String: String] = [:]
        for (index, name) in names.enumerated() { map[HandlingItemContent.key(index + 1)] = keys[name] ?? "" }
        return map
    }
}

extension HandlingItemContent {
    /// Two digits for a serial number of 1 to 99.
    static func key(_ serial: Int) -> String { serial < 10 ? "0\(serial)" : "\(serial)" }
}

extension ResultContent.Kind {
    /// The kind that the name of a result says.
    init(resultName name: String) {
        let first = name.split(whereSeparator: { "/、".contains($0) }).first.map(String.init) ?? name
        let licences = ["证", "证书", "执照", "证件", "卡", "护照", "户口簿", "号牌", "标牌", "批准书"]
        let approvals = ["批复", "批文", "批准文件", "决定书", "意见书", "审查意见", "核准文件", "裁决书"]
        if approvals.contains(where: first.hasSuffix) {
            self = .approval
        } else {
            self = licences.contains(where: first.hasSuffix) ? .licence : .other
        }
    }
}
