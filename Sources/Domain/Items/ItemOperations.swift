package import Base
package import Postgres
import Synchronization

/// What pages, cases and interfaces ask of the service items.
package struct ItemOperations: Sendable {
    let database: Database
    let now: TimeSource
    /// The snapshot that reads are answered from.
    package let cache: CatalogueCache
    private let revisions = RevisionCache()

    package init(database: Database, cache: CatalogueCache, now: TimeSource = .system) {
        self.database = database
        self.cache = cache
        self.now = now
    }

    /// The published items as last loaded; no query.
    package var catalogue: Catalogue { cache.current }

    /// Loads the published items anew and makes them current. One round trip.
    @discardableResult
    package func reload() async throws -> Catalogue {
        let catalogue = try await database.withConnection { connection in
            try await ItemStore(connection: connection).catalogue()
        }
        cache.replace(with: catalogue)
        return catalogue
    }

    /// Keeps the catalogue current until the task is cancelled: loads it, then again after each change and after each
    /// lost connection. A load that fails leaves the old catalogue and is tried again.
    ///
    /// - Parameter check: how often to look for changes of which no notification came.
    package func keepCurrent(retryAfter pause: Duration = .seconds(2), check: Duration = .seconds(60)) async {
        let notifications = database.listen([Self.channel])
        await reloadUntilDone(pause)
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await _ in notifications { await reloadUntilDone(pause) }
            }
            group.addTask {
                // What happened before the listener was connected came without a notification.
                while (try? await Task.sleep(for: check)) != nil {
                    if await isBehind() { await reloadUntilDone(pause) }
                }
            }
        }
    }

    private func isBehind() async -> Bool {
        let statement: SQL = "SELECT coalesce(max(id), 0) FROM items.item_change"
        let last = try? await database.first(statement) { try $0.get(0, as: Int.self) }
        return last.map { $0 > catalogue.cursor } ?? false
    }

    private func reloadUntilDone(_ pause: Duration) async {
        while !Task.isCancelled {
            do {
                try await reload()
                return
            } catch {
                try? await Task.sleep(for: pause)
            }
        }
    }

    private static let channel = "items_changed"

    /// The published item with that local code.
    ///
    /// - Throws: `ItemRefusal.notFound`.
    package func item(code: String) throws(ItemRefusal) -> PublishedItem {
        guard let item = catalogue.item(code: code) else { throw .notFound }
        return item
    }

    /// The published handling item with that code, and its item.
    ///
    /// - Throws: `ItemRefusal.handlingItemNotFound`.
    package func handlingItem(
        code: String
    ) throws(ItemRefusal) -> (item: PublishedItem, leaf: PublishedHandlingItem) {
        guard let found = catalogue.handlingItem(code: code) else { throw .handlingItemNotFound }
        return found
    }

    /// One revision of an item, as running cases need it. Revisions never change, so they are kept once read.
    ///
    /// - Throws: `ItemRefusal.revisionNotFound`.
    package func revision(item: Int, number: Int) async throws -> ItemContent {
        if let current = catalogue.item(id: item), current.revision == number { return current.content }
        if let kept = revisions.content(item: item, number: number) { return kept }
        let found = try await database.withConnection { connection in
            try await ItemStore(connection: connection).revision(item: item, number: number)
        }
        guard let found else { throw ItemRefusal.revisionNotFound }
        revisions.keep(found, item: item, number: number)
        return found
    }

    /// What happened to items after a cursor, oldest first. The cursor of the last change goes into the next call.
    package func changes(since cursor: Int, limit: Int = 100) async throws -> [ItemChange] {
        let count = min(max(limit, 1), 500)
        let statement: SQL = """
            SELECT c.id, i.code, c.revision, c.kind, c.at
            FROM items.item_change c JOIN items.item i ON i.id = c.item_id
            WHERE c.id > \(cursor) ORDER BY c.id LIMIT \(count)
            """
        return try await database.rows(statement) { try ItemChange(row: $0) }
    }
}

/// Old revisions that running cases still need.
private final class RevisionCache: Sendable {
    private struct Key: Hashable {
        let item: Int
        let number: Int
    }

    private static let limit = 500
    private let contents = Mutex<[Key: ItemContent]>([:])

    func content(item: Int, number: Int) -> ItemContent? {
        contents.withLock { $0[Key(item: item, number: number)] }
    }

    func keep(_ content: ItemContent, item: Int, number: Int) {
        contents.withLock { contents in
            // Far more than a city has open; starting afresh is simpler than counting uses.
            if contents.count >= Self.limit { contents.removeAll() }
            contents[Key(item: item, number: number)] = content
        }
    }
}
