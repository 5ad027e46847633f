package import Base
package import Foundation
import Identifiers
package import Postgres
import WorkCalendar

/// For whom a citizen acts (代理): organisations they represent, persons who authorised them.
package struct Principals: Sendable {
    let database: Database
    let now: TimeSource

    /// - Parameter database: the public door's own pool.
    package init(database: Database, now: TimeSource = .system) {
        self.database = database
        self.now = now
    }

    /// An organisation as its legal representative registers it.
    package struct OrganisationForm: Sendable, Hashable {
        package var name: String
        package var creditCode: String
        package var legalRepresentative: String
        package var address: String

        package init(name: String, creditCode: String, legalRepresentative: String, address: String) {
            self.name = name
            self.creditCode = creditCode
            self.legalRepresentative = legalRepresentative
            self.address = address
        }
    }

    /// A request to act for somebody, with evidence.
    package struct Request: Sendable, Hashable {
        package var isOrganisation: Bool
        package var name: String
        package var documentType: String
        package var documentNumber: String
        package var basis: Representation.Basis
        package var evidenceFileID: UUID?
        /// `yyyy-MM-dd`, or empty for no end.
        package var validTo: String

        package init(
            isOrganisation: Bool, name: String, documentType: String = "111", documentNumber: String,
            basis: Representation.Basis, evidenceFileID: UUID?, validTo: String = ""
        ) {
            self.isOrganisation = isOrganisation
            self.name = name
            self.documentType = documentType
            self.documentNumber = documentNumber
            self.basis = basis
            self.evidenceFileID = evidenceFileID
            self.validTo = validTo
        }
    }

    /// Everything between the signed-in citizen and others, newest first: whom they act for, and who acts for them.
    package func all(of session: Session) async throws -> [Representation] {
        try await database.rows(
            settings: ["yanmen.session": session.token],
            "\(RepresentationStore.select) ORDER BY r.created_at DESC, r.id",
            Representation.init(row:))
    }

    /// Registers an organisation whose legal representative is the signed-in citizen; confirmed at once.
    ///
    /// The name is compared, no register is asked: such an account is 注册, not 实名, until one is.
    /// - Throws: `.fields`, `.representativeDiffers`, `.organisationTaken`, `.representedAlready`.
    package func register(_ form: OrganisationForm, by session: Session, from origin: SignInOrigin) async throws {
        let checked = try Self.check(form)
        let account = UUID()
        let party = session.party(door: origin.door, clientAddress: origin.address, requestID: origin.requestID)
        let act = AuditEntry("account.registerOrganisation", on: "account", account.text, by: party)
        let outcome = try await database.transaction(settings: party.settings) { connection in
            let outcome = try await connection.first(
                """
                SELECT people.register_organisation(\(account), \(UUID()), \(checked.name), \(checked.creditCode),
                    \(checked.legalRepresentative), \(checked.address)) AS word
                """
            ) { try $0.get("word", as: String.self) }
            if outcome == "ok" { try await connection.execute(act.statement) }
            return outcome
        }
        switch outcome {
        case "ok": return
        case "taken": throw PeopleRefusal.organisationTaken
        case "again": throw PeopleRefusal.representedAlready
        default: throw PeopleRefusal.representativeDiffers
        }
    }

    /// Asks to act for a person or an organisation; a clerk confirms it with the evidence at hand.
    ///
    /// - Throws: `.fields`, `.representedAlready` when such a request is open or confirmed.
    package func ask(_ request: Request, by session: Session, from origin: SignInOrigin) async throws {
        guard let citizen = session.citizen else { throw PeopleRefusal.sessionEnded }
        let checked = try Self.check(request, on: CalendarDate(now()))
        let party = session.party(door: origin.door, clientAddress: origin.address, requestID: origin.requestID)
        let id = UUID()
        let kind = checked.isOrganisation ? "legal" : "natural"
        let validTo: String? = checked.validTo.isEmpty ? nil : checked.validTo
        do {
            try await database.pipeline(
                settings: party.settings,
                [
                    """
                    INSERT INTO people.representation (id, agent_id, principal_kind, principal_name,
                        principal_document_type, principal_document_number, basis, evidence_file_id, valid_to)
                    VALUES (\(id), \(citizen.accountID), \(kind), \(checked.name), \(checked.documentType),
                        \(checked.documentNumber), \(checked.basis), \(checked.evidenceFileID), \(validTo))
                    """,
                    AuditEntry("representation.ask", on: "representation", id.text, by: party)
                        .statement,
                ])
        } catch let error as PostgresError where error.isUniqueViolation {
            throw PeopleRefusal.representedAlready
        } catch let error as PostgresError where error.sqlState == "42501" {
            // Row-level security: the evidence is not a file of one's own.
            throw PeopleRefusal.evidenceMissing
        }
    }

    /// Chooses for whom the citizen acts from now on; nil means for themself.
    ///
    /// - Throws: `.mayNotActFor`.
    package func choose(_ principal: UUID?, in session: Session, from origin: SignInOrigin) async throws {
        let party = session.party(door: origin.door, clientAddress: origin.address, requestID: origin.requestID)
        let object = principal?.text ?? "-"
        let isAllowed = try await database.transaction(settings: party.settings) { connection in
            let isAllowed = try await connection.first("SELECT people.choose_principal(\(principal)) AS allowed") {
                try $0.get("allowed", as: Bool.self)
            }
            if isAllowed == true {
                try await connection.execute(
                    AuditEntry("representation.choose", on: "account", object, by: party).statement)
            }
            return isAllowed == true
        }
        guard isAllowed else { throw PeopleRefusal.mayNotActFor }
    }

    /// Ends a representation, from either side.
    ///
    /// - Throws: `.notFound` when it is somebody else's or ended already.
    package func end(_ id: UUID, by session: Session, from origin: SignInOrigin) async throws {
        let party = session.party(door: origin.door, clientAddress: origin.address, requestID: origin.requestID)
        let count = try await database.transaction(settings: party.settings) { connection in
            let count = try await connection.execute(
                """
                UPDATE people.representation SET ended_at = now(), ending_reason = \(RepresentationTerms.byParty)
                WHERE id = \(id) AND ended_at IS NULL
                """)
            if count == 1 {
                let act = AuditEntry("representation.end", on: "representation", id.text, by: party)
                try await connection.execute(act.statement)
            }
            return count
        }
        guard count == 1 else { throw PeopleRefusal.notFound }
    }

    static func check(_ form: OrganisationForm) throws(PeopleRefusal) -> OrganisationForm {
        var problems: [FieldProblem] = []
        var checked = form
        if let name = PersonRules.organisationName(form.name) {
            checked.name = name
        } else {
            problems.append(FieldProblem(field: "name", message: PersonTerms.organisationName))
        }
        do {
            checked.creditCode = try UnifiedCreditCode(form.creditCode).text
        } catch {
            problems.append(FieldProblem(field: "creditCode", message: error.message))
        }
        if let name = PersonRules.name(form.legalRepresentative) {
            checked.legalRepresentative = name
        } else {
            problems.append(FieldProblem(field: "legalRepresentative", message: PersonTerms.name))
        }
        checked.address = String(form.address.trimmingCharacters(in: .whitespacesAndNewlines).prefix(200))
        guard problems.isEmpty else { throw .fields(problems) }
        return checked
    }

    static func check(_ request: Request, on today: CalendarDate) throws(PeopleRefusal) -> Request {
        var problems: [FieldProblem] = []
        var checked = request
        if request.isOrganisation {
            checked.name = Self.checkedOrganisation(request, &problems)
            checked.documentType = "USCC"
            do {
                checked.documentNumber = try UnifiedCreditCode(request.documentNumber).text
            } catch {
                problems.append(FieldProblem(field: "documentNumber", message: error.message))
            }
        } else {
            do {
                let typed = CitizenSignIn.Registration(
                    name: request.name, documentType: request.documentType, documentNumber: request.documentNumber)
                let person = try PersonRules.check(typed, on: today)
                checked.name = person.name
                checked.documentNumber = person.documentNumber
            } catch {
                problems += error.fields
            }
        }
        if checked.evidenceFileID == nil {
            problems.append(FieldProblem(field: "evidence", message: PersonTerms.evidence))
        }
        checked.validTo = request.validTo.trimmingCharacters(in: .whitespaces)
        if !checked.validTo.isEmpty {
            let day = CalendarDate(checked.validTo)
            if day == nil || day.map({ $0 < today }) == true {
                problems.append(FieldProblem(field: "validTo", message: PersonTerms.validTo))
            }
        }
        guard problems.isEmpty else { throw .fields(problems) }
        return checked
    }

    private static func checkedOrganisation(_ request: Request, _ problems: inout [FieldProblem]) -> String {
        if let name = PersonRules.organisationName(request.name) { return name }
        problems.append(FieldProblem(field: "name", message: PersonTerms.organisationName))
        return request.name
    }
}

enum RepresentationTerms {
    static let byParty = "当事人结束"
}
