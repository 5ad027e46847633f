/// A material that the applicant hands in (申请材料), structured as in the national exchange (R5.2).
package struct MaterialContent: Codable, Sendable, Hashable {
    /// Unique within the item, for example `m1`.
    package var key: String
    /// A concrete name; collective names such as 其他材料 are refused.
    package var name: String
    package var need: Need
    package var category: Category
    package var form: OriginalOrCopy
    package var medium: Medium
    /// Number of originals.
    package var originals: Int
    /// Number of copies.
    package var copies: Int
    package var source: Source
    /// The electronic licence or shared data that replaces the material (免提交), or nil.
    package var exemptBy: String?
    /// Whether there is a blank form to fill in (空白表格); filled in online it is made from the answers.
    package var hasBlankForm: Bool
    /// What the clerk checks (受理标准).
    package var acceptanceStandard: String?
    /// When it is needed or how to get it, one sentence.
    package var note: String?
    /// Keys of the handling items that ask for it; nil for all.
    package var handlingItems: [String]?
    /// True when it is asked for only after a situation's option adds it.
    package var onlyWhenAdded: Bool
    /// True when it was written for the demo city (示例).
    package var isExample: Bool

    package init(
        key: String, name: String, need: Need, category: Category = .other, form: OriginalOrCopy = .original,
        medium: Medium = .either, originals: Int = 1, copies: Int = 0, source: Source = .applicant,
        exemptBy: String? = nil, hasBlankForm: Bool = false, acceptanceStandard: String? = nil, note: String? = nil,
        handlingItems: [String]? = nil, onlyWhenAdded: Bool = false, isExample: Bool = false
    ) {
        self.key = key
        self.name = name
        self.need = need
        self.category = category
        self.form = form
        self.medium = medium
        self.originals = originals
        self.copies = copies
        self.source = source
        self.exemptBy = exemptBy
        self.hasBlankForm = hasBlankForm
        self.acceptanceStandard = acceptanceStandard
        self.note = note
        self.handlingItems = handlingItems
        self.onlyWhenAdded = onlyWhenAdded
        self.isExample = isExample
    }

    /// Necessity (材料必要性).
    package enum Need: String, Codable, Sendable, Hashable, CaseIterable {
        /// 必要
        case required
        /// 非必要
        case optional
        /// 容缺后补: may follow after acceptance
        case tolerable
    }

    /// Category (材料类别).
    package enum Category: String, Codable, Sendable, Hashable, CaseIterable {
        /// 证件证书证明
        case certificate
        /// 申请表格文书
        case form
        /// 其他
        case other
    }

    /// Original or copy (原件或复印件).
    package enum OriginalOrCopy: String, Codable, Sendable, Hashable, CaseIterable {
        case original, copy, both
    }

    /// Paper or electronic (介质).
    package enum Medium: String, Codable, Sendable, Hashable, CaseIterable {
        case paper, electronic, either
    }

    /// Where it comes from (来源渠道).
    package enum Source: String, Codable, Sendable, Hashable, CaseIterable {
        /// 申请人自备
        case applicant
        /// 政府部门核发
        case government
        /// 其他, such as a testing body
        case thirdParty
    }

    /// How an online applicant brings it.
    package enum Delivery: String, Sendable, Hashable, CaseIterable {
        /// Taken from the licence library; nothing to hand in (免提交).
        case exempt
        /// Made from the answers of the form (在线填表).
        case filledOnline
        /// Uploaded (需上传).
        case upload
    }

    /// How an online applicant brings it, by its own properties; `hasForm` tells whether the item has an online form.
    package func delivery(hasForm: Bool) -> Delivery {
        if exemptBy != nil { return .exempt }
        return hasForm && hasBlankForm && category == .form ? .filledOnline : .upload
    }
}

extension MaterialContent {
    /// What is left out has its usual value, so that files of sources and older revisions stay readable.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            key: try container.decode(String.self, forKey: .key),
            name: try container.decode(String.self, forKey: .name),
            need: try container.decode(Need.self, forKey: .need))
        category = try container.decodeIfPresent(Category.self, forKey: .category) ?? category
        form = try container.decodeIfPresent(OriginalOrCopy.self, forKey: .form) ?? form
        medium = try container.decodeIfPresent(Medium.self, forKey: .medium) ?? medium
        originals = try container.decodeIfPresent(Int.self, forKey: .originals) ?? originals
        copies = try container.decodeIfPresent(Int.self, forKey: .copies) ?? copies
        source = try container.decodeIfPresent(Source.self, forKey: .source) ?? source
        exemptBy = try container.decodeIfPresent(String.self, forKey: .exemptBy)
        hasBlankForm = try container.decodeIfPresent(Bool.self, forKey: .hasBlankForm) ?? false
        acceptanceStandard = try container.decodeIfPresent(String.self, forKey: .acceptanceStandard)
        note = try container.decodeIfPresent(String.self, forKey: .note)
        handlingItems = try container.decodeIfPresent([String].self, forKey: .handlingItems)
        onlyWhenAdded = try container.decodeIfPresent(Bool.self, forKey: .onlyWhenAdded) ?? false
        isExample = try container.decodeIfPresent(Bool.self, forKey: .isExample) ?? false
    }
}
