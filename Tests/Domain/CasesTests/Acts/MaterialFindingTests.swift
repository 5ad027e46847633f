import Base
import Foundation
import Items
import People
import Testing

@testable import Cases

/// What the window notes about materials: paper by pieces, files added, and files taken out again.
@Suite struct MaterialFindingTests {
    @Test(
        "how a material came follows from what lies there",
        arguments: [
            (MaterialReceipt.missing, false, 0, MaterialReceipt.missing), (.missing, false, 1, .paper),
            (.missing, true, 0, .scan), (.paper, true, 2, .scan), (.upload, true, 0, .upload),
            (.upload, false, 0, .missing), (.scan, false, 0, .missing), (.scan, false, 1, .paper),
            (.later, false, 0, .later), (.later, true, 0, .scan), (.licence, false, 0, .licence),
            (.licence, false, 1, .paper), (.form, false, 0, .form), (.paper, false, 0, .paper),
        ])
    func settled(_ said: MaterialReceipt, _ hasFiles: Bool, _ pieces: Int, _ expected: MaterialReceipt) {
        #expect(said.settled(hasFiles: hasFiles, pieces: pieces) == expected)
    }

    @Test("originals and copies are counted apart, and a scan the window added may be taken out again")
    func window() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.registered()
        let scan = try await world.file(of: world.clerk)
        let added = try await world.office.checkMaterials(
            CheckMaterials(
                record.id, version: record.version,
                findings: [
                    .init(key: "m2", receipt: .missing, originals: 1, copies: 2, checked: .fine, newFileIDs: [scan])
                ]),
            by: world.clerk)
        let before = try #require(try await world.detail(record.id).materials.first { $0.key == "m2" })

        _ = try await world.office.checkMaterials(
            CheckMaterials(
                record.id, version: added.version,
                findings: [.init(key: "m2", receipt: .scan, originals: 1, checked: .fine, removedFileIDs: [scan])]),
            by: world.clerk)

        let detail = try await world.detail(record.id)
        let after = try #require(detail.materials.first { $0.key == "m2" })
        #expect(before.receipt == .scan)
        #expect((before.originals, before.copies) == (1, 2))
        #expect(after.fileIDs == [])
        #expect(after.receipt == .paper)
        #expect(detail.files.map(\.isFromOffice) == [true], "the bytes stay with the case")
    }

    @Test("what the applicant handed in stays")
    func applicantFile() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.submitted()
        let material = try #require(try await world.detail(record.id).materials.first { !$0.fileIDs.isEmpty })

        await #expect(throws: CaseRefusal.applicantFileKept) {
            _ = try await world.office.checkMaterials(
                CheckMaterials(
                    record.id, version: record.version,
                    findings: [
                        .init(
                            key: material.key, receipt: .upload, checked: .defective, removedFileIDs: material.fileIDs)
                    ]),
                by: world.clerk)
        }

        #expect(try await world.detail(record.id).materials.first { $0.key == material.key } == material)
    }

    @Test("more files than a material may have are refused by name")
    func tooMany() throws {
        let file = CaseFile.example(.received)
        let key = try #require(file.materials.first?.key)
        let command = CheckMaterials(
            file.record.id, version: file.record.version,
            findings: [
                .init(key: key, receipt: .missing, checked: .fine, newFileIDs: (0..<21).map { _ in UUID() })
            ])

        let refusal = #expect(throws: CaseRefusal.self) {
            try command.decide(file, in: CaseContext(Officer.allRights))
        }

        #expect(refusal?.fields.first?.field == key)
    }
}
