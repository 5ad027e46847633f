package import Foundation

/// A department (部门), an office (处室) of one, or a hall (大厅).
package struct Organisation: Sendable, Hashable, Identifiable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case department, office, hall
    }

    package let id: Int
    package let code: String
    package internal(set) var name: String
    package internal(set) var shortName: String
    package let kind: Kind
    package let regionCode: String
    package internal(set) var parentID: Int?
    /// Nil where nobody has told us yet (待完善).
    package internal(set) var contact: OrganisationContact
    package internal(set) var isActive: Bool
    package internal(set) var version: Int
}

/// How people reach an organisation; what is not known is nil and shown as 待完善.
package struct OrganisationContact: Sendable, Hashable {
    package var telephone: String?
    package var complaintTelephone: String?
    package var address: String?
    package var openingHours: String?

    package init(telephone: String?, complaintTelephone: String?, address: String?, openingHours: String?) {
        self.telephone = telephone
        self.complaintTelephone = complaintTelephone
        self.address = address
        self.openingHours = openingHours
    }
}

/// A region (行政区划) with the number of its organisations.
package struct Region: Sendable, Hashable, Identifiable {
    /// Twelve digits.
    package let code: String
    package let name: String
    package let level: String
    package let parentCode: String?
    package let organisations: Int

    package var id: String { code }
}

/// One state in the history of an organisation.
package struct OrganisationState: Sendable, Hashable {
    package let version: Int
    package let name: String
    package let parentName: String?
    package let isActive: Bool
    package let change: OrganisationChange.Word
    package let changedAt: Date
    package let changedBy: String
}

extension Organisation.Kind {
    package var term: String {
        switch self {
        case .department: "部门"
        case .office: "处室"
        case .hall: "大厅"
        }
    }
}
