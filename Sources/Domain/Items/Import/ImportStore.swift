import Base
import Foundation
import Identifiers
import Postgres

/// Reads the state before an import and writes its plan, each in one round trip.
struct ImportStore {
    let connection: Connection

    func state(region: String) async throws -> ImportState {
        // The lock comes first: two imports at once would both count the same revision.
        let results = try await connection.pipeline([
            "SELECT pg_advisory_xact_lock(7100002)",
            "SELECT name FROM people.region WHERE code = \(region)",
            """
            SELECT id, name, short_name FROM people.organisation
            WHERE region_code = \(region) AND kind = 'department' AND active ORDER BY sort, id
            """,
            """
            SELECT i.code, e.source_key, i.body_id, i.current_revision, r.digest, i.state
            FROM items.item i
            JOIN items.catalogue_entry e ON e.id = i.entry_id
            JOIN items.item_revision r ON r.item_id = i.id AND r.revision = i.current_revision
            """,
            """
            SELECT i.code AS item_code, h.code, h.name
            FROM items.handling_item h JOIN items.item i ON i.id = h.item_id
            """,
        ])
        var state = ImportState()
        state.regionName = try results[1].map { try $0.get("name", as: String.self) }.first ?? ""
        state.bodies = try results[2].map { row in
            ImportState.Body(
                id: try row.get("id"), name: try row.get("name"), shortName: try row.get("short_name"))
        }
        for item in try results[3].map(ImportState.Item.init(row:)) { state.items[item.code] = item }
        for (item, name, key) in try results[4].map(Self.leaf) { state.leaves[item, default: [:]][name] = key }
        return state
    }

    private static func leaf(_ row: Row) throws -> (item: String, name: String, key: String) {
        let item: String = try row.get("item_code")
        let code: String = try row.get("code")
        return (item, try row.get("name"), String(code.dropFirst(item.count)))
    }

    func write(_ plan: ImportPlan, source: ItemSource, at now: Date, by party: ActingParty) async throws {
        let rows = try PlannedRows(plan, source: source)
        let changes = rows.items.isEmpty ? [] : try itemStatements(rows, at: now, by: party)
        let detail = try JSON([
            "added": plan.report.added.count, "changed": plan.report.changed.count,
            "unchanged": plan.report.unchanged, "refused": plan.report.refused.count,
        ])
        let audit = AuditEntry("items.import", on: "catalogue", "items", by: party, detail: detail)
        _ = try await connection.pipeline(
            try dictionaryStatements(rows) + changes + [try words(rows), audit.statement])
    }

    private func dictionaryStatements(_ rows: PlannedRows) throws -> [SQL] {
        [
            """
            INSERT INTO items.code AS c (list, code, name, sort)
            SELECT list, code, name, sort FROM jsonb_to_recordset(\(try JSON(rows.codes)))
                AS r (list text, code text, name text, sort integer)
            ON CONFLICT (list, code) DO UPDATE SET name = excluded.name, sort = excluded.sort
            WHERE (c.name, c.sort) IS DISTINCT FROM (excluded.name, excluded.sort)
            """,
            """
            INSERT INTO items.theme AS t (code, name, audience, icon, sort)
            SELECT code, name, audience, icon, sort FROM jsonb_to_recordset(\(try JSON(rows.themes)))
                AS r (code text, name text, audience text, icon text, sort integer)
            ON CONFLICT (code) DO UPDATE
            SET name = excluded.name, audience = excluded.audience, icon = excluded.icon, sort = excluded.sort
            WHERE (t.name, t.audience, t.icon, t.sort)
                IS DISTINCT FROM (excluded.name, excluded.audience, excluded.icon, excluded.sort)
            """,
        ]
    }

    private func itemStatements(_ rows: PlannedRows, at now: Date, by party: ActingParty) throws -> [SQL] {
        let items = try JSON(rows.items)
        let creator = party.name.isEmpty ? party.id : party.name
        return [
            """
            INSERT INTO items.catalogue_entry AS e (source_key, code, name, type_code, competent_department)
            SELECT key, "catalogueCode", name, type, department FROM jsonb_to_recordset(\(items))
                AS r (key text, "catalogueCode" text, name text, type text, department text)
            ON CONFLICT (source_key) DO UPDATE
            SET code = excluded.code, name = excluded.name, type_code = excluded.type_code,
                competent_department = excluded.competent_department
            """,
            """
            INSERT INTO items.code_alias AS a (entry_id, code, series)
            SELECT e.id, r.code, r.series FROM jsonb_to_recordset(\(try JSON(rows.aliases)))
                AS r (key text, code text, series text)
            JOIN items.catalogue_entry e ON e.source_key = r.key
            ON CONFLICT (entry_id, code) DO UPDATE SET series = excluded.series
            """,
            """
            INSERT INTO items.item AS i (code, entry_id, body_id, state, current_revision)
            SELECT r.code, e.id, r.body, 'published', r.revision FROM jsonb_to_recordset(\(items))
                AS r (key text, code text, body integer, revision integer)
            JOIN items.catalogue_entry e ON e.source_key = r.key
            ON CONFLICT (code) DO UPDATE
            SET entry_id = excluded.entry_id, body_id = excluded.body_id, state = 'published',
                current_revision = excluded.current_revision
            """,
            """
            INSERT INTO items.item_revision (item_id, revision, content, digest, effective_from, note, created_by)
            SELECT i.id, r.revision, r.content, r.digest, \(now), '目录导入', \(creator)
            FROM jsonb_to_recordset(\(items)) AS r (code text, revision integer, content jsonb, digest text)
            JOIN items.item i ON i.code = r.code
            ON CONFLICT (item_id, revision) DO NOTHING
            """,
            """
            UPDATE items.item_revision r SET effective_to = \(now)
            FROM items.item i
            WHERE r.item_id = i.id AND r.revision < i.current_revision AND r.effective_to IS NULL
            """,
            """
            INSERT INTO items.handling_item AS h (item_id, code, name, sort, active)
            SELECT i.id, r.code, r.name, r.sort, true FROM jsonb_to_recordset(\(try JSON(rows.leaves)))
                AS r (item text, code text, name text, sort integer)
            JOIN items.item i ON i.code = r.item
            ON CONFLICT (code) DO UPDATE SET name = excluded.name, sort = excluded.sort, active = true
            """,
            """
            UPDATE items.handling_item h SET active = false
            FROM items.item i
            WHERE h.item_id = i.id AND h.active AND i.code = ANY (\(rows.items.map(\.code)))
                AND NOT h.code = ANY (\(rows.leaves.map(\.code)))
            """,
            """
            INSERT INTO items.item_change (item_id, revision, kind, at)
            SELECT i.id, r.revision, r.kind, \(now) FROM jsonb_to_recordset(\(items))
                AS r (code text, revision integer, kind text)
            JOIN items.item i ON i.code = r.code ORDER BY r.code
            """,
        ]
    }

    private func words(_ rows: PlannedRows) throws -> SQL {
        """
        INSERT INTO items.search_word (entry_id, word)
        SELECT e.id, r.word FROM jsonb_to_recordset(\(try JSON(rows.words))) AS r (key text, word text)
        JOIN items.catalogue_entry e ON e.source_key = r.key
        ON CONFLICT (entry_id, word) DO NOTHING
        """
    }
}

extension ImportState.Item {
    init(row: Row) throws {
        code = try row.get("code")
        entryKey = try row.get("source_key")
        bodyID = try row.get("body_id")
        revision = try row.get("current_revision")
        digest = try row.get("digest")
        let state: String = try row.get("state")
        isPublished = state == "published"
    }
}

/// The rows of a plan in the shape in which PostgreSQL unpacks them.
private struct PlannedRows {
    struct Item: Encodable {
        let key: String
        let code: String
        let catalogueCode: String?
        let name: String
        let type: String
        let department: String
        let body: Int
        let revision: Int
        let content: ItemContent
        let digest: String
        let kind: String
    }

    struct Leaf: Encodable {
        let item: String
        let code: String
        let name: String
        let sort: Int
    }

    struct Alias: Encodable {
        let key: String
        let code: String
        let series: String
    }

    struct Code: Encodable {
        let list: String
        let code: String
        let name: String
        let sort: Int
    }

    struct ThemeRow: Encodable {
        let code: String
        let name: String
        let audience: String
        let icon: String
        let sort: Int
    }

    struct Word: Encodable {
        let key: String
        let word: String
    }

    /// Only new and changed items.
    var items: [Item] = []
    var leaves: [Leaf] = []
    var aliases: [Alias] = []
    var codes: [Code] = []
    var themes: [ThemeRow] = []
    var words: [Word] = []

    init(_ plan: ImportPlan, source: ItemSource) throws {
        for item in plan.items where item.isNew || item.isChanged {
            items.append(
                Item(
                    key: item.key, code: item.code, catalogueCode: item.content.codes.first?.code.text,
                    name: item.content.name, type: item.content.typeCode,
                    department: item.content.competentDepartment, body: item.bodyID, revision: item.revision,
                    content: item.content, digest: item.digest, kind: item.isNew ? "published" : "changed"))
            for (index, leaf) in item.leaves.enumerated() {
                leaves.append(
                    Leaf(item: item.code, code: item.code + leaf.key, name: leaf.name, sort: index + 1))
            }
            aliases += item.content.codes.map { Alias(key: item.key, code: $0.code.text, series: $0.series) }
        }
        for (list, entries) in source.catalogue.codeLists.sorted(by: { $0.key < $1.key }) {
            codes += entries.enumerated().map { index, entry in
                Code(list: list, code: entry.code, name: entry.name, sort: index + 1)
            }
        }
        themes = source.themes.themes.enumerated().map { index, theme in
            ThemeRow(
                code: theme.code, name: theme.name, audience: theme.audience.rawValue, icon: theme.icon,
                sort: index + 1)
        }
        let taken = Set(plan.items.map(\.key))
        for (key, list) in source.words.words.sorted(by: { $0.key < $1.key }) where taken.contains(key) {
            words += Set(list).sorted().filter { (1...40).contains($0.count) }.map { Word(key: key, word: $0) }
        }
    }
}
