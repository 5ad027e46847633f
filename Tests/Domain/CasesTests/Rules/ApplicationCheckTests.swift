import Base
import Foundation
import Items
import People
import Testing
import WorkCalendar

@testable import Cases

@Suite("Checking an application")
struct ApplicationCheckTests {
    static let today = CalendarDate.day("2026-11-24")
    let catalogue = Catalogue(items: [ExampleItem.published()])

    @Test("a complete application is frozen with its revision, limits and materials in order")
    func complete() throws {
        let checked = try CaseApplication.example().check(against: catalogue, .complete, on: Self.today)

        #expect(checked.service.itemRevision == 1)
        #expect(checked.clock.statutory == Limit(20, .workingDay))
        #expect(checked.clock.promised == Limit(5, .workingDay))
        #expect(checked.materials.map(\.key) == ["m1", "m2", "m3", "m4"])
        #expect(checked.materials.map(\.receipt) == [.form, .upload, .licence, .later])
        #expect(checked.files == [.fixed(50)])
    }

    @Test("a situation adds its material, which is then asked for")
    func situationAddsMaterial() {
        let application = CaseApplication.example(situation: ["q1": "yes"])

        #expect(throws: CaseRefusal.materialsMissing([FieldProblem(field: "m5", message: "请提交“改造说明”")])) {
            try application.check(against: catalogue, .complete, on: Self.today)
        }
    }

    @Test("an unanswered situation is refused")
    func situationUnanswered() {
        #expect(throws: CaseRefusal.situationUnanswered([FieldProblem(field: "q1", message: "请回答“是否改造过场所？”")])) {
            try CaseApplication.example(situation: [:]).check(against: catalogue, .complete, on: Self.today)
        }
    }

    @Test("errors of the form come in its order")
    func formErrors() throws {
        do {
            _ = try CaseApplication.example(form: ["area": "很大"]).check(against: catalogue, .complete, on: Self.today)
            Issue.record("it was allowed")
        } catch {
            #expect(error.fields.map(\.field) == ["shopName", "area"])
            #expect(error.code == "case.form-invalid")
        }
    }

    @Test("an upload without a file, a necessary material promised for later and too many files are refused")
    func materialErrors() {
        let many = (0..<21).map { _ in UUID() }
        let inputs: [MaterialInput] = [
            .upload("m2", []), MaterialInput(key: "m2", receipt: .later), .upload("m2", many),
        ]
        for input in inputs {
            let application = CaseApplication(
                handlingItemID: 11, applicant: .example, situation: ["q1": "no"],
                form: ["shopName": "示例店", "area": "80"], materials: [input])
            #expect(throws: CaseRefusal.self) {
                try application.check(against: catalogue, .complete, on: Self.today)
            }
        }
    }

    @Test("paper counts at the window only")
    func paperOnlyAtWindow() throws {
        let application = CaseApplication.onPaper(11)

        #expect(throws: CaseRefusal.self) { try application.check(against: catalogue, .complete, on: Self.today) }
        let checked = try application.check(against: catalogue, .atWindow, on: Self.today)

        #expect(checked.materials.first { $0.key == "m2" }?.receipt == .paper)
    }

    @Test("unknown, unpublished, revised, incomplete items and applicants not served are refused")
    func itemErrors() {
        func refusal(_ content: ItemContent, _ strictness: ApplicationCheck = .complete) -> CaseRefusal? {
            let catalogue = Catalogue(items: [ExampleItem.published(content: content)])
            do {
                _ = try CaseApplication.example().check(against: catalogue, strictness, on: Self.today)
                return nil
            } catch { return error }
        }
        var incomplete = ExampleItem.content()
        incomplete.contact = nil
        var informationOnly = ExampleItem.content()
        informationOnly.onlineDepth = .information
        var unlimited = ExampleItem.content()
        unlimited.promisedLimit = nil
        unlimited.statutoryLimit = nil

        #expect(refusal(ExampleItem.content()) == nil)
        #expect(refusal(incomplete) == .itemNotReady)
        #expect(
            refusal(incomplete, .atWindow) == nil || refusal(incomplete, .atWindow)?.code == "case.materials-missing")
        #expect(refusal(informationOnly) == .itemNotReady)
        #expect(refusal(unlimited, .incomplete) == .itemNotReady)
        #expect(refusal(ExampleItem.content(serverTypes: ["2"])) == .applicantKindNotServed)
        #expect(throws: CaseRefusal.itemUnavailable) {
            try CaseApplication.example(handlingItemID: 99).check(against: catalogue, .complete, on: Self.today)
        }
        #expect(throws: CaseRefusal.itemChanged) {
            let seen = CaseApplication(handlingItemID: 11, itemRevision: 7, applicant: .example)
            return try seen.check(against: catalogue, .complete, on: Self.today)
        }
    }

    @Test(
        "a submit key is 8 to 100 plain characters",
        arguments: ["", "short", "with blank key", "含中文的提交编号", String(repeating: "k", count: 101)])
    func badKeys(_ key: String) {
        #expect(throws: CaseRefusal.self) { try SubmitKey.text(key, of: CaseActor(Citizen.example)) }
    }

    @Test("numbers of items whose ids end alike share their counter")
    func numberPrefix() {
        #expect(CaseNumber.prefix(itemID: 7, on: Self.today) == "XZ202611240007")
        #expect(CaseNumber.prefix(itemID: 10_007, on: Self.today) == "XZ202611240007")
        #expect(CaseNumber.prefix(itemID: 123_456, on: Self.today) == "XZ202611243456")
    }
}

@Suite("Verification codes")
struct VerifyCodeTests {
    @Test("a code has 26 characters and reads back from careless typing")
    func codes() {
        #expect(VerifyCode.encode(0, 0) == String(repeating: "0", count: 26))
        #expect(VerifyCode.encode(.max, .max) == "7" + String(repeating: "Z", count: 25))
        #expect(VerifyCode.encode(0, 33) == String(repeating: "0", count: 24) + "11")
        #expect(
            VerifyCode.normalised("o1il-" + String(repeating: "z", count: 22)) == "0111"
                + String(repeating: "Z", count: 22))
        #expect(VerifyCode.normalised("U" + String(repeating: "0", count: 25)) == nil)
        #expect(VerifyCode.grouped(VerifyCode.encode(0, 33)) == "0000 0000 0000 0000 0000 0000 11")
        let codes = Set((0..<1000).map { _ in VerifyCode.random() })
        #expect(codes.count == 1000)
        #expect(codes.allSatisfy { VerifyCode.normalised($0) == $0 })
    }
}
