package import Base
import Foundation
import Markup
package import People
package import Web
import WorkCalendar

/// 我的账号: who one is here, for whom one acts, who acts for one.
package struct AccountArea: Sendable {
    let principals: Principals
    let uploads: Uploads
    let now: TimeSource

    package init(principals: Principals, uploads: Uploads, now: TimeSource = .system) {
        self.principals = principals
        self.uploads = uploads
        self.now = now
    }

    package var routes: [DoorRoute] {
        [
            .get("/my/account", .citizen, show),
            .post("/my/account/principal", .citizen, choose),
            .get("/my/account/organisation", .citizen) { request in
                .page(
                    OrganisationFormPage(
                        typed: FormFields([.init(name: "legalRepresentative", value: try request.citizen.name)]),
                        token: request.formToken))
            },
            .post("/my/account/organisation", .citizen, registerOrganisation),
            .get("/my/account/agency", .citizen) { request in .page(AgencyFormPage(token: request.formToken)) },
            .post("/my/account/agency", .citizen, body: .multipart(limit: 40 * 1_024 * 1_024), ask),
            .get("/my/account/representations/{id}/end", .citizen, confirmEnd),
            .post("/my/account/representations/{id}/end", .citizen, end),
        ]
    }

    @Sendable private func show(_ request: DoorRequest) async throws -> Answer {
        let session = try session(of: request)
        let all = try await principals.all(of: session)
        return .page(
            AccountPage(
                citizen: try request.citizen, relations: all, today: CalendarDate(now()),
                isDone: request.query.contains("done"), token: request.formToken))
    }

    @Sendable private func choose(_ request: DoorRequest) async throws -> Answer {
        try await principals.choose(request.form.uuid("principal"), in: try session(of: request), from: request.origin)
        return .redirect(to: request.wantedPage ?? "/my/account")
    }

    @Sendable private func registerOrganisation(_ request: DoorRequest) async throws -> Answer {
        let typed = request.form
        do {
            let form = Principals.OrganisationForm(
                name: typed["name"] ?? "", creditCode: typed["creditCode"] ?? "",
                legalRepresentative: typed["legalRepresentative"] ?? "", address: typed["address"] ?? "")
            try await principals.register(form, by: try session(of: request), from: request.origin)
            return .redirect(to: "/my/account?done=1")
        } catch let refusal as PeopleRefusal {
            let field = refusal == .representativeDiffers ? "legalRepresentative" : "creditCode"
            return .page(
                OrganisationFormPage(
                    typed: typed, errors: refusal.fieldErrors(or: field), token: request.formToken))
        }
    }

    @Sendable private func ask(_ request: DoorRequest) async throws -> Answer {
        let (typed, refused) = try await read(request)
        let asked = Principals.Request(
            isOrganisation: typed["kind"] == "legal", name: typed["name"] ?? "",
            documentType: typed["documentType"] ?? "111", documentNumber: typed["documentNumber"] ?? "",
            basis: Representation.Basis(rawValue: typed["basis"] ?? "") ?? .authorised,
            evidenceFileID: typed.uuid("evidenceID"), validTo: typed["validTo"] ?? "")
        do {
            if let refused { throw PeopleRefusal.fields([FieldProblem(field: "evidence", message: refused.reason)]) }
            try await principals.ask(asked, by: try session(of: request), from: request.origin)
            return .redirect(to: "/my/account?done=1")
        } catch let refusal as PeopleRefusal {
            return .page(
                AgencyFormPage(
                    typed: typed, errors: refusal.fieldErrors(or: "documentNumber"), token: request.formToken))
        }
    }

    /// Reads the form and stores its file; a file that was stored before a mistake elsewhere is kept by its id.
    private func read(_ request: DoorRequest) async throws -> (FormFields, FileRefusal?) {
        var fields: [FormFields.Field] = []
        var refused: FileRefusal?
        var stored: StoredFile?
        try await request.forEachPart { part in
            if let fileName = part.header.fileName {
                guard part.header.name == "evidence", !fileName.isEmpty, stored == nil else { return }
                do {
                    stored = try await uploads.store(name: fileName, bytes: part.chunks, by: request.party)
                } catch let refusal as FileRefusal {
                    refused = refusal
                }
            } else if fields.count < 50 {
                fields.append(.init(name: part.header.name, value: try await part.text(limit: 2_000)))
            }
        }
        if let stored {
            fields.removeAll { $0.name == "evidenceID" || $0.name == "evidenceName" }
            fields.append(.init(name: "evidenceID", value: stored.id.text))
            fields.append(.init(name: "evidenceName", value: stored.name))
        }
        return (FormFields(fields), refused)
    }

    @Sendable private func confirmEnd(_ request: DoorRequest) async throws -> Answer {
        let id = try request.uuid("id")
        let all = try await principals.all(of: try session(of: request))
        guard let relation = all.first(where: { $0.id == id && $0.endedAt == nil }) else {
            throw PeopleRefusal.notFound
        }
        return .page(
            ConfirmPage(
                title: "结束代理关系？",
                consequence: """
                    <p>\(relation.agentName) 今后不能再代 \(relation.principalName) 办理事项。已经提交的办件不受影响。</p>
                    """,
                action: "/my/account/representations/\(id.text)/end", token: request.formToken,
                confirm: "结束代理关系", back: "/my/account"))
    }

    @Sendable private func end(_ request: DoorRequest) async throws -> Answer {
        try await principals.end(try request.uuid("id"), by: try session(of: request), from: request.origin)
        return .redirect(to: "/my/account?done=1")
    }

    private func session(of request: DoorRequest) throws -> Session {
        guard let session = request.session else { throw Problem.signInNeeded }
        return session
    }
}
