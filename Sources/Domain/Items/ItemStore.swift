import Postgres

/// Reads published items and revisions.
struct ItemStore {
    let connection: Connection

    /// Everything the catalogue needs, in one round trip.
    func catalogue() async throws -> Catalogue {
        let results = try await connection.pipeline([
            """
            SELECT i.id, i.code, i.task_code, i.current_revision, i.entry_id, i.body_id, o.name AS body_name,
                   o.region_code, g.name AS region_name, o.telephone, o.complaint_telephone, o.address,
                   o.opening_hours, r.content
            FROM items.item i
            JOIN items.item_revision r ON r.item_id = i.id AND r.revision = i.current_revision
            JOIN people.organisation o ON o.id = i.body_id
            JOIN people.region g ON g.code = o.region_code
            WHERE i.state = 'published'
            """,
            """
            SELECT h.id, h.item_id, h.code, h.name, i.code AS item_code
            FROM items.handling_item h JOIN items.item i ON i.id = h.item_id
            WHERE h.active AND i.state = 'published' ORDER BY h.item_id, h.sort
            """,
            "SELECT code, name, audience, icon, sort FROM items.theme",
            "SELECT entry_id, array_agg(word ORDER BY word) AS words FROM items.search_word GROUP BY entry_id",
            "SELECT list, code, name FROM items.code",
            """
            SELECT code, name FROM people.region
            WHERE level IN ('city', 'county') AND valid_to IS NULL ORDER BY level, sort, code
            """,
            "SELECT coalesce(max(id), 0) FROM items.item_change",
        ])
        var leaves: [Int: [PublishedHandlingItem]] = [:]
        for (item, leaf) in try results[1].map(Self.leaf) { leaves[item, default: []].append(leaf) }
        let items = try results[0].map { row in
            try PublishedItem(row: row, handlingItems: leaves[try row.get("id", as: Int.self)] ?? [])
        }
        let themes = try results[2].map(Theme.init(row:))
        var words: [Int: [String]] = [:]
        for (entry, list) in try results[3].map({ row in
            (try row.get("entry_id", as: Int.self), try row.get("words", as: [String].self))
        }) { words[entry] = list }
        var dictionary: [String: [String: String]] = [:]
        for (list, code, name) in try results[4].map({ row in
            (
                try row.get("list", as: String.self), try row.get("code", as: String.self),
                try row.get("name", as: String.self)
            )
        }) { dictionary[list, default: [:]][code] = name }
        let regions = try results[5].map { row in
            CatalogueRegion(code: try row.get("code"), name: try row.get("name"))
        }
        return Catalogue(
            items: items, themes: themes, words: words, dictionary: dictionary, regions: regions,
            cursor: try results[6].map { try $0.get(0, as: Int.self) }.first ?? 0)
    }

    private static func leaf(_ row: Row) throws -> (Int, PublishedHandlingItem) {
        let itemCode: String = try row.get("item_code")
        let code: String = try row.get("code")
        let leaf = PublishedHandlingItem(
            id: try row.get("id"), code: code, key: String(code.dropFirst(itemCode.count)),
            name: try row.get("name"))
        return (try row.get("item_id"), leaf)
    }

    /// One revision, whatever its state; nil when there is none.
    func revision(item: Int, number: Int) async throws -> ItemContent? {
        let statement: SQL = """
            SELECT content FROM items.item_revision WHERE item_id = \(item) AND revision = \(number)
            """
        return try await connection.first(statement) { try $0.json("content") }
    }
}

extension PublishedItem {
    convenience init(row: Row, handlingItems: [PublishedHandlingItem]) throws {
        self.init(
            id: try row.get("id"), code: try row.get("code"), taskCode: try row.get("task_code"),
            revision: try row.get("current_revision"), entryID: try row.get("entry_id"),
            body: ExecutingBody(
                id: try row.get("body_id"), name: try row.get("body_name"), regionCode: try row.get("region_code"),
                regionName: try row.get("region_name"), telephone: try row.get("telephone"),
                complaintTelephone: try row.get("complaint_telephone"), address: try row.get("address"),
                openingHours: try row.get("opening_hours")),
            handlingItems: handlingItems, content: try row.json("content"))
    }
}

extension Theme {
    init(row: Row) throws {
        self.init(
            code: try row.get("code"), name: try row.get("name"), audience: try row.get("audience"),
            icon: try row.get("icon"), sort: try row.get("sort"))
    }
}
