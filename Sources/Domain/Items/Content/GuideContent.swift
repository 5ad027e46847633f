/// What is charged (收费标准): nothing, or the fees listed.
package struct FeeSchedule: Codable, Sendable, Hashable {
    package var charged: Bool
    package var fees: [FeeContent]

    package init(charged: Bool, fees: [FeeContent] = []) {
        self.charged = charged
        self.fees = fees
    }

    package static let free = FeeSchedule(charged: false)
}

/// One fee: its standard and the document it rests on.
package struct FeeContent: Codable, Sendable, Hashable {
    package var name: String
    package var standard: String
    package var basis: String

    package init(name: String, standard: String, basis: String) {
        self.name = name
        self.standard = standard
        self.basis = basis
    }
}

/// A step of the way (办理环节).
package struct StepContent: Codable, Sendable, Hashable {
    package var name: String
    package var text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

/// What the applicant receives (办理结果).
package struct ResultContent: Codable, Sendable, Hashable {
    package var name: String
    package var kind: Kind
    /// How long it holds, in words; nil when not known.
    package var validity: String?
    /// Ways of delivery (送达方式), in words.
    package var delivery: [String]

    package init(name: String, kind: Kind, validity: String? = nil, delivery: [String] = []) {
        self.name = name
        self.kind = kind
        self.validity = validity
        self.delivery = delivery
    }

    /// Type of result (审批结果类型).
    package enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        /// 证照
        case licence
        /// 批文
        case approval
        /// 其他
        case other
        /// 无
        case none
    }
}

/// A place where the item is handled (办理地点).
package struct PlaceContent: Codable, Sendable, Hashable {
    package var name: String
    package var address: String
    package var windows: String
    package var hours: [String]

    package init(name: String, address: String, windows: String, hours: [String]) {
        self.name = name
        self.address = address
        self.windows = windows
        self.hours = hours
    }
}

/// A way to challenge the decision (救济途径).
package struct RemedyContent: Codable, Sendable, Hashable {
    package var kind: Kind
    /// The authority or court.
    package var body: String
    /// The period within which to apply, with its law.
    package var period: String

    package init(kind: Kind, body: String, period: String) {
        self.kind = kind
        self.body = body
        self.period = period
    }

    package enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        /// 行政复议
        case reconsideration
        /// 行政诉讼
        case lawsuit
    }
}

/// A frequent question with its answer (常见问题).
package struct AnsweredQuestion: Codable, Sendable, Hashable {
    package var question: String
    package var answer: String

    package init(question: String, answer: String) {
        self.question = question
        self.answer = answer
    }
}

/// How far the item can be handled online (网上办理深度).
package enum OnlineDepth: String, Codable, Sendable, Hashable, CaseIterable, Comparable {
    /// Only the guide.
    case information
    /// Applying and examining online, one visit to finish.
    case partial
    /// From application to result without a visit (全程网办).
    case complete

    package static func < (left: OnlineDepth, right: OnlineDepth) -> Bool {
        allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }
}
