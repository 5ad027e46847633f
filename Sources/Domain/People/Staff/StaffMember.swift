package import Foundation
package import WorkCalendar

/// An account of a member of staff (工作人员账号).
package struct StaffMember: Sendable, Hashable, Identifiable {
    package let id: UUID
    package let login: String
    package let name: String
    package let category: String
    package let organisationID: Int?
    package let organisationName: String
    package let post: String
    package let phone: String
    package let isActive: Bool
    package let expiresOn: CalendarDate?
    package let lastSignInAt: Date?
    /// When the account was disabled because nobody used it; nil otherwise.
    package let disabledUnusedAt: Date?
    package let passwordChangedAt: Date?
    package let secondFactorSince: Date?
    package let version: Int
    /// Names of the roles held, for lists.
    package let roleNames: [String]

    /// The state in words.
    package var stateTerm: String { isActive ? "启用" : disabledUnusedAt == nil ? "停用" : "停用（长期未登录）" }
}

/// A role (角色): a set of rights for one category of staff.
package struct Role: Sendable, Hashable, Identifiable {
    package let code: String
    package let name: String
    package let category: String
    package let rights: [Right]

    package var id: String { code }
}

/// A role that somebody holds, within a data scope.
package struct Grant: Sendable, Hashable {
    package let role: String
    package let roleName: String
    package let scope: DataScope
    /// Organisations of the scope `listed`.
    package let listed: [Int]
    package let grantedBy: String
    package let grantedAt: Date
}

/// Everything about one account.
package struct StaffDetail: Sendable, Hashable {
    package let member: StaffMember
    package let grants: [Grant]
    package let online: [OnlineSession]
    /// Until when sign-in is refused after too many failures; nil when it is not, or for a reader who may not know.
    package let lockedUntil: Date?
}

/// An open session of a member of staff (在线会话).
package struct OnlineSession: Sendable, Hashable, Identifiable {
    package let id: UUID
    package let staffID: UUID
    package let login: String
    package let name: String
    package let organisationName: String
    package let address: String
    package let userAgent: String
    package let since: Date
    package let lastSeen: Date
}

/// What a new account is made from.
package struct NewStaff: Sendable, Hashable {
    package var login: String
    package var name: String
    package var category: String
    package var documentNumber: String
    package var organisationID: Int?
    package var post: String
    package var phone: String
    /// `yyyy-MM-dd`, or empty for no end.
    package var expiresOn: String

    package init(
        login: String, name: String, category: String, documentNumber: String, organisationID: Int?, post: String,
        phone: String, expiresOn: String = ""
    ) {
        self.login = login
        self.name = name
        self.category = category
        self.documentNumber = documentNumber
        self.organisationID = organisationID
        self.post = post
        self.phone = phone
        self.expiresOn = expiresOn
    }
}
