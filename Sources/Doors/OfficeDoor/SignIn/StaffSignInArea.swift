import Base
package import People
package import Web

/// Staff sign in: password, new password, second factor; and their own account afterwards.
package struct StaffSignInArea: Sendable {
    let signIn: StaffSignIn
    let sessions: Sessions

    package init(signIn: StaffSignIn, sessions: Sessions) {
        self.signIn = signIn
        self.sessions = sessions
    }

    package var routes: [DoorRoute] {
        [
            .get("/signin", .anyone, show),
            .post("/signin", .anyone, enter),
            .get("/signin/step", .anyone, step),
            .post("/signin/password", .anyone, setPassword),
            .post("/signin/bind", .anyone, bind),
            .post("/signin/verify", .anyone, verify),
            .get("/verify", .staff, stepUp),
            .get("/account", .staff, account),
            .post("/account/bind", .staff, offer),
            .post("/signout", .anyone, signOut),
        ]
    }

    @Sendable private func show(_ request: DoorRequest) async throws -> Answer {
        let next = request.wantedPage
        if let officer = request.viewer.officer {
            return .redirect(to: officer.pending == nil ? next ?? "/" : "/signin/step")
        }
        return .page(StaffSignInPage(next: next, token: request.formToken), in: Self.frame)
    }

    @Sendable private func enter(_ request: DoorRequest) async throws -> Answer {
        let login = request.form["login"] ?? ""
        do {
            let password = request.form["password"] ?? ""
            let token = try await signIn.signIn(login: login, password: password, from: request.origin)
            return goOn(token, request)
        } catch let refusal as PeopleRefusal {
            let errors = FieldErrors([FieldProblem(field: "password", message: refusal.reason)])
            return .page(
                StaffSignInPage(login: login, next: request.wantedPage, errors: errors, token: request.formToken),
                in: Self.frame)
        }
    }

    /// The page of whatever stands between signing in and working; straight on when nothing does.
    @Sendable private func step(_ request: DoorRequest) async throws -> Answer {
        let officer = try request.officer
        let next = request.wantedPage
        switch officer.pending {
        case .setPassword:
            return .page(PasswordPage(officer: officer, next: next, token: request.formToken), in: Self.frame)
        case .enrolSecondFactor:
            let offer = signIn.offerSecondFactor(to: officer)
            return .page(BindPage(offer: offer, next: next, token: request.formToken), in: Self.frame)
        case .showSecondFactor:
            return .page(VerifyPage(next: next, token: request.formToken), in: Self.frame)
        case nil: return .redirect(to: next ?? "/")
        }
    }

    @Sendable private func setPassword(_ request: DoorRequest) async throws -> Answer {
        let (session, officer) = try staff(request)
        let form = request.form
        do {
            let token = try await signIn.setPassword(
                form["password"] ?? "", repeated: form["repeated"] ?? "", current: form["current"], in: session,
                from: request.origin)
            return goOn(token, request)
        } catch let refusal as PeopleRefusal where refusal != .sessionEnded {
            let errors = refusal.fieldErrors(or: refusal == .passwordWrong ? "current" : "password")
            return .page(
                PasswordPage(officer: officer, next: request.wantedPage, errors: errors, token: request.formToken),
                in: officer.pending == nil ? nil : Self.frame)
        }
    }

    @Sendable private func offer(_ request: DoorRequest) async throws -> Answer {
        let offer = signIn.offerSecondFactor(to: try request.officer)
        return .page(BindPage(offer: offer, next: "/account", token: request.formToken))
    }

    @Sendable private func bind(_ request: DoorRequest) async throws -> Answer {
        let (session, officer) = try staff(request)
        let secret = request.form["secret"] ?? ""
        do {
            let token = try await signIn.enrolSecondFactor(
                secret: secret, code: request.form["code"] ?? "", in: session, from: request.origin)
            return goOn(token, request)
        } catch let refusal as PeopleRefusal where refusal == .secondFactorRefused {
            let offer = signIn.repeatOffer(secret, to: officer) ?? signIn.offerSecondFactor(to: officer)
            return .page(
                BindPage(
                    offer: offer, next: request.wantedPage, errors: refusal.fieldErrors(or: "code"),
                    token: request.formToken), in: officer.pending == nil ? nil : Self.frame)
        }
    }

    @Sendable private func stepUp(_ request: DoorRequest) async throws -> Answer {
        .page(VerifyPage(next: request.wantedPage, isStepUp: true, token: request.formToken))
    }

    @Sendable private func verify(_ request: DoorRequest) async throws -> Answer {
        let (session, officer) = try staff(request)
        do {
            let token = try await signIn.showSecondFactor(
                code: request.form["code"] ?? "", in: session, from: request.origin)
            return goOn(token, request)
        } catch let refusal as PeopleRefusal where refusal != .sessionEnded {
            let errors = refusal.fieldErrors(or: "code")
            let isStepUp = officer.pending == nil
            return .page(
                VerifyPage(next: request.wantedPage, isStepUp: isStepUp, errors: errors, token: request.formToken),
                in: isStepUp ? nil : Self.frame)
        }
    }

    @Sendable private func account(_ request: DoorRequest) async throws -> Answer {
        let (session, officer) = try staff(request)
        return .page(
            OwnAccountPage(
                officer: officer, hasSecondFactor: session.secondFactorAt != nil,
                isDone: request.query.contains("done"),
                token: request.formToken))
    }

    @Sendable private func signOut(_ request: DoorRequest) async throws -> Answer {
        if let session = request.session { try await sessions.end(session, door: request.door) }
        return Answer.redirect(to: "/signin").endingSession()
    }

    /// The new token, then the next step; the step page goes straight on when none is left.
    private func goOn(_ token: String, _ request: DoorRequest) -> Answer {
        let next = request.wantedPage.map { "?next=\(urlEncoded($0))" } ?? ""
        return Answer.redirect(to: "/signin/step\(next)").openingSession(token)
    }

    private func staff(_ request: DoorRequest) throws -> (Session, Officer) {
        guard let session = request.session else { throw Problem.signInNeeded }
        return (session, try request.officer)
    }

    private static let frame = PlainLayout(site: "综合办理平台")
}

extension PeopleRefusal {
    /// The problems of the fields, or the reason at one field.
    func fieldErrors(or field: String) -> FieldErrors {
        FieldErrors(fields.isEmpty ? [FieldProblem(field: field, message: reason)] : fields)
    }
}
