package import Base
package import People

/// Who acts on a case, and as what.
package struct CaseActor: Sendable, Hashable {
    package enum Role: Sendable, Hashable {
        case officer(Officer)
        case citizen(Citizen)
        case client(Client)
        /// The program itself, when the law lets time decide.
        case system
    }

    package let role: Role
    package let party: ActingParty

    package init(_ officer: Officer, party: ActingParty) {
        role = .officer(officer)
        self.party = party
    }

    package init(_ citizen: Citizen, party: ActingParty) {
        role = .citizen(citizen)
        self.party = party
    }

    package init(_ client: Client, party: ActingParty) {
        role = .client(client)
        self.party = party
    }

    /// The subject of a session, acting through a door.
    package init(_ session: Session, door: DoorName, clientAddress: String? = nil, requestID: String = "") {
        let party = session.party(door: door, clientAddress: clientAddress, requestID: requestID)
        switch session.subject {
        case .citizen(let citizen): self.init(citizen, party: party)
        case .officer(let officer): self.init(officer, party: party)
        }
    }

    private init(system party: ActingParty) {
        role = .system
        self.party = party
    }

    /// A task of the background worker.
    package static func system(_ task: String) -> CaseActor { CaseActor(system: .system(task)) }

    package var officer: Officer? {
        if case .officer(let officer) = role { officer } else { nil }
    }

    package var citizen: Citizen? {
        if case .citizen(let citizen) = role { citizen } else { nil }
    }
}
