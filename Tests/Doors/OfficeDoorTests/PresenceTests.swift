import Cases
import DoorTesting
import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import OfficeDoor

/// Who else has a case open: information for a minute or two, never a lock.
@Suite struct PresenceTests {
    @Test("The second officer reads who looks at the case, then who writes; the first is not told of themselves")
    func note() async throws {
        let site = try await CounterSite.make()
        let record = try await site.accepted()
        let path = "/cases/\(record.id.uuidString.lowercased())"

        let (first, _) = try await site.visit(as: site.clerk) { try await $0.get(path).text }
        let (second, faults) = try await site.visit(as: site.examiner) { browser in
            let seen = try await browser.get(path).text
            _ = try await site.visit(as: site.clerk) { try await $0.get("\(path)/presence?editing=1") }
            return (seen, try await browser.get("\(path)/presence").text)
        }

        #expect(!first.contains("正在查看"))
        #expect(second.0.contains("<b>王丽</b> 正在查看"))
        #expect(second.1.contains("<b>王丽</b> 正在编辑"))
        #expect(!second.1.contains("<html"))
        #expect(faults.filter { !$0.hasSuffix("not one h1") } == [])
    }

    @Test("Whoever has gone is forgotten after a minute, and old rows are taken away by those who come")
    func forgotten() async throws {
        let site = try await CounterSite.make()
        let record = try await site.accepted()
        let clerk = try await site.actor(site.clerk)
        let examiner = try await site.actor(site.examiner)
        _ = try await site.cases.notePresence(on: record.id, by: clerk)
        #expect(
            try await site.cases.notePresence(on: record.id, by: examiner)
                == [CasePresence(name: "王丽", isEditing: false)])

        try await site.owner.execute("UPDATE cases.presence SET seen_at = now() - interval '80 seconds'")
        #expect(try await site.cases.notePresence(on: record.id, by: examiner) == [])
        try await site.owner.execute("UPDATE cases.presence SET seen_at = now() - interval '11 minutes'")
        _ = try await site.cases.notePresence(on: record.id, by: examiner)

        let left = try await site.owner.rows("SELECT staff_name FROM cases.presence") { try $0.get(0, as: String.self) }
        #expect(left == ["赵强"])
    }

    @Test("An officer of another body notes nothing and learns nothing")
    func strangers() async throws {
        let site = try await CounterSite.make()
        let record = try await site.accepted()
        let elsewhere = try await site.people.organisation("另一机关")
        let stranger = try await site.people.staff("waiji", name: "孙明", rights: ["examineCases"], bodies: [elsewhere])
        _ = try await site.cases.notePresence(on: record.id, by: try await site.actor(site.clerk))

        #expect(try await site.cases.notePresence(on: record.id, by: try await site.actor(stranger)) == [])
        #expect(try await site.cases.notePresence(on: record.id, by: try await site.actor(site.examiner)).count == 1)
    }
}
