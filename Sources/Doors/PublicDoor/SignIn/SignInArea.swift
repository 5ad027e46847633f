import Base
import Foundation
import Hummingbird
import Markup
package import People
package import Web

/// Citizens sign in by a code sent to their phone, and register at the first time.
package struct SignInArea: Sendable {
    let signIn: CitizenSignIn
    let sessions: Sessions
    /// Name of the cookie that holds the session's token.
    let cookie: String

    package init(signIn: CitizenSignIn, sessions: Sessions, cookie: String) {
        self.signIn = signIn
        self.sessions = sessions
        self.cookie = cookie
    }

    package var routes: [DoorRoute] {
        [
            .get("/signin", .anyone) { request in
                .page(PhonePage(next: Self.next(request.query), token: request.formToken))
            },
            .post("/signin", .anyone, body: .form(limit: 8_192), sendCode),
            .post("/signin/code", .anyone, body: .form(limit: 8_192), enter),
            .post("/signin/register", .anyone, body: .form(limit: 8_192), register),
            .post("/signout", .citizen, body: .form(limit: 8_192), leave),
        ]
    }

    static func next(_ fields: FormFields) -> String { LocalPath.safe(fields["next"] ?? "/my") }

    private func origin(_ request: DoorRequest) -> SignInOrigin {
        SignInOrigin(
            door: .public, address: request.clientAddress.text, userAgent: request.headers[.userAgent] ?? "",
            requestID: request.requestID)
    }

    private func sendCode(_ request: DoorRequest) async throws -> Answer {
        let next = Self.next(request.form)
        do {
            let phone = try await signIn.requestCode(phone: request.form["phone"] ?? "", from: origin(request))
            return .page(CodePage(phone: phone, next: next, token: request.formToken))
        } catch let refusal as PeopleRefusal {
            let page = PhonePage(
                phone: request.form["phone"], next: next, errors: Self.errors(refusal, field: "phone"),
                token: request.formToken)
            return .page(page)
        }
    }

    private func enter(_ request: DoorRequest) async throws -> Answer {
        let phone = request.form["phone"] ?? ""
        let next = Self.next(request.form)
        do {
            switch try await signIn.signIn(phone: phone, code: request.form["code"] ?? "", from: origin(request)) {
            case .signedIn(let token): return .redirect(to: next).setting(SetCookie(cookie, token))
            case .register(let ticket):
                return .page(RegisterPage(ticket: ticket, next: next, token: request.formToken))
            }
        } catch let refusal as PeopleRefusal {
            let page = CodePage(
                phone: phone, next: next, errors: Self.errors(refusal, field: "code"), token: request.formToken)
            return .page(page)
        }
    }

    private func register(_ request: DoorRequest) async throws -> Answer {
        let registration = CitizenSignIn.Registration(
            name: request.form["name"] ?? "", documentNumber: request.form["documentNumber"] ?? "")
        let ticket = request.form["ticket"] ?? ""
        let next = Self.next(request.form)
        do {
            let token = try await signIn.register(registration, ticket: ticket, from: origin(request))
            return .redirect(to: next).setting(SetCookie(cookie, token))
        } catch let refusal as PeopleRefusal {
            let page = RegisterPage(
                ticket: ticket, next: next, typed: request.form, errors: Self.errors(refusal, field: "documentNumber"),
                token: request.formToken)
            return .page(page)
        }
    }

    private func leave(_ request: DoorRequest) async throws -> Answer {
        if let session = request.viewer.session { try await sessions.end(session, door: .public) }
        return .redirect(to: "/").setting(SetCookie(cookie, "", maxAge: 0))
    }

    /// A refusal as the complaint of a field, so that it stands where the person looks.
    private static func errors(_ refusal: PeopleRefusal, field: String) -> FieldErrors {
        FieldErrors(refusal.fields.isEmpty ? [FieldProblem(field: field, message: refusal.reason)] : refusal.fields)
    }
}
