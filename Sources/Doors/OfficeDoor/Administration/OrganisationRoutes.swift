import Base
import People
import Web

// 机构: tree, one organisation with its history, changes.
extension AdministrationArea {
    var organisationRoutes: [DoorRoute] {
        [
            .get("/admin/organisations", .right(.manageOrganisations), organisationTree),
            .get("/admin/organisations/new", .right(.manageOrganisations), newOrganisation),
            .post("/admin/organisations", .right(.manageOrganisations), createOrganisation),
            .get("/admin/organisations/{id}", .right(.manageOrganisations)) { request in
                .page(try await organisationPage(request, id: try request.integer("id")))
            },
            .post("/admin/organisations/{id}", .right(.manageOrganisations), changeOrganisation),
        ]
    }

    @Sendable private func organisationTree(_ request: DoorRequest) async throws -> Answer {
        let regions = try await organisations.regions()
        let region = request.query.text("region") ?? regions.first { $0.level == "city" }?.code ?? ""
        let all = try await organisations.all(in: region)
        return .page(
            OrganisationTreePage(
                regions: regions, region: region, organisations: all, search: request.query.text("q") ?? ""))
    }

    @Sendable private func newOrganisation(_ request: DoorRequest) async throws -> Answer {
        .page(try await newOrganisationPage(request, typed: request.query))
    }

    private func newOrganisationPage(
        _ request: DoorRequest, typed: FormFields, errors: FieldErrors = FieldErrors()
    ) async throws -> NewOrganisationPage {
        let regions = try await organisations.regions()
        let region = typed.text("region") ?? regions.first { $0.level == "city" }?.code ?? ""
        let parents = try await organisations.all(in: region).filter(\.isActive)
        return NewOrganisationPage(
            regionName: regions.first { $0.code == region }?.name ?? "", region: region, parents: parents, typed: typed,
            errors: errors, token: request.formToken)
    }

    @Sendable private func createOrganisation(_ request: DoorRequest) async throws -> Answer {
        let form = request.form
        let draft = OrganisationDraft(
            code: form["code"] ?? "", name: form["name"] ?? "", shortName: form["shortName"] ?? "",
            kind: Organisation.Kind(rawValue: form["kind"] ?? "") ?? .department, regionCode: form["region"] ?? "",
            parentID: form.integer("parent"))
        do {
            let id = try await organisations.create(draft, by: try session(of: request), from: request.origin)
            return .redirect(to: "/admin/organisations/\(id)?done=1")
        } catch let refusal as PeopleRefusal where refusal.kind == .invalid || refusal.kind == .conflict {
            let field = refusal == .organisationCodeTaken ? "code" : "name"
            return .page(
                try await newOrganisationPage(request, typed: form, errors: refusal.fieldErrors(or: field)))
        }
    }

    func organisationPage(
        _ request: DoorRequest, id: Int, errors: FieldErrors = FieldErrors(), remark: String? = nil
    ) async throws -> OrganisationDetailPage {
        let organisation = try await organisations.find(id)
        async let history = organisations.history(of: id)
        let all = try await organisations.all(in: organisation.regionCode)
        return OrganisationDetailPage(
            organisation: organisation, others: all, history: try await history, typed: request.form, errors: errors,
            remark: remark, isDone: request.query.contains("done"), token: request.formToken)
    }

    @Sendable private func changeOrganisation(_ request: DoorRequest) async throws -> Answer {
        let id = try request.integer("id")
        let form = request.form
        let version = form.integer("version") ?? 0
        let change: OrganisationChange
        switch form["act"] {
        case "rename": change = .rename(name: form["name"] ?? "", shortName: form["shortName"] ?? "")
        case "describe":
            change = .describe(
                OrganisationContact(
                    telephone: form.text("telephone"), complaintTelephone: form.text("complaintTelephone"),
                    address: form.text("address"), openingHours: form.text("openingHours")))
        case "move": change = .move(under: form.integer("parent"))
        case "close": change = .close
        case "reopen": change = .reopen
        default: throw Problem.malformed("缺少要做的操作")
        }
        do {
            try await organisations.change(
                id, version: version, change, by: try session(of: request), from: request.origin)
            return .redirect(to: "/admin/organisations/\(id)?done=1")
        } catch let refusal as PeopleRefusal where refusal != .rightMissing && refusal != .notFound {
            let errors = FieldErrors(refusal.fields)
            return .page(
                try await organisationPage(
                    request, id: id, errors: errors, remark: errors.isEmpty ? refusal.reason : nil))
        }
    }
}
