package import Base
package import Foundation

/// A signed-in citizen (自然人), perhaps acting for an organisation or another person.
package struct Citizen: Sendable, Hashable {
    package let accountID: UUID
    package let name: String
    package let phone: String
    package let documentType: String
    package let documentNumber: String
    /// The account the citizen acts for (代理), with its name.
    package let actingFor: UUID?
    package let principalName: String?
    /// Whether the principal is an organisation; nil when the citizen acts for themself.
    package let principalIsOrganisation: Bool?

    package init(
        accountID: UUID, name: String, phone: String, documentType: String, documentNumber: String,
        actingFor: UUID? = nil, principalName: String? = nil, principalIsOrganisation: Bool? = nil
    ) {
        self.accountID = accountID
        self.name = name
        self.phone = phone
        self.documentType = documentType
        self.documentNumber = documentNumber
        self.actingFor = actingFor
        self.principalName = principalName
        self.principalIsOrganisation = principalIsOrganisation
    }
}

/// What stands between signing in and working: a new password, then the second factor of the three administrators.
package enum PendingStep: String, Sendable, Hashable, CaseIterable {
    case setPassword, enrolSecondFactor, showSecondFactor
}

/// A signed-in member of staff (工作人员).
package struct Officer: Sendable, Hashable {
    package let staffID: UUID
    package let login: String
    package let name: String
    /// `business`, `sysadmin`, `secadmin` or `auditor` (三员分立).
    package let category: String
    package let organisationID: Int?
    package let organisationName: String
    package let regionCode: String
    package let post: String
    package let rights: Set<Right>
    /// Organisations whose cases the officer may see; empty means none.
    package let bodies: [Int]
    /// Only cases assigned to the officer (本人).
    package let ownOnly: Bool
    package let mustChangePassword: Bool
    /// What the officer must do before anything else; until then the session has no rights.
    package let pending: PendingStep?

    package init(
        staffID: UUID, login: String, name: String, category: String, organisationID: Int?, organisationName: String,
        regionCode: String, post: String, rights: Set<Right>, bodies: [Int], ownOnly: Bool, mustChangePassword: Bool,
        pending: PendingStep? = nil
    ) {
        self.staffID = staffID
        self.login = login
        self.name = name
        self.category = category
        self.organisationID = organisationID
        self.organisationName = organisationName
        self.regionCode = regionCode
        self.post = post
        self.rights = rights
        self.bodies = bodies
        self.ownOnly = ownOnly
        self.mustChangePassword = mustChangePassword
        self.pending = pending
    }

    package func may(_ right: Right) -> Bool { rights.contains(right) }
}

/// A connected system that presented a valid bearer token.
package struct Client: Sendable, Hashable {
    package let id: String
    package let name: String
    package let scopes: Set<String>
    package let requestsPerMinute: Int

    package init(id: String, name: String, scopes: Set<String>, requestsPerMinute: Int) {
        self.id = id
        self.name = name
        self.scopes = scopes
        self.requestsPerMinute = requestsPerMinute
    }
}

/// Who is behind a session.
package enum Subject: Sendable, Hashable {
    case citizen(Citizen)
    case officer(Officer)
}

/// An open session: the cookie's secret token and what the database knows about it.
package struct Session: Sendable, Hashable {
    /// The cookie's value; secret, never logged. Row-level security gets it through `ActingParty.settings`.
    package let token: String
    package let subject: Subject
    package let csrfToken: String
    /// When the second factor was last shown (administrators, step-up).
    package let secondFactorAt: Date?
    package let expiresAt: Date
    /// The subject's saved preferences as JSON object text.
    package let preferences: String
    /// Site messages that the citizen has not read; the head of every page shows it.
    package let unreadMessages: Int

    package init(
        token: String, subject: Subject, csrfToken: String, secondFactorAt: Date?, expiresAt: Date, preferences: String,
        unreadMessages: Int = 0
    ) {
        self.token = token
        self.subject = subject
        self.csrfToken = csrfToken
        self.secondFactorAt = secondFactorAt
        self.expiresAt = expiresAt
        self.preferences = preferences
        self.unreadMessages = unreadMessages
    }

    package var citizen: Citizen? {
        if case .citizen(let citizen) = subject { citizen } else { nil }
    }

    package var officer: Officer? {
        if case .officer(let officer) = subject { officer } else { nil }
    }

    /// This session's subject as the party of audit rows and row-level security.
    package func party(door: DoorName, clientAddress: String?, requestID: String) -> ActingParty {
        switch subject {
        case .citizen(let citizen):
            ActingParty(
                kind: .citizen, id: citizen.accountID.text, name: citizen.name,
                bodyName: citizen.principalName ?? "", door: door, clientAddress: clientAddress, requestID: requestID,
                sessionToken: token)
        case .officer(let officer):
            ActingParty(
                kind: .staff, id: officer.staffID.text, name: officer.name,
                bodyID: officer.organisationID, bodyName: officer.organisationName, door: door,
                clientAddress: clientAddress, requestID: requestID, sessionToken: token)
        }
    }
}
