import Cases
import DoorTesting
import Foundation
import Postgres
import Testing
import Web
import WorkCalendar

@testable import PublicDoor

extension ApplicationSite {
    static let start = "/apply/\(ApplicationItem.leafCode)"

    static let applicant = [("shown", "name,phone"), ("f.name", "李秀英"), ("f.phone", "13800000621")]

    static let site = [
        ("shown", "shopName,area,kind,owner,times,opened,remark"), ("f.shopName", "云中小馆"), ("f.area", "80"),
        ("f.kind", "own"), ("f.times", "day"), ("f.times", "night"), ("f.remark", "临街\n一层"),
    ]

    /// The open draft, else the one that became a case.
    func draft() async throws -> UUID {
        let found = try await owner.first("SELECT id FROM cases.draft ORDER BY case_id IS NULL DESC, id LIMIT 1") {
            row in
            try row.get("id", as: UUID.self)
        }
        return try #require(found)
    }

    func version(_ draft: UUID) async throws -> Int {
        try await count("SELECT version::int8 FROM cases.draft WHERE id = \(draft)")
    }

    /// Begins a draft and fills in everything; the path of the draft.
    func filledDraft(_ browser: Browser) async throws -> String {
        _ = try await browser.post(Self.start, [("s.q1", "no")])
        let id = try await draft()
        let path = ApplyAddress.draft(id)
        _ = try await browser.post("\(path)/form/applicant", Self.applicant + [("version", "\(try await version(id))")])
        _ = try await browser.post("\(path)/form/site", Self.site + [("version", "\(try await version(id))")])
        _ = try await browser.post(
            "\(path)/materials/m2", [], files: [(field: "m.m2", name: "平面图.png", bytes: ExampleFile.png)])
        return path
    }

    /// Hands in a whole application; the id of the case.
    func submitted(_ browser: Browser) async throws -> UUID {
        let path = try await filledDraft(browser)
        let version = try await version(try await draft())
        let answer = try await browser.post("\(path)/submit", [("version", "\(version)"), ("agree", "yes")])
        #expect(answer.status == 303, "\(answer.text.prefix(2000))")
        return try #require(UUID(uuidString: String(answer.location.split(separator: "/")[2])))
    }

    /// The clerk points at a field and a material.
    func correcting(_ id: UUID) async throws {
        let points = [
            CorrectionPoint(kind: .field, key: "shopName", label: "店名", problem: "与营业执照不一致"),
            CorrectionPoint(kind: .material, key: "m2", label: "场所平面图", problem: "看不清，请重新拍照"),
        ]
        let due = try #require(CalendarDate("2026-12-10"))
        let record = try await office.find(id, party: clerk.party)
        _ = try await office.requestCorrection(
            RequestCorrection(id, version: record.version, points: points, due: due), by: clerk)
    }
}
