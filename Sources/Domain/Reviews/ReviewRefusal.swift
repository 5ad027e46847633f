package import Base

/// Why a review is not taken.
package enum ReviewRefusal: Refusal, Hashable {
    /// No invitation has this token.
    case unknown
    case expired
    /// The act was reviewed already (一次一评).
    case again
    case gradeMissing
    /// A tag that does not belong to the grade.
    case foreignTag
    case textTooLong

    package var code: String {
        switch self {
        case .unknown: "review.unknown"
        case .expired: "review.expired"
        case .again: "review.again"
        case .gradeMissing: "review.grade-missing"
        case .foreignTag: "review.foreign-tag"
        case .textTooLong: "review.text-too-long"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .unknown: .notFound
        case .expired: .gone
        case .again: .conflict
        case .gradeMissing, .foreignTag, .textTooLong: .invalid
        }
    }

    package var reason: String {
        switch self {
        case .unknown: "没有找到这次评价，请检查链接是否完整。"
        case .expired: "评价时间已过。如有意见，可拨打 12345 反映。"
        case .again: "该办件已评价，无需重复评价。"
        case .gradeMissing: "请先选择满意程度。"
        case .foreignTag: "所选评价内容与满意程度不一致，请重新选择。"
        case .textTooLong: "意见最多 \(SubmitReview.maximumText) 个字，请精简后再提交。"
        }
    }

    package var fields: [FieldProblem] {
        switch self {
        case .gradeMissing: [FieldProblem(field: "grade", message: reason)]
        case .foreignTag: [FieldProblem(field: "tags", message: reason)]
        case .textTooLong: [FieldProblem(field: "text", message: reason)]
        case .unknown, .expired, .again: []
        }
    }
}
