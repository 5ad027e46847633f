import Base
import Foundation
import Hummingbird
import Markup
package import People
package import Web

/// Members of staff sign in; what still stands between them and their work comes right after: password, second factor.
package struct StaffSignInArea: Sendable {
    let signIn: StaffSignIn
    let sessions: Sessions
    let cookie: String

    package init(signIn: StaffSignIn, sessions: Sessions, cookie: String) {
        self.signIn = signIn
        self.sessions = sessions
        self.cookie = cookie
    }

    package var routes: [DoorRoute] {
        [
            .get("/signin", .anyone) { request in
                .page(StaffSignInPage(next: Self.next(request.query), token: request.formToken))
            },
            .post("/signin", .anyone, body: .form(limit: 8_192), enter),
            .get("/password", .staff) { request in
                .page(PasswordPage(officer: try request.officer, next: Self.next(request.query), token: request.formToken))
            },
            .post("/password", .staff, body: .form(limit: 8_192), setPassword),
            .get("/second-factor", .staff, showFactor),
            .post("/second-factor", .staff, body: .form(limit: 8_192), factor),
            .post("/signout", .staff, body: .form(limit: 8_192), leave),
        ]
    }

    static func next(_ fields: FormFields) -> String { LocalPath.safe(fields["next"] ?? "/") }

    private func origin(_ request: DoorRequest) -> SignInOrigin {
        SignInOrigin(
            door: .office, address: request.clientAddress.text, userAgent: request.headers[.userAgent] ?? "",
            requestID: request.requestID)
    }

    private func enter(_ request: DoorRequest) async throws -> Answer {
        let next = Self.next(request.form)
        do {
            let token = try await signIn.signIn(
                login: request.form["login"] ?? "", password: request.form["password"] ?? "", from: origin(request))
            return try await goOn(token, next: next)
        } catch let refusal as PeopleRefusal {
            let page = StaffSignInPage(
                login: request.form["login"] ?? "", next: next,
                errors: FieldErrors([FieldProblem(field: "login", message: refusal.reason)]), token: request.formToken)
            return .page(page)
        }
    }

    /// Leads to whatever is pending before the work can begin.
    private func goOn(_ token: String, next: String) async throws -> Answer {
        let officer = try await sessions.open(token: token)?.officer
        let place =
            switch officer?.pending {
            case .setPassword: "/password?next=\(urlEncoded(next))"
            case .enrolSecondFactor, .showSecondFactor: "/second-factor?next=\(urlEncoded(next))"
            case nil: next
            }
        return .redirect(to: place).setting(SetCookie(cookie, token))
    }

    private func setPassword(_ request: DoorRequest) async throws -> Answer {
        guard let session = request.viewer.session else { throw Problem.signInNeeded }
        let next = Self.next(request.form)
        do {
            let token = try await signIn.setPassword(
                request.form["password"] ?? "", repeated: request.form["repeated"] ?? "",
                current: request.form["current"], in: session, from: origin(request))
            return try await goOn(token, next: next)
        } catch let refusal as PeopleRefusal {
            let problems =
                refusal.fields.isEmpty ? [FieldProblem(field: "current", message: refusal.reason)] : refusal.fields
            let page = PasswordPage(
                officer: try request.officer, next: next, errors: FieldErrors(problems), token: request.formToken)
            return .page(page)
        }
    }

    private func showFactor(_ request: DoorRequest) async throws -> Answer {
        let officer = try request.officer
        let offer = officer.pending == .enrolSecondFactor ? signIn.offerSecondFactor(to: officer) : nil
        return .page(SecondFactorPage(offer: offer, next: Self.next(request.query), token: request.formToken))
    }

    private func factor(_ request: DoorRequest) async throws -> Answer {
        guard let session = request.viewer.session else { throw Problem.signInNeeded }
        let officer = try request.officer
        let next = Self.next(request.form)
        let code = request.form["code"] ?? ""
        let secret = request.form.text("secret")
        do {
            let token: String
            if let secret {
                token = try await signIn.enrolSecondFactor(secret: secret, code: code, in: session, from: origin(request))
            } else {
                token = try await signIn.showSecondFactor(code: code, in: session, from: origin(request))
            }
            return try await goOn(token, next: next)
        } catch let refusal as PeopleRefusal {
            let offer = secret.flatMap { signIn.repeatOffer($0, to: officer) }
            let page = SecondFactorPage(
                offer: offer, next: next, errors: FieldErrors([FieldProblem(field: "code", message: refusal.reason)]),
                token: request.formToken)
            return .page(page)
        }
    }

    private func leave(_ request: DoorRequest) async throws -> Answer {
        if let session = request.viewer.session { try await sessions.end(session, door: .office) }
        return .redirect(to: "/signin").setting(SetCookie(cookie, "", maxAge: 0))
    }
}
