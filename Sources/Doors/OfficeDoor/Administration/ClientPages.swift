import Base
import Markup
import People
import Web

// 接入系统: registration, secrets shown once, letting in and keeping out.
extension AdministrationArea {
    var clientRoutes: [DoorRoute] {
        [
            .get("/admin/clients", .right(.manageClients)) { request in .page(try await clientsPage(request)) },
            .post("/admin/clients", .right(.manageClients), registerClient),
            .post("/admin/clients/{id}/secret", .right(.manageClients), renewSecret),
            .post("/admin/clients/{id}/state", .right(.manageClients), setClientState),
        ]
    }

    private func clientsPage(
        _ request: DoorRequest, typed: FormFields = FormFields(), errors: FieldErrors = FieldErrors()
    ) async throws -> ClientsPage {
        ClientsPage(
            clients: try await clients.all(for: try session(of: request)), needsStepUp: needsStepUp(request),
            typed: typed, errors: errors, isDone: request.query.contains("done"), token: request.formToken)
    }

    @Sendable private func registerClient(_ request: DoorRequest) async throws -> Answer {
        let form = request.form
        do {
            let secret = try await clients.register(
                id: form["id"] ?? "", name: form["name"] ?? "", scopes: form.all("scopes"),
                requestsPerMinute: form.integer("requestsPerMinute") ?? 0, by: try session(of: request),
                from: request.origin)
            return Self.shown(secret, of: form["id"] ?? "")
        } catch let refusal as PeopleRefusal where refusal == .stepUpNeeded {
            return .redirect(to: Self.verify("/admin/clients"))
        } catch let refusal as PeopleRefusal where refusal.kind == .invalid || refusal.kind == .conflict {
            return .page(try await clientsPage(request, typed: form, errors: refusal.fieldErrors(or: "id")))
        }
    }

    @Sendable private func renewSecret(_ request: DoorRequest) async throws -> Answer {
        let id = try request.parameter("id")
        do {
            let secret = try await clients.renewSecret(of: id, by: try session(of: request), from: request.origin)
            return Self.shown(secret, of: id)
        } catch let refusal as PeopleRefusal where refusal == .stepUpNeeded {
            return .redirect(to: Self.verify("/admin/clients"))
        }
    }

    private static func shown(_ secret: String, of id: String) -> Answer {
        .page(
            ShownOncePage(
                title: "接入密钥", secret: secret, explanation: "系统 \(id) 的密钥。请用安全的方式交给对方；更换密钥后，旧密钥还能用 7 天。",
                back: "/admin/clients"))
    }

    @Sendable private func setClientState(_ request: DoorRequest) async throws -> Answer {
        let id = try request.parameter("id")
        let isActive = request.form["active"] == "true"
        return try await act(request, back: "/admin/clients") { session in
            try await clients.set(id, active: isActive, by: session, from: request.origin)
        }
    }
}

/// 接入系统.
struct ClientsPage: Page {
    let clients: [RegisteredClient]
    let needsStepUp: Bool
    let typed: FormFields
    let errors: FieldErrors
    let isDone: Bool
    let token: FormToken

    var title: String { "接入系统" }
    var hasErrors: Bool { !errors.isEmpty }

    var body: HTML {
        AdminParts.page(
            title, isDone: isDone,
            """
            \(errorSummary(errors))\(needsStepUp ? AdminParts.stepUp(back: "/admin/clients") : .empty)
            \(card("已登记的系统", list))\(needsStepUp ? .empty : card("登记系统", registering))
            """)
    }

    private var list: HTML {
        guard !clients.isEmpty else { return emptyState("还没有接入系统", hint: "登记后得到密钥，对方凭密钥换取 15 分钟有效的令牌。") }
        let columns = [
            Column("标识"), Column("名称"), Column("接口范围"), Column("每分钟请求", isFigures: true), Column("密钥更换时间"),
            Column("状态"),
            Column("操作"),
        ]
        return table(caption: "接入系统", columns: columns, rows: clients.map(row))
    }

    private func row(_ client: RegisteredClient) -> [HTML] {
        let scopes = client.scopes.map { ClientScope(rawValue: $0)?.term ?? $0 }.joined(separator: "、")
        return [
            "<code>\(client.id)</code>", "\(client.name)", "\(scopes)", "\(client.requestsPerMinute)",
            "<span class=\"num\">\(LogTerms.moment(client.secretChangedAt))</span>",
            AdminParts.mark(client.isActive ? "启用" : "停用", client.isActive ? .ok : .neutral),
            needsStepUp ? "—" : "<div class=\"row wrapx\">\(renewing(client))\(toggling(client))</div>",
        ]
    }

    private func renewing(_ client: RegisteredClient) -> HTML {
        buttonForm("更换密钥", action: "/admin/clients/\(client.id)/secret", token: token, size: .small)
    }

    private func toggling(_ client: RegisteredClient) -> HTML {
        buttonForm(
            client.isActive ? "停用" : "启用", action: "/admin/clients/\(client.id)/state", token: token,
            kind: client.isActive ? .danger : .plain, size: .small,
            fields: ["active": client.isActive ? "false" : "true"])
    }

    private var registering: HTML {
        let scopes = ClientScope.allCases.map { Choice($0.rawValue, $0.term) }
        return form(
            action: "/admin/clients", token: token,
            """
            \(textField(FieldFace("id", "系统标识", hint: "小写字母、数字或连字符，登记后不能改。", error: errors["id"]), value: typed["id"], maximumLength: 40))
            \(textField(FieldFace("name", "系统名称", error: errors["name"]), value: typed["name"], maximumLength: 100))
            \(checkboxes(FieldFace("scopes", "接口范围", error: errors["scopes"]), choices: scopes, values: Set(typed.all("scopes"))))
            \(textField(FieldFace("requestsPerMinute", "每分钟请求数上限", error: errors["requestsPerMinute"]), value: typed["requestsPerMinute"] ?? "600", kind: .number, maximumLength: 6))
            <p>\(button("登记系统", kind: .primary))</p>
            """)
    }
}
