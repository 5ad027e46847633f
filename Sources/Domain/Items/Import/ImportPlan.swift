import Base
import Postgres

/// What the database holds before an import, as far as the import needs it.
struct ImportState: Sendable {
    struct Body: Sendable {
        let id: Int
        let name: String
        let shortName: String
    }

    struct Item: Sendable {
        let code: String
        let entryKey: String
        let bodyID: Int
        let revision: Int
        let digest: String
        let isPublished: Bool
    }

    var regionName = ""
    var bodies: [Body] = []
    /// By code.
    var items: [String: Item] = [:]
    /// Item code → name of handling item → key; inactive ones too, because their codes stay taken.
    var leaves: [String: [String: String]] = [:]

    /// The body with that name, its short name, or the name without the region in front.
    func body(named name: String) -> Body? {
        let plain = name.hasPrefix(regionName) ? String(name.dropFirst(regionName.count)) : name
        return bodies.first { $0.name == name || $0.name == regionName + plain }
            ?? bodies.first { $0.shortName == name || $0.shortName == plain || $0.shortName == "市" + plain }
    }
}

/// What an import found and did.
package struct ImportReport: Sendable, Hashable {
    /// A row that was not taken, with everything that is wrong with it.
    package struct Refused: Sendable, Hashable {
        /// Position in the source, counted from 1.
        package let row: Int
        package let key: String
        package let name: String
        package let reasons: [String]
    }

    package var rows = 0
    package var handlingItems = 0
    /// Codes of new items.
    package var added: [String] = []
    /// Codes of items with a new revision.
    package var changed: [String] = []
    package var unchanged = 0
    package var refused: [Refused] = []
    /// What is odd but no reason to refuse a row.
    package var remarks: [String] = []
    package var isDryRun = false

    package init() {}

    /// The report for people, several lines.
    package var text: String {
        var lines = ["读取 \(rows) 行：新增 \(added.count)，变更 \(changed.count)，未变 \(unchanged)，拒绝 \(refused.count)。"]
        if isDryRun { lines.append("这是试运行，没有写入任何数据。") }
        for row in refused {
            lines.append("第 \(row.row) 行 \(row.key) \(row.name)：\(row.reasons.joined(separator: "；"))")
        }
        lines += remarks
        return lines.joined(separator: "\n")
    }
}

/// The pure half of an import: which rows become which revisions, and which are refused.
struct ImportPlan: Sendable {
    struct Item: Sendable {
        let entry: SourceEntry
        let code: String
        let key: String
        let bodyID: Int
        let content: ItemContent
        let document: JSON
        let digest: String
        let revision: Int
        /// Names of handling items with their keys, in order.
        let leaves: [HandlingItemContent]
        let isNew: Bool
        let isChanged: Bool
    }

    private(set) var items: [Item] = []
    private(set) var report = ImportReport()

    init(_ source: ItemSource, state: ImportState) throws {
        report.rows = source.catalogue.entries.count
        let services = readServices(source)
        var reader = EntryReader(codeLists: source.catalogue.codeLists, themes: source.themes.themes)
        var names: Set<String> = []
        var codes: Set<String> = []
        var keys: Set<String> = []
        for (index, row) in source.catalogue.entries.enumerated() {
            guard let entry = row.value else {
                refuse(index, nil, ["无法读取：\(row.fault ?? "")"])
                continue
            }
            var reasons = identityFaults(entry)
            if !names.insert(entry.name ?? "").inserted { reasons.append("事项名称重复") }
            if !codes.insert(entry.code ?? "").inserted { reasons.append("事项编码重复") }
            if !keys.insert(entry.key ?? "").inserted { reasons.append("目录键重复") }
            let body = state.body(named: entry.executedBy ?? "")
            if body == nil { reasons.append("本市没有机构“\(entry.executedBy ?? "")”") }
            let leaves = Self.leafKeys(entry, known: state.leaves[entry.code ?? ""] ?? [:])
            let content = reader.read(entry, service: services[entry.key ?? ""], keys: leaves)
            reasons += reader.reasons
            guard reasons.isEmpty, let content, let body else {
                refuse(index, entry, reasons)
                continue
            }
            try add(entry, content: content, bodyID: body.id, before: state.items[entry.code ?? ""])
        }
        report.handlingItems = items.reduce(0) { $0 + $1.leaves.count }
        remark(on: source, entries: keys)
    }

    /// Whether anything is to be written for items.
    var hasChanges: Bool { items.contains { $0.isNew || $0.isChanged } }

    private mutating func readServices(_ source: ItemSource) -> [String: SourceService] {
        var services: [String: SourceService] = [:]
        for (index, row) in source.services.services.enumerated() {
            guard let service = row.value else {
                report.remarks.append("服务文件第 \(index + 1) 行无法读取：\(row.fault ?? "")")
                continue
            }
            services[service.key] = service
        }
        return services
    }

    private mutating func add(
        _ entry: SourceEntry, content: ItemContent, bodyID: Int, before: ImportState.Item?
    ) throws {
        let document = try JSON(content)
        let digest = Digest.sm3(document.text)
        let code = entry.code ?? ""
        let isChanged: Bool
        if let before {
            isChanged = before.digest != digest || before.bodyID != bodyID || !before.isPublished
            if isChanged { report.changed.append(code) } else { report.unchanged += 1 }
        } else {
            isChanged = false
            report.added.append(code)
        }
        let revision = (before?.revision ?? 0) + (before == nil || before?.digest != digest ? 1 : 0)
        items.append(
            Item(
                entry: entry, code: code, key: entry.key ?? "", bodyID: bodyID, content: content, document: document,
                digest: digest, revision: revision, leaves: content.handlingItems, isNew: before == nil,
                isChanged: isChanged))
    }

    private func identityFaults(_ entry: SourceEntry) -> [String] {
        var faults: [String] = []
        if (entry.key ?? "").isEmpty { faults.append("缺少目录键") }
        let code = Array((entry.code ?? "").utf8)
        let letters = code.prefix(2).allSatisfy { (65...90).contains($0) }
        let digits = code.dropFirst(2).allSatisfy { (48...57).contains($0) }
        if code.count != 6 || !letters || !digits {
            faults.append("事项编码“\(entry.code ?? "")”应为两个大写字母和四位数字")
        }
        return faults
    }

    /// A handling item keeps its key for ever; new ones get the next free one.
    private static func leafKeys(_ entry: SourceEntry, known: [String: String]) -> [String: String] {
        var keys = known
        var serial = known.values.compactMap { Int($0) }.max() ?? 0
        for name in entry.handlingItems ?? [] where keys[name] == nil {
            serial += 1
            keys[name] = HandlingItemContent.key(serial)
        }
        return keys
    }

    private mutating func refuse(_ index: Int, _ entry: SourceEntry?, _ reasons: [String]) {
        report.refused.append(
            ImportReport.Refused(
                row: index + 1, key: entry?.key ?? "", name: entry?.name ?? "", reasons: reasons))
    }

    private mutating func remark(on source: ItemSource, entries: Set<String>) {
        let services = source.services.services.compactMap(\.value).map(\.key)
        let pointing: [(String, [String])] = [
            ("服务文件", services), ("主题文件", source.themes.themes.flatMap(\.items)),
            ("检索词文件", Array(source.words.words.keys)),
        ]
        for (file, keys) in pointing {
            let unknown = Set(keys).subtracting(entries).sorted()
            if !unknown.isEmpty { report.remarks.append("\(file)提到目录中没有的事项：\(unknown.joined(separator: "、"))") }
        }
    }
}
