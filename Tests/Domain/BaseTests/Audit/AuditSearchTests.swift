import Foundation
import Postgres
import TestSupport
import Testing

@testable import Base

struct AuditSearchTests {
    let test: TestDatabase
    let owner: Database
    let search: AuditSearch
    let auditor: ActingParty

    init() async throws {
        test = try await TestDatabase.create(template: .base)
        owner = test.database
        search = AuditSearch(database: test.connect(user: "yanmen_office"))
        auditor = try await SignedInAuditor(in: owner).party
    }

    private func write(_ act: String, object: String, actor: String = "s1", minute: Int, request: String = "")
        async throws
    {
        let moment = Date(timeIntervalSince1970: 1_700_000_000 + Double(minute) * 60)
        try await owner.execute(
            """
            INSERT INTO base.audit_entry (at, door, actor_kind, actor_id, actor_name, act, object_kind, object_id, request_id)
            VALUES (\(moment), 'office', 'staff', \(actor), '张三', \(act), 'case', \(object), \(request))
            """)
    }

    @Test("each filter finds its rows, newest first")
    func filters() async throws {
        try await write("case.accept", object: "a", minute: 1)
        try await write("case.grant", object: "b", actor: "s2", minute: 2, request: "r9")
        try await write("people.reset", object: "c", minute: 3)
        func found(_ filter: AuditFilter) async throws -> [String] {
            try await search.page(filter, by: auditor).map(\.objectID).filter { $0 != "-" }
        }
        let start = Date(timeIntervalSince1970: 1_700_000_000)

        #expect(try await found(AuditFilter()) == ["c", "b", "a"])
        #expect(try await found(AuditFilter(actorID: "s2")) == ["b"])
        #expect(try await found(AuditFilter(actorName: "张三")) == ["c", "b", "a"])
        #expect(try await found(AuditFilter(act: "case.accept")) == ["a"])
        #expect(try await found(AuditFilter(act: "case.")) == ["b", "a"])
        #expect(try await found(AuditFilter(objectKind: "case", objectID: "c")) == ["c"])
        #expect(try await found(AuditFilter(requestID: "r9")) == ["b"])
        let range = AuditFilter(from: start.addingTimeInterval(60), until: start.addingTimeInterval(180))
        #expect(try await found(range) == ["b", "a"])
    }

    @Test("pages follow one another without gap or repetition, also among equal times")
    func paging() async throws {
        for number in 0..<25 { try await write("x", object: "\(number)", minute: number / 10) }
        var filter = AuditFilter(act: "x")
        filter.objectKind = "case"
        var place: AuditRecord.Place?
        var seen: [String] = []
        repeat {
            let page = try await search.page(filter, after: place, limit: 4, by: auditor)
            seen += page.map(\.objectID)
            place = page.last.flatMap { AuditRecord.Place($0.place.text) }
        } while place != nil && seen.count < 100

        #expect(seen == (0..<25).reversed().map { "\($0)" })
    }

    @Test("looking is recorded once, turning pages is not")
    func recorded() async throws {
        try await write("x", object: "1", minute: 1)
        let page = try await search.page(AuditFilter(act: "x"), by: auditor)
        _ = try await search.page(AuditFilter(act: "x"), after: page[0].place, by: auditor)

        let details: [String] = try await owner.rows(
            "SELECT detail::text AS d FROM base.audit_entry WHERE act = 'audit.search'"
        ) {
            try $0.get("d")
        }
        #expect(details == [#"{"act": "x"}"#])
    }

    @Test("without the right nothing is seen")
    func rights() async throws {
        try await write("x", object: "1", minute: 1)
        let clerk = ActingParty(kind: .staff, id: "s1", name: "李四", door: .office)
        #expect(try await search.page(AuditFilter(), by: clerk).isEmpty)
    }

    @Test("the export holds every row once, under its headings, and runs no formula")
    func export() async throws {
        try await owner.execute(
            """
            INSERT INTO base.audit_entry (door, actor_kind, actor_id, actor_name, act, object_kind, object_id, reason)
            SELECT 'office', 'staff', 's' || n, '=HYPERLINK("x")', 'x', 'case', n::text, 'a, "b"'
            FROM generate_series(1, 2300) AS n
            """)
        var bytes: [UInt8] = []
        for try await piece in try await search.export(AuditFilter(act: "x"), by: auditor) { bytes += piece }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")

        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        #expect(lines.count == 2301)
        #expect(lines[0].contains("\"时间\",\"操作者类别\""))
        #expect(lines[1].contains(#""工作人员","'=HYPERLINK(""x"")","s2300""#))
        #expect(lines[1].contains(#""a, ""b""""#))
        #expect(Set(lines).count == 2301)
    }

    @Test(
        "cells that a spreadsheet would run are disarmed",
        arguments: ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r1", "＝1", "\n-2"])
    func formulas(cell: String) {
        let text = String(decoding: CSVLine([cell]).bytes, as: UTF8.self)
        #expect(text.hasPrefix("\"'"))
    }

    @Test("harmless cells are kept as they are", arguments: ["", "2025-11-24", "a=b", "忻州", "1-2"])
    func harmless(cell: String) {
        #expect(String(decoding: CSVLine([cell]).bytes, as: UTF8.self) == "\"\(cell)\"\r\n")
    }

    @Test("a place that nobody gave out is no place", arguments: ["", "1", "a-b", "1-2-3", "-1-2"])
    func places(text: String) {
        #expect(AuditRecord.Place(text) == nil)
    }
}
