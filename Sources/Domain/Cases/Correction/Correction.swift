package import Foundation
package import WorkCalendar

/// A correction notice (补正告知): what the applicant has to mend, told once and completely (行政许可法 第三十二条).
package struct Correction: Sendable, Hashable, Identifiable {
    package let id: UUID
    package let points: [CorrectionPoint]
    /// The last day to answer.
    package let due: CalendarDate
    package let issuedAt: Date
    package let issuedBy: UUID
    package internal(set) var answeredAt: Date?
}

/// One thing to mend: a field of the form or a material, and what is wrong with it.
package struct CorrectionPoint: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case field, material
    }

    package let kind: Kind
    package let key: String
    /// The name that the applicant knows: the field's label or the material's name.
    package let label: String
    /// What is wrong and how to mend it.
    package let problem: String

    package init(kind: Kind, key: String, label: String, problem: String) {
        self.kind = kind
        self.key = key
        self.label = label
        self.problem = problem
    }
}
