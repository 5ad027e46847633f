import Base
import Foundation
import People
import Postgres
import TestSupport

@testable import Items

/// The project's own data of Xinzhou, and bodies to carry the items out.
enum Xinzhou {
    static let region = "140900000000"

    static let folder: URL = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Data/xinzhou")

    static func source() throws -> ItemSource {
        try ItemSource(catalogue: folder.appendingPathComponent("items-catalogue.json"))
    }

    /// Bodies of every name the catalogue uses, numbered from 1.
    static func state(_ source: ItemSource) -> ImportState {
        var state = ImportState()
        state.regionName = "忻州市"
        let names = Set(source.catalogue.entries.compactMap { $0.value?.executedBy }).sorted()
        state.bodies = names.enumerated().map { index, name in
            ImportState.Body(id: index + 1, name: "忻州市" + name, shortName: "市" + name)
        }
        return state
    }

    /// The catalogue as an import would publish it, without a database.
    static func catalogue() throws -> Catalogue {
        let source = try source()
        return try catalogue(source, copies: 1)
    }

    /// As above, each item several times under other codes, to see how work grows.
    static func catalogue(_ source: ItemSource, copies: Int) throws -> Catalogue {
        let state = state(source)
        let plan = try ImportPlan(source, state: state)
        var items: [PublishedItem] = []
        var words: [Int: [String]] = [:]
        for copy in 0..<copies {
            for item in plan.items {
                let id = items.count + 1
                let code = copy == 0 ? item.code : "Y\(copy)" + item.code.dropFirst(2)
                items.append(published(item, id: id, code: code, bodies: state.bodies))
                words[id] = source.words.words[item.key]
            }
        }
        let themes = source.themes.themes.enumerated().map { index, theme in
            Theme(code: theme.code, name: theme.name, audience: theme.audience, icon: theme.icon, sort: index)
        }
        return Catalogue(items: items, themes: themes, words: words)
    }

    private static func published(
        _ item: ImportPlan.Item, id: Int, code: String, bodies: [ImportState.Body]
    ) -> PublishedItem {
        let body = ExecutingBody(
            id: item.bodyID, name: bodies[item.bodyID - 1].name, regionCode: region, regionName: "忻州市")
        let leaves = item.leaves.enumerated().map { index, leaf in
            PublishedHandlingItem(id: id * 100 + index, code: code + leaf.key, key: leaf.key, name: leaf.name)
        }
        return PublishedItem(
            id: id, code: code, taskCode: nil, revision: 1, entryID: id, body: body, handlingItems: leaves,
            content: item.content)
    }
}

extension SourceEntry {
    /// A small entry that nothing is wrong with.
    static func fine(_ change: (inout SourceEntry) -> Void = { _ in }) -> SourceEntry {
        var entry = SourceEntry()
        entry.key = "0001"
        entry.code = "XZ0001"
        entry.name = "食品经营许可"
        entry.type = "01"
        entry.competentDepartment = "市场监督管理局"
        entry.executedBy = "行政审批服务管理局"
        entry.serverTypes = ["1", "2"]
        entry.projectType = "promised"
        entry.statutoryLimit = SourceStatutoryLimit(
            value: 10, unit: "workingDay", basis: "《食品经营许可和备案管理办法》", confidence: "sourced")
        entry.promisedLimit = SourceLimit(value: 5, unit: "workingDay")
        entry.handlingItems = ["核发", "变更"]
        entry.result = "食品经营许可证"
        entry.charged = false
        change(&entry)
        return entry
    }
}

extension ItemSource {
    /// A source of these entries, all of them under one theme.
    static func of(_ entries: [SourceEntry], services: [SourceService] = [], words: [String: [String]] = [:])
        -> ItemSource
    {
        let types = [SourceCode(code: "01", name: "行政许可"), SourceCode(code: "20", name: "公共服务")]
        let servers = ["1", "2", "3", "4", "5", "6"].map { SourceCode(code: $0, name: "对象\($0)") }
        let theme = SourceTheme(
            code: "work", name: "就业创业", audience: .personal, icon: "work", items: entries.compactMap(\.key))
        return ItemSource(
            catalogue: CatalogueFile(
                codeLists: ["itemType": types, "serverType": servers], entries: entries.map { SourceRow($0) }),
            services: ServiceFile(services: services.map { SourceRow($0) }), themes: ThemeFile(themes: [theme]),
            words: WordFile(words: words))
    }
}

extension ActingParty {
    static let importer = ActingParty.system("items.import")
}

extension TestDatabase.Template {
    /// All migrations that items stand on, one region and the bodies of the catalogue.
    static let items = TestDatabase.Template("items_tests") { database in
        _ = try await Migrator(BaseMigrations.all + PeopleMigrations.all + ItemsMigrations.all).run(on: database)
        let names = Set(try Xinzhou.source().catalogue.entries.compactMap { $0.value?.executedBy }).sorted()
        try await database.pipeline([
            """
            INSERT INTO people.region (code, name, level, code_system) VALUES ('140000000000', '山西省', 'province', 'GB2260')
            """,
            """
            INSERT INTO people.region (code, name, level, code_system, parent_code)
            VALUES (\(Xinzhou.region), '忻州市', 'city', 'GB2260', '140000000000')
            """,
            """
            INSERT INTO people.organisation (code, name, short_name, kind, region_code)
            SELECT 'B' || n, '忻州市' || name, '市' || name, 'department', \(Xinzhou.region)
            FROM unnest(\(names)::text[]) WITH ORDINALITY AS t (name, n)
            """,
        ])
    }
}
