import Base
package import Foundation
import Items
import Postgres
import Typeset
import WorkCalendar

/// Makes the PDF of a document in the background, so that it is there when somebody asks.
package struct MakeDocument: JobCommand {
    package static let kind = "case.document.make.1"
    package let documentID: UUID
}

/// A document's PDF with its record.
package struct OpenedDocument: Sendable {
    package let document: CaseDocument
    package let bytes: [UInt8]
}

extension CaseOperations {
    /// The PDF of a document; made and stored when it is first asked for.
    ///
    /// - Throws: `CaseRefusal.documentNotFound` also when the party may not see the case.
    package func openDocument(_ id: UUID, by actor: CaseActor) async throws -> OpenedDocument {
        let settings = actor.party.settings
        guard let row = try await database.first(settings: settings, DocumentRow.byID(id), DocumentRow.init(row:))
        else {
            throw CaseRefusal.documentNotFound
        }
        if let digest = row.document.digest, let size = row.size,
            let bytes = try await services.store.open(digest, size: size)
        {
            return OpenedDocument(document: row.document, bytes: bytes)
        }
        return try await make(row, by: actor)
    }

    /// The job that makes a document's PDF; doing it twice changes nothing.
    package func make(_ job: MakeDocument) async throws {
        _ = try await openDocument(job.documentID, by: .system("documents"))
    }

    private func make(_ row: DocumentRow, by actor: CaseActor) async throws -> OpenedDocument {
        let document = row.document
        let sheet = try row.content.composed(
            kind: document.kind, number: document.number, caseNumber: row.caseNumber, verifyCode: document.verifyCode)
        let pdf = try await sheet.renderInBackground()
        let digest = try await services.store.store(pdf.bytes)
        if document.digest == nil {
            let statements = row.storing(digest: digest, size: pdf.bytes.count, at: now())
            try await database.pipeline(settings: actor.party.settings, statements)
        }
        return OpenedDocument(document: document, bytes: pdf.bytes)
    }

    /// What anybody may learn about a document by the code in its QR; nil for an unknown code.
    package func verifyDocument(code: String) async throws -> VerifiedDocument? {
        guard let code = VerifyCode.normalised(code) else { return nil }
        let statement: SQL = """
            SELECT number, title, kind, issued_on, case_number, item_name, body_name, applicant_name,
                applicant_kind, digest, void_reason
            FROM cases.verify_document(\(code))
            """
        return try await database.first(statement, VerifiedDocument.init(row:))
    }
}

/// A document with what its PDF is made from.
struct DocumentRow: Sendable {
    let document: CaseDocument
    let content: DocumentContent
    let caseNumber: String
    let size: Int?

    static func byID(_ id: UUID) -> SQL {
        """
        SELECT d.id, d.case_id, d.kind, d.number, d.title, d.verify_code, d.issued_on, d.digest,
            d.file_id, d.void_reason, d.content, c.number AS case_number, f.size
        FROM cases.document d
        JOIN cases.case_record c ON c.id = d.case_id
        LEFT JOIN base.file f ON f.id = d.file_id
        WHERE d.id = \(id)
        """
    }

    /// Keeps the PDF: whoever comes first stores it, everybody else's statements find nothing to do.
    func storing(digest: String, size: Int, at moment: Date) -> [SQL] {
        let fileID = UUID()
        let name = "\(document.title).pdf"
        return [
            "SELECT FROM cases.document WHERE id = \(document.id) AND digest IS NULL FOR UPDATE",
            """
            INSERT INTO base.file (id, name, media_type, size, digest, case_id, created_at)
            SELECT \(fileID), \(name), 'application/pdf', \(size), \(digest), d.case_id, \(moment)
            FROM cases.document d WHERE d.id = \(document.id) AND d.digest IS NULL
            """,
            """
            UPDATE cases.document SET file_id = \(fileID), digest = \(digest)
            WHERE id = \(document.id) AND digest IS NULL
            """,
        ]
    }

    init(row: Row) throws {
        document = try CaseDocument(row: row)
        content = try row.json("content")
        caseNumber = try row.get("case_number")
        size = try row.get("size")
    }
}

extension VerifiedDocument {
    init(row: Row) throws {
        self.init(
            number: try row.get("number"), title: try row.get("title"), kind: try row.get("kind"),
            issuedOn: try row.get("issued_on"), caseNumber: try row.get("case_number"),
            itemName: try row.get("item_name"), bodyName: try row.get("body_name"),
            applicantName: try row.get("applicant_name"), applicantKind: try row.get("applicant_kind"),
            digest: try row.get("digest"), voidReason: try row.get("void_reason"))
    }
}
