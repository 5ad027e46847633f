package import Foundation
package import WorkCalendar

/// A legal document of a case (文书), as issued.
package struct CaseDocument: Sendable, Hashable, Identifiable {
    package let id: UUID
    package let caseID: Case.ID
    package let kind: DocumentKind
    /// 文号, such as 忻审批受字〔2026〕0001号; unique for ever.
    package let number: String
    package let title: String
    /// What the QR code leads to.
    package let verifyCode: String
    package let issuedOn: CalendarDate
    /// SM3 of the PDF, once it is made.
    package let digest: String?
    package let fileID: UUID?
    /// Why it no longer holds; empty while it does.
    package let voidReason: String
}

/// What anybody may learn about a document by its code: whether it is genuine, and of whom, with the name masked.
package struct VerifiedDocument: Sendable, Hashable {
    package let number: String
    package let title: String
    package let kind: DocumentKind
    package let issuedOn: CalendarDate
    package let caseNumber: String
    package let itemName: String
    package let bodyName: String
    /// Persons with all but the first character masked, organisations in full.
    package let applicantName: String
    package let applicantKind: Applicant.Kind
    /// SM3 of the PDF, once it was made, to compare a file in hand with.
    package let digest: String?
    /// Why it no longer holds; empty while it does.
    package let voidReason: String
}
