package import Base

/// Why the rules say no to something done to a case; the sentences stand in `CaseRefusalTerms`.
package enum CaseRefusal: Error, Sendable, Hashable {
    /// No such case, or not one that this party may see.
    case notFound
    /// The right that the act needs is not among the officer's.
    case rightMissing(CaseAct)
    /// The act does not fit the status.
    case transition(from: CaseStatus, act: CaseAct)
    /// Somebody changed the case after this page was opened; the case as it is now.
    case changedMeanwhile(Case)
    /// The person already holds another post of this case (岗位分离).
    case segregation(CasePost)
    /// The case waits for another member of staff.
    case assignedToAnother
    /// The clock stands still; only the end of the special procedure lets work go on.
    case clockPaused
    case clockNotPaused
    /// The short way is open to instant items (即办件) only.
    case notInstant
    /// 一次性告知: a second notice may only name what was handed in anew.
    case correctionOnlyOnce
    case correctionWithoutPoints
    /// The notice points at a field or material that the case does not have.
    case correctionPointUnknown
    case correctionDueTooEarly
    /// Not everything that was pointed at has been answered.
    case correctionIncomplete([FieldProblem])
    /// The answer touches something that the notice did not point at.
    case correctionBeyondPoints
    /// An opinion, reason or name is empty or too long.
    case textMissing([FieldProblem])
    /// Necessary materials are lacking.
    case materialsMissing([FieldProblem])
    /// Answers to the situation questions are lacking.
    case situationUnanswered([FieldProblem])
    /// The form has errors.
    case formInvalid([FieldProblem])
    /// A file is unknown, belongs to somebody else or to another case.
    case filesUnknown
    /// What the applicant handed in stays in the file; the window may only take out what it added itself.
    case applicantFileKept
    /// The item is not published.
    case itemUnavailable
    /// The item lacks facts that an application needs, or is not open online.
    case itemNotReady
    /// The item was revised after the draft was begun.
    case itemChanged
    /// The applicant's kind (个人 or 法人) is not served by the item.
    case applicantKindNotServed
    /// The person may not act for that applicant.
    case representationMissing
    /// The idempotency key was used by another party or for another item.
    case submitKeyTaken
    case draftNotFound
    /// The draft was submitted already.
    case draftSubmitted
    /// The draft was changed on another device.
    case draftChanged
    case documentNotFound
    case phraseNotFound
    /// Number and last four digits do not belong together.
    case progressNotFound
}

extension CaseRefusal: Refusal {
    package var code: String {
        switch self {
        case .notFound: "case.not-found"
        case .rightMissing: "case.right-missing"
        case .transition: "case.wrong-status"
        case .changedMeanwhile: "case.changed-meanwhile"
        case .segregation: "case.segregation"
        case .assignedToAnother: "case.assigned-to-another"
        case .clockPaused: "case.clock-paused"
        case .clockNotPaused: "case.clock-not-paused"
        case .notInstant: "case.not-instant"
        case .correctionOnlyOnce: "case.correction-only-once"
        case .correctionWithoutPoints: "case.correction-without-points"
        case .correctionPointUnknown: "case.correction-point-unknown"
        case .correctionDueTooEarly: "case.correction-due-too-early"
        case .correctionIncomplete: "case.correction-incomplete"
        case .correctionBeyondPoints: "case.correction-beyond-points"
        case .textMissing: "case.text-missing"
        case .materialsMissing: "case.materials-missing"
        case .situationUnanswered: "case.situation-unanswered"
        case .formInvalid: "case.form-invalid"
        case .filesUnknown: "case.files-unknown"
        case .applicantFileKept: "case.applicant-file-kept"
        case .itemUnavailable: "case.item-unavailable"
        case .itemNotReady: "case.item-not-ready"
        case .itemChanged: "case.item-changed"
        case .applicantKindNotServed: "case.applicant-kind-not-served"
        case .representationMissing: "case.representation-missing"
        case .submitKeyTaken: "case.submit-key-taken"
        case .draftNotFound: "case.draft-not-found"
        case .draftSubmitted: "case.draft-submitted"
        case .draftChanged: "case.draft-changed"
        case .documentNotFound: "case.document-not-found"
        case .phraseNotFound: "case.phrase-not-found"
        case .progressNotFound: "case.progress-not-found"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .notFound, .draftNotFound, .documentNotFound, .phraseNotFound, .progressNotFound: .notFound
        case .rightMissing, .segregation, .representationMissing: .forbidden
        case .changedMeanwhile, .draftChanged: .stale
        case .transition, .assignedToAnother, .clockPaused, .clockNotPaused, .notInstant, .correctionOnlyOnce,
            .applicantFileKept, .itemUnavailable, .itemNotReady, .itemChanged, .submitKeyTaken, .draftSubmitted:
            .conflict
        case .correctionWithoutPoints, .correctionPointUnknown, .correctionDueTooEarly, .correctionIncomplete,
            .correctionBeyondPoints, .textMissing, .materialsMissing, .situationUnanswered, .formInvalid,
            .filesUnknown, .applicantKindNotServed:
            .invalid
        }
    }

    package var fields: [FieldProblem] {
        switch self {
        case .correctionIncomplete(let fields), .textMissing(let fields), .materialsMissing(let fields),
            .situationUnanswered(let fields), .formInvalid(let fields):
            fields
        default: []
        }
    }

    package var reason: String { CaseRefusalTerms.reason(of: self) }
}
