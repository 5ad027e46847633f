import Base
package import People
package import Web

/// Citizens sign in: phone, code, at the first time name and number.
package struct SignInArea: Sendable {
    let signIn: CitizenSignIn
    let sessions: Sessions

    package init(signIn: CitizenSignIn, sessions: Sessions) {
        self.signIn = signIn
        self.sessions = sessions
    }

    package var routes: [DoorRoute] {
        [
            .get("/signin", .anyone, show),
            .post("/signin", .anyone, requestCode),
            .post("/signin/code", .anyone, enterCode),
            .post("/signin/register", .anyone, register),
            .post("/signout", .anyone, signOut),
        ]
    }

    @Sendable private func show(_ request: DoorRequest) async throws -> Answer {
        let next = request.wantedPage
        guard request.viewer.citizen == nil else { return .redirect(to: next ?? "/my") }
        return .page(PhonePage(next: next, token: request.formToken))
    }

    @Sendable private func requestCode(_ request: DoorRequest) async throws -> Answer {
        let typed = request.form["phone"] ?? ""
        do {
            let phone = try await signIn.requestCode(phone: typed, from: request.origin)
            return .page(CodePage(phone: phone, next: request.wantedPage, token: request.formToken))
        } catch let refusal as PeopleRefusal where refusal == .codeTooSoon && !typed.isEmpty {
            // The earlier code still holds: the person may type it.
            return .page(
                CodePage(phone: typed, next: request.wantedPage, remark: refusal.reason, token: request.formToken))
        } catch let refusal as PeopleRefusal {
            let errors = refusal.fieldErrors(or: "phone")
            return .page(PhonePage(typed: typed, next: request.wantedPage, errors: errors, token: request.formToken))
        }
    }

    @Sendable private func enterCode(_ request: DoorRequest) async throws -> Answer {
        let phone = request.form["phone"] ?? ""
        do {
            let code = request.form["code"] ?? ""
            switch try await signIn.signIn(phone: phone, code: code, from: request.origin) {
            case .signedIn(let token): return signedIn(token, request)
            case .register(let ticket):
                return .page(RegisterPage(ticket: ticket, next: request.wantedPage, token: request.formToken))
            }
        } catch let refusal as PeopleRefusal {
            let errors = FieldErrors([FieldProblem(field: "code", message: refusal.reason)])
            return .page(CodePage(phone: phone, next: request.wantedPage, errors: errors, token: request.formToken))
        }
    }

    @Sendable private func register(_ request: DoorRequest) async throws -> Answer {
        let form = request.form
        let ticket = form["ticket"] ?? ""
        do {
            let registration = CitizenSignIn.Registration(
                name: form["name"] ?? "", documentType: form["documentType"] ?? "111",
                documentNumber: form["documentNumber"] ?? "")
            let token = try await signIn.register(registration, ticket: ticket, from: request.origin)
            return signedIn(token, request)
        } catch let refusal as PeopleRefusal where refusal != .registrationExpired {
            let errors = refusal.fieldErrors(or: "documentNumber")
            return .page(
                RegisterPage(
                    ticket: ticket, next: request.wantedPage, typed: form, errors: errors, token: request.formToken))
        }
    }

    private func signedIn(_ token: String, _ request: DoorRequest) -> Answer {
        Answer.redirect(to: request.wantedPage ?? "/my").openingSession(token)
    }

    @Sendable private func signOut(_ request: DoorRequest) async throws -> Answer {
        if let session = request.session { try await sessions.end(session, door: request.door) }
        return Answer.redirect(to: "/").endingSession()
    }
}

extension PeopleRefusal {
    /// The problems of the fields, or the reason at one field.
    func fieldErrors(or field: String) -> FieldErrors {
        FieldErrors(fields.isEmpty ? [FieldProblem(field: field, message: reason)] : fields)
    }
}
