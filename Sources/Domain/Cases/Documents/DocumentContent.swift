package import WorkCalendar

/// What a legal document says, frozen when it is issued; number and verification code stand beside it in its row.
package struct DocumentContent: Sendable, Hashable, Codable {
    package let title: String
    /// The body that issues it.
    package let issuer: String
    package let addressee: String
    /// Labels and values in the grid at the top.
    package let facts: [Fact]
    package let paragraphs: [String]
    package let tables: [Table]
    /// What stands at the end: remedies, how to ask, what follows.
    package let closing: [String]
    /// Lines to be signed by hand.
    package let signatures: [String]
    package let issuedOn: CalendarDate
    /// Where the public pages are; the QR code leads to the verification page there.
    package let publicAddress: String
    /// The seal is a sample without legal meaning (示例).
    package let isSample: Bool

    package struct Fact: Sendable, Hashable, Codable {
        package let label: String
        package let value: String

        init(_ label: String, _ value: String) {
            self.label = label
            self.value = value
        }
    }

    package struct Table: Sendable, Hashable, Codable {
        package let heading: String
        package let columns: [String]
        package let rows: [[String]]
    }

    /// The page that verifies a document by its code.
    package static func verifyAddress(_ publicAddress: String, code: String) -> String {
        "\(publicAddress)/verify/\(code)"
    }
}

/// What the documents of a city have in common.
package struct DocumentSettings: Sendable, Hashable {
    /// Where the public pages are, without a slash at the end.
    package let publicAddress: String
    /// Whether seals are samples without legal meaning.
    package let isSample: Bool

    package init(publicAddress: String, isSample: Bool) {
        self.publicAddress = publicAddress
        self.isSample = isSample
    }
}

/// A document before it is written: the writer adds id, number and verification code.
struct DocumentDraft: Sendable, Hashable {
    let kind: DocumentKind
    let content: DocumentContent
}
