package import Base

/// What the rules of this module say no to; the reasons in Chinese stand in `PeopleTerms.swift`.
package enum PeopleRefusal: Refusal, Hashable {
    /// Fields of a form are wrong.
    case fields([FieldProblem])
    case rightMissing
    case notFound
    /// Somebody else saved first.
    case changedMeanwhile

    // Sign-in of staff
    case signInRefused
    case locked
    case sessionEnded
    case passwordWrong
    case secondFactorRefused
    case secondFactorExists
    /// The act needs a second factor shown within the last five minutes.
    case stepUpNeeded

    // Sign-in of citizens
    case codeTooSoon
    case codeLimitOfPhone
    case codeLimitOfSource
    case codeWrong
    case codeExpired
    case registrationExpired
    case registrationRefused

    // Principals
    case representativeDiffers
    case organisationTaken
    case representedAlready
    case mayNotActFor
    case evidenceMissing
    case accountNameDiffers

    // Organisations and staff
    case organisationNameTaken
    case organisationCodeTaken
    case organisationInUse
    case organisationCycle
    case loginTaken
    case personHasAccount
    /// Roles of two categories, or administrators acting on themselves (三员分立).
    case dutiesStaySeparate
    case lastOfficer
    case notWithoutRole
    case administratorSecondFactor

    // Connected systems
    case clientRefused
    case clientScopeRefused
    case clientTaken

    package var code: String { "people.\(word)" }

    package var kind: RefusalKind {
        switch self {
        case .fields, .codeWrong, .passwordWrong, .representativeDiffers, .organisationCycle, .evidenceMissing,
            .accountNameDiffers:
            .invalid
        case .signInRefused, .sessionEnded, .clientRefused, .secondFactorRefused: .unauthenticated
        case .rightMissing, .stepUpNeeded, .mayNotActFor, .dutiesStaySeparate, .clientScopeRefused,
            .administratorSecondFactor:
            .forbidden
        case .notFound: .notFound
        case .changedMeanwhile: .stale
        case .locked, .codeTooSoon, .codeLimitOfPhone, .codeLimitOfSource: .tooMany
        case .codeExpired, .registrationExpired: .gone
        case .registrationRefused, .organisationTaken, .representedAlready, .organisationNameTaken,
            .organisationCodeTaken, .organisationInUse, .loginTaken, .personHasAccount, .lastOfficer, .notWithoutRole,
            .clientTaken, .secondFactorExists:
            .conflict
        }
    }

    package var fields: [FieldProblem] {
        if case .fields(let problems) = self { problems } else { [] }
    }

    private var word: String {
        switch self {
        case .fields: "fields"
        case .rightMissing: "right-missing"
        case .notFound: "not-found"
        case .changedMeanwhile: "changed-meanwhile"
        case .signInRefused: "sign-in-refused"
        case .locked: "locked"
        case .sessionEnded: "session-ended"
        case .passwordWrong: "password-wrong"
        case .secondFactorRefused: "second-factor-refused"
        case .secondFactorExists: "second-factor-exists"
        case .stepUpNeeded: "step-up-needed"
        case .codeTooSoon: "code-too-soon"
        case .codeLimitOfPhone: "code-limit-of-phone"
        case .codeLimitOfSource: "code-limit-of-source"
        case .codeWrong: "code-wrong"
        case .codeExpired: "code-expired"
        case .registrationExpired: "registration-expired"
        case .registrationRefused: "registration-refused"
        case .representativeDiffers: "representative-differs"
        case .organisationTaken: "organisation-taken"
        case .representedAlready: "represented-already"
        case .mayNotActFor: "may-not-act-for"
        case .evidenceMissing: "evidence-missing"
        case .accountNameDiffers: "account-name-differs"
        case .organisationNameTaken: "organisation-name-taken"
        case .organisationCodeTaken: "organisation-code-taken"
        case .organisationInUse: "organisation-in-use"
        case .organisationCycle: "organisation-cycle"
        case .loginTaken: "login-taken"
        case .personHasAccount: "person-has-account"
        case .dutiesStaySeparate: "duties-stay-separate"
        case .lastOfficer: "last-officer"
        case .notWithoutRole: "not-without-role"
        case .administratorSecondFactor: "administrator-second-factor"
        case .clientRefused: "client-refused"
        case .clientScopeRefused: "client-scope-refused"
        case .clientTaken: "client-taken"
        }
    }
}
