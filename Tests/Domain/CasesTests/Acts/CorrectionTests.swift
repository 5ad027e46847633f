import Base
import Foundation
import Items
import People
import Testing
import WorkCalendar

@testable import Cases

@Suite("Correction")
struct CorrectionTests {
    @Test("the applicant mends what was pointed at, and the five days begin again")
    func roundTrip() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.submitted()
        let correcting = try await world.correcting(record)
        let file = try await world.file(of: world.citizen)
        world.clock.set(.noon("2026-11-30"))

        let answered = try await world.open.answerCorrection(
            AnswerCorrection(
                record.id, version: correcting.version, form: ["shopName": "新店名"], materials: [.upload("m2", [file])]),
            by: world.citizen)

        let detail = try await world.detail(record.id)
        #expect(detail.record == answered)
        #expect(answered.status == .received)
        #expect(answered.form["shopName"]?.text == "新店名")
        #expect(answered.form["area"]?.text == "80")
        #expect(answered.clock.receptionDue?.description == "2026-12-07")
        #expect(detail.materials.first { $0.key == "m2" }?.fileIDs == [file])
        #expect(detail.materials.first { $0.key == "m2" }?.checked == .unchecked)
        #expect(detail.openCorrection == nil)
        #expect(detail.documents.map(\.number).last == "\(record.number)-2")
        #expect(detail.events.map(\.kind) == [.submitted, .correctionRequested, .correctionAnswered])
    }

    @Test("a correction notice points at labels, marks the material and names the day")
    func notice() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.submitted()

        _ = try await world.correcting(record)

        let detail = try await world.detail(record.id)
        #expect(detail.record.status == .correcting)
        #expect(detail.record.clock.nextDue?.description == "2026-12-10")
        #expect(detail.record.clock.receptionDue == nil)
        #expect(detail.openCorrection?.points.map(\.label) == ["店名", "场所平面图"])
        #expect(detail.materials.first { $0.key == "m2" }?.checked == .defective)
        #expect(detail.documents.last?.kind == .correctionNotice)
    }

    @Test("a stranger cannot answer")
    func strangerCannotAnswer() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.correcting(try await world.submitted())
        let stranger = try await world.otherCitizen()

        await #expect(throws: CaseRefusal.notFound) {
            _ = try await world.open.answerCorrection(
                AnswerCorrection(record.id, version: record.version, form: ["shopName": "新店名"], materials: []),
                by: stranger)
        }
    }

    @Test("an invalid value of a field pointed at is refused and nothing changes")
    func invalidAnswer() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.submitted()
        let points = [CorrectionPoint(kind: .field, key: "area", label: "面积", problem: "请核实")]
        let correcting = try await world.office.requestCorrection(
            RequestCorrection(record.id, version: 1, points: points, due: CalendarDate.day("2026-12-10")),
            by: world.clerk)

        await #expect(throws: CaseRefusal.self) {
            _ = try await world.open.answerCorrection(
                AnswerCorrection(record.id, version: correcting.version, form: ["area": "很大"], materials: []),
                by: world.citizen)
        }
        #expect(try await world.detail(record.id).record == correcting)
    }
}
