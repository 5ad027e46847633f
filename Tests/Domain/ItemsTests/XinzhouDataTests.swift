import Foundation
import Testing

@testable import Items

/// The data the product ships with.
@Suite struct XinzhouDataTests {
    @Test("All 202 items with their 451 handling items are taken; 22 can be applied for")
    func whole() throws {
        let source = try Xinzhou.source()
        let plan = try ImportPlan(source, state: Xinzhou.state(source))

        #expect(plan.report.refused == [])
        #expect(plan.report.remarks == [])
        #expect(plan.items.count == 202)
        #expect(plan.report.handlingItems == 451)
        #expect(plan.items.count { $0.content.canApplyOnline } == 22)
    }

    @Test("Each handling item of an open service has a form and materials of its own")
    func everyLeafIsOpen() throws {
        for item in try Xinzhou.catalogue().items where item.isOpenOnline {
            for leaf in item.handlingItems {
                #expect(item.content.canApplyOnline(leaf.key), "\(item.name) \(leaf.name)")
            }
        }
    }

    @Test("A real item without known materials says so and cannot be applied for")
    func unknownFacts() throws {
        let item = try #require(try Xinzhou.catalogue().item(code: "XZ0099"))

        #expect(item.name == "普通护照签发")
        #expect(item.content.materials == nil)
        #expect(item.content.missingElements.contains(.materials))
        #expect(item.content.missingElements.contains(.fees))
        #expect(!item.isOpenOnline)
    }

    @Test("What is written for the demo city is marked, the catalogue's materials are not")
    func examples() throws {
        let item = try #require(try Xinzhou.catalogue().item(code: "XZ0004"))

        #expect(item.content.examples.contains(.places))
        #expect(item.content.materials?.first?.isExample == false)
        #expect(item.content.materials?.contains { $0.isExample } == true)
        #expect(item.content.places?.allSatisfy { $0.name.contains("示例") } == true)
    }

    @Test("Every theme has items, and each item stands under a theme of each audience it serves")
    func themes() throws {
        let catalogue = try Xinzhou.catalogue()
        let audiences = Dictionary(uniqueKeysWithValues: catalogue.themes.map { ($0.code, $0.audience) })

        #expect(catalogue.themes.count == 26)
        for item in catalogue.items {
            let covered = Set(item.content.themes.compactMap { audiences[$0] })
            #expect(covered == item.audiences, "\(item.name)")
        }
    }

    @Test("Texts for people are Chinese, in full-width marks")
    func language() throws {
        for item in try Xinzhou.catalogue().items {
            let content = item.content
            var texts = [content.name] + content.handlingItems.map(\.name) + content.notes + content.legalBasis
            texts += (content.materials ?? []).flatMap { [$0.name, $0.note ?? "", $0.exemptBy ?? ""] }
            texts += content.situations.flatMap { [$0.text] + $0.options.flatMap { [$0.text, $0.hint ?? ""] } }
            texts += [content.statutoryLimit?.basis ?? "", content.statutoryLimit?.remark ?? ""]
            for text in texts {
                #expect(text.wholeMatch(of: /[^()!]*/) != nil, "\(item.name): \(text)")
                #expect(text.firstMatch(of: /[a-z]{3,}/) == nil, "\(item.name): \(text)")
            }
        }
    }

    @Test("A source with a bad shape or none at all is refused in words")
    func brokenFile() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("items.json")
        #expect(throws: ItemImportFailure.self) { try ItemSource(catalogue: file) }
        try Data("[1, 2".utf8).write(to: file)
        #expect(throws: ItemImportFailure.self) { try ItemSource(catalogue: file) }
        try Data(#"{"entries": []}"#.utf8).write(to: file)
        #expect(throws: ItemImportFailure.self) { try ItemSource(catalogue: file) }
    }
}
