import Base
import Foundation
import Postgres
import TestSupport
import Testing
import WorkCalendar

@testable import Items

@Suite struct ItemImportTests {
    private static let noon = Date(timeIntervalSince1970: 1_764_000_000)

    private func importer(_ database: Database, at time: Date = noon) -> ItemImport {
        ItemImport(database: database, now: .fixed(time))
    }

    private func count(_ sql: SQL, _ database: Database) async throws -> Int {
        try await database.first(sql) { try $0.get(0, as: Int.self) } ?? -1
    }

    @Test("The whole catalogue is imported in one transaction, and again without any change")
    func wholeAndAgain() async throws {
        let database = try await TestDatabase.create(template: .items).database
        let source = try Xinzhou.source()

        let first = try await importer(database).run(source, by: .importer)
        #expect(first.added.count == 202 && first.refused.isEmpty && first.handlingItems == 451)
        let rows = try await Database.counting { counter in
            let second = try await importer(database).run(source, by: .importer)
            #expect(second.unchanged == 202 && second.added.isEmpty && second.changed.isEmpty)
            return counter.roundTrips
        }

        #expect(rows <= 4)
        #expect(try await count("SELECT count(*) FROM items.item_revision", database) == 202)
        #expect(try await count("SELECT count(*) FROM items.handling_item WHERE active", database) == 451)
        #expect(try await count("SELECT count(*) FROM items.item_change", database) == 202)
        #expect(try await count("SELECT count(*) FROM items.code_alias", database) == 6)
        #expect(try await count("SELECT count(*) FROM base.audit_entry WHERE act = 'items.import'", database) == 2)
    }

    @Test("A dry run tells the same and writes nothing")
    func dryRun() async throws {
        let database = try await TestDatabase.create(template: .items).database

        let report = try await importer(database).run(try Xinzhou.source(), dryRun: true, by: .importer)

        #expect(report.isDryRun && report.added.count == 202)
        #expect(report.text.contains("试运行"))
        #expect(try await count("SELECT count(*) FROM items.item", database) == 0)
        #expect(try await count("SELECT count(*) FROM base.audit_entry", database) == 0)
    }

    @Test("A changed row becomes a new revision from now on; the old one stays readable")
    func change() async throws {
        let database = try await TestDatabase.create(template: .items).database
        _ = try await importer(database).run(.of([.fine()]), by: .importer)
        let later = Self.noon + 86_400

        let changed = SourceEntry.fine { $0.promisedLimit = SourceLimit(value: 3, unit: "workingDay") }
        let report = try await importer(database, at: later).run(.of([changed]), by: .importer)

        #expect(report.changed == ["XZ0001"])
        let operations = ItemOperations(database: database, cache: CatalogueCache(), now: .fixed(later))
        let catalogue = try await operations.reload()
        let item = try #require(catalogue.item(code: "XZ0001"))
        #expect(item.revision == 2)
        #expect(item.content.promisedLimit?.amount == 3)
        let old = try await operations.revision(item: item.id, number: 1)
        #expect(old.promisedLimit?.amount == 5)
        let changes = try await operations.changes(since: 0)
        #expect(changes.map(\.kind) == [.published, .changed])
        #expect(try await operations.changes(since: changes[0].id).map(\.revision) == [2])
        let ends = try await count(
            "SELECT count(*) FROM items.item_revision WHERE revision = 1 AND effective_to = \(later)", database)
        #expect(ends == 1)
    }

    @Test("Handling items keep their codes when others come, go or change places")
    func stableLeaves() async throws {
        let database = try await TestDatabase.create(template: .items).database
        _ = try await importer(database).run(.of([.fine()]), by: .importer)

        let reordered = SourceEntry.fine { $0.handlingItems = ["注销", "变更"] }
        _ = try await importer(database).run(.of([reordered]), by: .importer)

        let operations = ItemOperations(database: database, cache: CatalogueCache())
        let item = try #require(try await operations.reload().item(code: "XZ0001"))
        #expect(item.handlingItems.map(\.code) == ["XZ000103", "XZ000102"])
        #expect(item.handlingItems.map(\.name) == ["注销", "变更"])
        #expect(item.content.handlingItem("03")?.name == "注销")
        #expect(throws: ItemRefusal.handlingItemNotFound) { try operations.handlingItem(code: "XZ000101") }
        _ = try await importer(database).run(.of([.fine()]), by: .importer)
        #expect(try await operations.reload().handlingItem(code: "XZ000101")?.leaf.name == "核发")
    }

    @Test("Bad rows are refused and reported, the good ones are taken")
    func partly() async throws {
        let database = try await TestDatabase.create(template: .items).database
        let bad = SourceEntry.fine {
            $0.key = "0002"
            $0.code = "XZ0002"
            $0.name = "取水许可"
            $0.handlingItems = []
        }

        let report = try await importer(database).run(.of([.fine(), bad]), by: .importer)

        #expect(report.added == ["XZ0001"])
        #expect(report.refused.map(\.name) == ["取水许可"])
        #expect(report.text.contains("第 2 行 0002 取水许可：没有业务办理项"))
        #expect(try await count("SELECT count(*) FROM items.item", database) == 1)
    }

    @Test("Words that staff added survive an import")
    func staffWords() async throws {
        let database = try await TestDatabase.create(template: .items).database
        _ = try await importer(database).run(.of([.fine()], words: ["0001": ["开饭店"]]), by: .importer)
        try await database.execute("INSERT INTO items.search_word SELECT id, '开面馆' FROM items.catalogue_entry")

        _ = try await importer(database).run(.of([.fine()], words: ["0001": ["开饭店"]]), by: .importer)

        let operations = ItemOperations(database: database, cache: CatalogueCache())
        let catalogue = try await operations.reload()
        #expect(catalogue.search(ItemSearch(text: "开面馆")).hits.first?.item.code == "XZ0001")
    }

    @Test("Two imports at once give one revision each item")
    func atOnce() async throws {
        let database = try await TestDatabase.create(template: .items).database
        let source = try Xinzhou.source()

        async let one = importer(database).run(source, by: .importer)
        async let two = importer(database).run(source, by: .importer)
        let reports = try await [one, two]

        #expect(reports.map(\.added.count).sorted() == [0, 202])
        #expect(try await count("SELECT count(*) FROM items.item_revision", database) == 202)
    }

    @Test("Every program copy takes up a change by itself", .timeLimit(.minutes(1)))
    func listening() async throws {
        let database = try await TestDatabase.create(template: .items).database
        _ = try await importer(database).run(.of([.fine()]), by: .importer)
        let operations = ItemOperations(database: database, cache: CatalogueCache())
        let keeping = Task { await operations.keepCurrent() }
        defer { keeping.cancel() }
        while operations.catalogue.item(code: "XZ0001") == nil { await Task.yield() }

        while operations.catalogue.item(code: "XZ0001")?.revision != 2 {
            let changed = SourceEntry.fine { $0.promisedLimit = SourceLimit(value: 3, unit: "workingDay") }
            _ = try await importer(database).run(.of([changed]), by: .importer)
            for _ in 0..<200 { await Task.yield() }
        }

        #expect(operations.catalogue.item(code: "XZ0001")?.content.promisedLimit?.amount == 3)
    }

    @Test("A change of which no notification came is found all the same", .timeLimit(.minutes(1)))
    func missedNotification() async throws {
        let database = try await TestDatabase.create(template: .items).database
        _ = try await importer(database).run(.of([.fine()]), by: .importer)
        let operations = ItemOperations(database: database, cache: CatalogueCache())
        let keeping = Task { await operations.keepCurrent(check: .milliseconds(5)) }
        defer { keeping.cancel() }
        while operations.catalogue.cursor == 0 { await Task.yield() }
        let before = operations.catalogue.cursor

        // This table has no trigger that would notify.
        try await database.execute(
            "INSERT INTO items.item_change (item_id, revision, kind) SELECT id, 1, 'changed' FROM items.item")
        while operations.catalogue.cursor == before { await Task.yield() }

        #expect(operations.catalogue.cursor > before)
    }

    @Test("The public role reads items and cannot change them")
    func rights() async throws {
        let test = try await TestDatabase.create(template: .items)
        _ = try await importer(test.database).run(.of([.fine()]), by: .importer)
        let citizen = test.connect(user: DoorName.public.databaseRole)

        let operations = ItemOperations(database: citizen, cache: CatalogueCache())
        #expect(try await operations.reload().items.count == 1)
        await #expect(throws: (any Error).self) {
            try await citizen.execute("UPDATE items.item SET state = 'abolished'")
        }
        await citizen.close()
    }

    @Test("Loading the catalogue is one round trip, reading it none")
    func statements() async throws {
        let database = try await TestDatabase.create(template: .items).database
        _ = try await importer(database).run(try Xinzhou.source(), by: .importer)
        let operations = ItemOperations(database: database, cache: CatalogueCache())

        let trips = try await Database.counting { counter in
            try await operations.reload()
            let item = try operations.item(code: "XZ0004")
            _ = try await operations.revision(item: item.id, number: item.revision)
            return counter.roundTrips
        }

        #expect(trips == 1)
        #expect(operations.catalogue.items.count == 202)
        #expect(operations.catalogue.term("itemType", "01") == "行政许可")
        await #expect(throws: ItemRefusal.revisionNotFound) { try await operations.revision(item: 1, number: 99) }
        #expect(throws: ItemRefusal.notFound) { try operations.item(code: "XZ9999") }
    }
}
