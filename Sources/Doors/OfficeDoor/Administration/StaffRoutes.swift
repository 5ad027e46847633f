import Base
import Foundation
import People
import Web

// 账号: list, one account, and what each administrator may do with it.
extension AdministrationArea {
    var staffRoutes: [DoorRoute] {
        [
            .get("/admin/staff", .staff, staffList),
            .get("/admin/staff/new", .right(.manageOrganisations)) { request in
                .page(try await newStaffPage(request, typed: FormFields()))
            },
            .post("/admin/staff", .right(.manageOrganisations), createStaff),
            .get("/admin/staff/{id}", .staff) { request in
                .page(try await staffPage(request, id: try request.uuid("id")))
            },
            .post("/admin/staff/{id}", .right(.manageOrganisations), describeStaff),
            .post("/admin/staff/{id}/grants", .right(.grantRights), grant),
            .post("/admin/staff/{id}/acts", .right(.grantRights), actOnStaff),
            .post("/admin/staff/{id}/reset", .right(.grantRights), resetStaff),
            .get("/admin/online", .right(.grantRights), online),
            .post("/admin/online/{id}/end", .right(.grantRights), endOnline),
        ]
    }

    @Sendable private func staffList(_ request: DoorRequest) async throws -> Answer {
        let search = request.query.text("q") ?? ""
        let after = request.query.text("after") ?? ""
        let found = try await staff.list(search: search, after: after, limit: 51, for: try session(of: request))
        let next = found.count > 50 ? found[49].login : nil
        return .page(
            StaffListPage(
                members: Array(found.prefix(50)), search: search, next: next,
                mayCreate: try request.officer.may(.manageOrganisations)))
    }

    private func newStaffPage(
        _ request: DoorRequest, typed: FormFields, errors: FieldErrors = FieldErrors()
    ) async throws -> NewStaffPage {
        NewStaffPage(
            organisations: try await organisations.choices().map { Choice("\($0.id)", $0.name) }, typed: typed,
            errors: errors, token: request.formToken)
    }

    private func draft(_ form: FormFields, category: String? = nil) -> NewStaff {
        NewStaff(
            login: form["login"] ?? "", name: form["name"] ?? "", category: category ?? form["category"] ?? "",
            documentNumber: form["documentNumber"] ?? "", organisationID: form.integer("organisation"),
            post: form["post"] ?? "", phone: form["phone"] ?? "", expiresOn: form["expiresOn"] ?? "")
    }

    @Sendable private func createStaff(_ request: DoorRequest) async throws -> Answer {
        do {
            let id = try await staff.create(draft(request.form), by: try session(of: request), from: request.origin)
            return .redirect(to: "/admin/staff/\(id.text)?done=1")
        } catch let refusal as PeopleRefusal where refusal.kind == .invalid || refusal.kind == .conflict {
            let field = refusal == .loginTaken ? "login" : "documentNumber"
            return .page(
                try await newStaffPage(request, typed: request.form, errors: refusal.fieldErrors(or: field)))
        }
    }

    func staffPage(
        _ request: DoorRequest, id: UUID, errors: FieldErrors = FieldErrors(), remark: String? = nil
    ) async throws -> StaffDetailPage {
        let session = try session(of: request)
        let detail = try await staff.find(id, for: session)
        let officer = try request.officer
        let choices = try await organisations.choices().map { Choice("\($0.id)", $0.name) }
        let roles = try await staff.roles().filter { $0.category == detail.member.category }
        return StaffDetailPage(
            detail: detail, officer: officer, organisations: choices, roles: roles, needsStepUp: needsStepUp(request),
            typed: request.form, errors: errors, remark: remark, isDone: request.query.contains("done"),
            token: request.formToken)
    }

    @Sendable private func describeStaff(_ request: DoorRequest) async throws -> Answer {
        let id = try request.uuid("id")
        let session = try session(of: request)
        let category = try await staff.find(id, for: session).member.category
        do {
            try await staff.describe(
                id, version: request.form.integer("version") ?? 0, as: draft(request.form, category: category),
                by: session, from: request.origin)
            return .redirect(to: "/admin/staff/\(id.text)?done=1")
        } catch let refusal as PeopleRefusal where refusal.kind == .invalid || refusal.kind == .stale {
            let errors = FieldErrors(refusal.fields)
            return .page(
                try await staffPage(
                    request, id: id, errors: errors, remark: errors.isEmpty ? refusal.reason : nil))
        }
    }

    /// What the security administrator did wrong stands on the page of the account.
    private func attempt(
        _ request: DoorRequest, _ body: (UUID, Session) async throws -> Void
    ) async throws -> Answer {
        let id = try request.uuid("id")
        do {
            return try await act(request, back: "/admin/staff/\(id.text)") { try await body(id, $0) }
        } catch let refusal as PeopleRefusal where refusal != .rightMissing && refusal != .notFound {
            let errors = FieldErrors(refusal.fields)
            return .page(
                try await staffPage(
                    request, id: id, errors: errors, remark: errors.isEmpty ? refusal.reason : nil))
        }
    }

    @Sendable private func grant(_ request: DoorRequest) async throws -> Answer {
        let form = request.form
        return try await attempt(request) { id, session in
            let scope = DataScope(rawValue: form["scope"] ?? "") ?? .own
            try await staff.grant(
                form["role"] ?? "", scope: scope,
                listed: scope == .listed ? form.all("listed").compactMap { Int($0) } : [], to: id, by: session,
                from: request.origin)
        }
    }

    @Sendable private func actOnStaff(_ request: DoorRequest) async throws -> Answer {
        let form = request.form
        let version = form.integer("version") ?? 0
        return try await attempt(request) { id, session in
            let origin = request.origin
            switch form["act"] {
            case "enable": try await staff.enable(id, version: version, by: session, from: origin)
            case "disable": try await staff.disable(id, version: version, by: session, from: origin)
            case "unlock": try await staff.unlock(id, by: session, from: origin)
            case "secondFactor": try await staff.resetSecondFactor(id, by: session, from: origin)
            case "revoke": try await staff.revoke(form["role"] ?? "", from: id, by: session, from: origin)
            default: throw Problem.malformed("缺少要做的操作")
            }
        }
    }

    @Sendable private func resetStaff(_ request: DoorRequest) async throws -> Answer {
        let id = try request.uuid("id")
        let address = "/admin/staff/\(id.text)"
        do {
            let session = try session(of: request)
            let code = try await staff.reset(id, by: session, from: request.origin)
            let member = try await staff.find(id, for: session).member
            return .page(
                ShownOncePage(
                    title: "一次性验证码", secret: code,
                    explanation: "请当面告诉 \(member.name)：在登录页的口令栏输入这个验证码，\(StaffRegister.resetMinutes) 分钟内有效，只能用一次。",
                    back: address))
        } catch let refusal as PeopleRefusal where refusal == .stepUpNeeded {
            return .redirect(to: Self.verify(address))
        }
    }

    @Sendable private func online(_ request: DoorRequest) async throws -> Answer {
        let sessions = try await staff.online(for: try session(of: request))
        return .page(
            OnlinePage(sessions: sessions, isDone: request.query.contains("done"), token: request.formToken))
    }

    @Sendable private func endOnline(_ request: DoorRequest) async throws -> Answer {
        let id = try request.uuid("id")
        return try await act(request, back: "/admin/online") { session in
            try await staff.end(id, by: session, from: request.origin)
        }
    }
}
