import Base
import Foundation
import Items
import People
import Postgres
import Testing
import Typeset
import WorkCalendar

@testable import Cases

@Suite("Documents")
struct DocumentTests {
    @Test("the PDF of a document is made once, stored under its digest, and the same every time")
    func madeOnce() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.accepted()
        let document = try #require(try await world.detail(record.id).documents.last)

        let first = try await world.office.openDocument(document.id, by: world.clerk)
        let second = try await world.office.openDocument(document.id, by: world.clerk)
        try await world.worker.make(MakeDocument(documentID: document.id))

        #expect(first.bytes.starts(with: Array("%PDF-".utf8)))
        #expect(first.bytes == second.bytes)
        #expect(world.store.storings == 1)
        let stored = try #require(try await world.detail(record.id).documents.last)
        #expect(stored.digest == Digest.sm3(first.bytes))
        #expect(
            try await world.count(
                "SELECT count(*) FROM base.file WHERE media_type = 'application/pdf' AND case_id IS NOT NULL") == 1)
    }

    @Test("the applicant opens the receipt under the public door's role, a stranger does not")
    func citizenOpens() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.submitted()
        let receipt = try #require(try await world.open.detail(record.id, party: world.citizen.party).documents.first)
        let stranger = try await world.otherCitizen()

        let opened = try await world.open.openDocument(receipt.id, by: world.citizen)

        #expect(opened.document.kind == .receipt)
        #expect(opened.bytes.count > 1000)
        await #expect(throws: CaseRefusal.documentNotFound) {
            _ = try await world.open.openDocument(receipt.id, by: stranger)
        }
    }

    @Test("anybody verifies a document by its code, with the name masked")
    func verify() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.submitted()
        let receipt = try #require(try await world.detail(record.id).documents.first)

        let verified = try #require(try await world.open.verifyDocument(code: receipt.verifyCode.lowercased()))

        #expect(verified.number == receipt.number)
        #expect(verified.caseNumber == record.number)
        #expect(verified.applicantName == "李**")
        #expect(try await world.open.verifyDocument(code: "0123456789ABCDEFGHJKMNPQRS") == nil)
        #expect(try await world.open.verifyDocument(code: "short") == nil)
    }

    @Test("documents of a body are numbered by kind and year, those of bodies with one prefix share the counter")
    func numbering() async throws {
        let world = try await CaseWorld.make()
        try await world.owner.execute(
            """
            INSERT INTO base.setting (key, value)
            SELECT 'documents.prefixes', jsonb_object_agg(code, '忻审批') FROM people.organisation
            """)

        _ = try await world.accepted()
        _ = try await world.accepted()
        world.clock.set(.noon("2027-01-05"))
        _ = try await world.accepted()

        let numbers = try await world.texts(
            "SELECT number FROM cases.document WHERE kind = 'acceptanceNotice' ORDER BY created_at, number")
        #expect(numbers == ["忻审批受字〔2026〕0001号", "忻审批受字〔2026〕0002号", "忻审批受字〔2027〕0001号"])
    }

    @Test("every kind of document can be set on paper", arguments: DocumentKind.allCases)
    func everyKind(_ kind: DocumentKind) throws {
        let draft = DocumentDraft.sample(kind)

        let sheet = try draft.content.composed(
            kind: kind, number: "忻审批受字〔2026〕0001号", caseNumber: "XZ2026112400010001",
            verifyCode: VerifyCode.encode(1, 2))
        let pdf = try sheet.render()

        #expect(pdf.pageCount >= 1)
        #expect(pdf.missingCharacters.isEmpty)
        if let folder = ProcessInfo.processInfo.environment["CASES_LOOK"] {
            try Data(pdf.bytes).write(to: URL(fileURLWithPath: "\(folder)/\(kind).pdf"))
        }
    }

    @Test(
        "decisions against the applicant name the remedies", arguments: [DocumentKind.nonAcceptance, .denial, .grant])
    func remedies(_ kind: DocumentKind) {
        let closing = DocumentDraft.sample(kind).content.closing.joined()

        #expect(closing.contains("六十日内依法申请行政复议"))
        #expect(closing.contains("六个月内依法向人民法院提起行政诉讼"))
    }

    @Test("titles follow the item type")
    func titles() {
        #expect(DocumentKind.grant.title(itemType: "01") == "准予行政许可决定书")
        #expect(DocumentKind.denial.title(itemType: "07") == "不予行政确认决定书")
        #expect(DocumentKind.grant.title(itemType: "20") == "准予决定书")
    }
}

extension DocumentDraft {
    /// A document of that kind about the example case.
    static func sample(_ kind: DocumentKind) -> DocumentDraft {
        let context = CaseContext(Officer.clerk)
        let materials = CaseFile.example(.received).materials
        return switch kind {
        case .receipt: receipt(.example(.received), materials: materials, in: context)
        case .correctionNotice: correctionNotice(.example(.correcting), correction: .example, in: context)
        case .acceptanceNotice: acceptanceNotice(.example(.accepted), in: context)
        case .nonAcceptance: nonAcceptance(.example(.notAccepted), reason: "该事项不属于本机关职权范围，请向忻州市示例农业局申请", in: context)
        case .grant: grant(.example(.granted), opinion: "准予在申请的场所从事经营活动，有效期四年。", in: context)
        case .denial: denial(.example(.denied), reasons: "场所面积不符合《示例条例》第八条规定。", in: context)
        case .deliveryReceipt:
            deliveryReceipt(
                .example(.delivered), granted: true, mode: .window, receiver: "李秀英", relation: .applicant, remark: "",
                in: context)
        case .withdrawalNotice: ending(.example(.withdrawn), reason: "不再经营", in: context)
        }
    }
}
