import Base
import Foundation
import Postgres
import TestSupport
import Testing
import WorkCalendar

@testable import People

struct LogsTests {
    private func setUp() async throws -> (PeopleDatabase, AuditLogs, Session) {
        let database = try await PeopleDatabase.make()
        let auditor = try await database.people.staff("shenji", rights: ["readAudit"], category: "auditor")
        return (database, AuditLogs(database: database.office), try await database.session(auditor))
    }

    private func fill(_ database: PeopleDatabase, _ count: Int) async throws {
        try await database.owner.pipeline([
            """
            INSERT INTO people.sign_in (at, door, subject_kind, subject, method, result, client_address)
            SELECT '2025-11-24 10:00+08', 'office', 'staff', concat('user', n % 3), 'password',
                CASE WHEN n % 2 = 0 THEN 'ok' ELSE 'refused' END, '2001:db8::1'
            FROM generate_series(1, CAST(\(count) AS integer)) AS n
            """,
            """
            INSERT INTO base.audit_entry (at, door, actor_kind, actor_id, actor_name, act, object_kind, object_id)
            SELECT '2025-11-24 10:00+08', 'office', 'staff', 'x', '王小明', 'case.accept', 'case', concat('c', n)
            FROM generate_series(1, CAST(\(count) AS integer)) AS n
            """,
        ])
    }

    @Test("the auditor searches both logs by day, person, act and result, page by page, and each search is logged")
    func search() async throws {
        let (database, logs, auditor) = try await setUp()
        try await fill(database, 7)
        var query = LogQuery()
        query.from = CalendarDate("2025-11-24")
        query.to = CalendarDate("2025-11-24")
        query.who = "user1"
        #expect(try await logs.signIns(query, for: auditor, from: .office()).count == 3)
        query.result = "ok"
        #expect(try await logs.signIns(query, for: auditor, from: .office()).map(\.address) == ["2001:db8::1"])
        query.from = CalendarDate("2025-11-25")
        query.to = nil
        #expect(try await logs.signIns(query, for: auditor, from: .office()).isEmpty)

        var acts = LogQuery()
        acts.who = "王小明"
        acts.act = "case."
        acts.limit = 5
        let page = try await logs.operations(acts, for: auditor, from: .office())
        #expect(page.map(\.objectID) == ["c7", "c6", "c5", "c4", "c3"])
        acts.before = page.last?.id
        #expect(try await logs.operations(acts, for: auditor, from: .office()).map(\.objectID) == ["c2", "c1"])
        let searches = try await database.count("SELECT count(*) FROM base.audit_entry WHERE act LIKE 'audit.%'")
        #expect(searches == 5)
    }

    @Test("only the auditor reads logs", arguments: ["sysadmin", "secadmin"])
    func others(category: String) async throws {
        let (database, logs, _) = try await setUp()
        let right = category == "sysadmin" ? "manageOrganisations" : "grantRights"
        let other = try await database.session(database.people.staff("other", rights: [right], category: category))
        await #expect(throws: PeopleRefusal.rightMissing) {
            try await logs.signIns(LogQuery(), for: other, from: .office())
        }
        await #expect(throws: PeopleRefusal.rightMissing) {
            try await logs.exportOperations(LogQuery(), for: other, from: .office())
        }
    }

    @Test("an export is a table; beyond a thousand rows it needs a fresh second factor")
    func export() async throws {
        let (database, logs, auditor) = try await setUp()
        try await fill(database, 1_001)
        let text = try await logs.exportSignIns(LogQuery(), for: auditor, from: .office())
        #expect(text.hasPrefix("\u{FEFF}\"时间\",\"对象\""))
        #expect(text.contains("\"2025-11-24 10:00:00\",\"工作人员\",\"user1\",\"口令\",\"失败\""))
        #expect(text.split(separator: "\r\n").count == 1_002)

        let later = AuditLogs(database: database.office, now: .fixed(Date().addingTimeInterval(301)))
        await #expect(throws: PeopleRefusal.stepUpNeeded) {
            try await later.exportSignIns(LogQuery(), for: auditor, from: .office())
        }
        var few = LogQuery()
        few.who = "user1"
        #expect(try await !later.exportSignIns(few, for: auditor, from: .office()).isEmpty)
    }

    @Test("whoever has the command line searches and exports both logs whole, and that is logged too")
    func console() async throws {
        let database = try await PeopleDatabase.make()
        try await fill(database, 1_100)
        let logs = ConsoleLogs(database: database.owner)
        var few = LogQuery()
        few.who = "user1"
        few.result = "ok"
        few.limit = 3

        let rows = try await logs.search(.signIns, few)
        var text = ""
        let count = try await logs.export(.operations, LogQuery()) { text += $0 }

        #expect(rows.count == 3 && rows.allSatisfy { $0[2] == "user1" && $0[4] == "成功" })
        // The search itself is a row by now, and so is the export.
        #expect(count == 1_102)
        #expect(text.split(separator: "\r\n").count == 1_103)
        #expect(text.hasPrefix("\u{FEFF}\"序号\"") && text.contains("\"case c1\""))
        let acts = try await database.owner.rows(
            "SELECT act FROM base.audit_entry WHERE act LIKE 'audit.%' ORDER BY id"
        ) {
            try $0.get("act", as: String.self)
        }
        #expect(acts == ["audit.searchSignIns", "audit.exportOperations"])
    }

    @Test("nobody rewrites the operation log, not even the owner of the database")
    func appendOnly() async throws {
        let (database, _, _) = try await setUp()
        try await fill(database, 1)
        for statement in ["UPDATE base.audit_entry SET act = 'x'", "DELETE FROM base.audit_entry"] {
            await #expect(throws: PostgresError.self) { try await database.owner.execute(SQL(trusted: statement)) }
        }
        #expect(try await database.count("SELECT count(*) FROM base.audit_entry WHERE act = 'case.accept'") == 1)
    }

    @Test("cells that a spreadsheet would run are made text, quotes doubled, lines kept whole")
    func csv() {
        var table = CSVText(header: ["a"])
        table.append(["=1+1", "+86", "-5", "@x", "say \"hi\"", "two\nlines", "plain, text"])
        let expected =
            "\u{FEFF}\"a\"\r\n\"'=1+1\",\"'+86\",\"'-5\",\"'@x\",\"say \"\"hi\"\"\",\"two lines\",\"plain, text\"\r\n"
        #expect(table.text == expected)
    }
}
