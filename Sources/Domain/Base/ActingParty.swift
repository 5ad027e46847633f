/// Who does something, through which door: what audit rows, case events and row-level security need to know.
package struct ActingParty: Sendable, Hashable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case citizen, staff, client, system, anonymous
    }

    package let kind: Kind
    /// Account or staff id in lower-case UUID form, client id, or the name of a system task.
    package let id: String
    package let name: String
    /// Organisation the party acts for, with its name.
    package let bodyID: Int?
    package let bodyName: String
    package let door: DoorName
    package let clientAddress: String?
    package let requestID: String
    /// Secret tokens that row-level security turns back into a person (`people.current_account()` and its kin).
    let sessionToken: String?
    let clientToken: String?

    package init(
        kind: Kind, id: String, name: String, bodyID: Int? = nil, bodyName: String = "", door: DoorName,
        clientAddress: String? = nil, requestID: String = "", sessionToken: String? = nil, clientToken: String? = nil
    ) {
        self.kind = kind
        self.id = id
        self.name = name
        self.bodyID = bodyID
        self.bodyName = bodyName
        self.door = door
        self.clientAddress = clientAddress
        self.requestID = requestID
        self.sessionToken = sessionToken
        self.clientToken = clientToken
    }

    /// The program itself, in the background.
    package static func system(_ task: String, door: DoorName = .worker) -> ActingParty {
        ActingParty(kind: .system, id: task, name: "系统", bodyName: "系统", door: door)
    }

    /// Nobody signed in.
    package static func anonymous(door: DoorName, clientAddress: String?, requestID: String) -> ActingParty {
        ActingParty(
            kind: .anonymous, id: "-", name: "", door: door, clientAddress: clientAddress, requestID: requestID)
    }

    /// Transaction settings for `Database.transaction(settings:)` and `Database.pipeline(settings:)`: with them the
    /// policies of PostgreSQL see this party, without them nobody.
    package var settings: [String: String] {
        var settings: [String: String] = [:]
        if let sessionToken { settings["yanmen.session"] = sessionToken }
        if let clientToken { settings["yanmen.client_token"] = clientToken }
        return settings
    }
}
