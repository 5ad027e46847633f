import WorkCalendar

extension ProjectType {
    /// 即办件 or 承诺件.
    package var term: String { self == .instant ? "即办件" : "承诺件" }
}

extension LimitStart {
    /// From when the days are counted.
    package var term: String { self == .acceptance ? "自受理之日起计算" : "自收到申请之日起计算" }
}

extension StatutoryLimit.Confidence {
    /// How sure the source is, as a remark beside the limit; empty when there is nothing to say.
    package var remark: String {
        switch self {
        case .law, .sourced: ""
        case .unchecked: "依据待核对"
        case .usual: "参考值，法律未作规定或待核对"
        case .none: "法律没有规定时限"
        }
    }
}

extension MaterialContent.Need {
    /// 必要, 非必要 or 容缺.
    package var term: String {
        switch self {
        case .required: "必要"
        case .optional: "非必要"
        case .tolerable: "容缺"
        }
    }
}

extension MaterialContent.Source {
    package var term: String {
        switch self {
        case .applicant: "申请人自备"
        case .government: "政府部门核发"
        case .thirdParty: "检测、评估等机构出具"
        }
    }
}

extension MaterialContent.Medium {
    package var term: String {
        switch self {
        case .paper: "纸质"
        case .electronic: "电子"
        case .either: "纸质或电子"
        }
    }
}

extension MaterialContent.OriginalOrCopy {
    package var term: String {
        switch self {
        case .original: "原件"
        case .copy: "复印件"
        case .both: "原件和复印件"
        }
    }
}

extension MaterialContent.Delivery {
    package var term: String {
        switch self {
        case .exempt: "免提交"
        case .filledOnline: "在线填表"
        case .upload: "需上传"
        }
    }
}

extension MaterialContent {
    /// `原件 1 份，复印件 1 份`.
    package var quantity: String {
        var parts: [String] = []
        if originals > 0 { parts.append("原件 \(originals) 份") }
        if copies > 0 { parts.append("复印件 \(copies) 份") }
        return parts.joined(separator: "，")
    }
}

extension ResultContent.Kind {
    package var term: String {
        switch self {
        case .licence: "证照"
        case .approval: "批文"
        case .other: "其他"
        case .none: "无"
        }
    }
}

extension RemedyContent.Kind {
    package var term: String { self == .reconsideration ? "行政复议" : "行政诉讼" }
}

extension OnlineDepth {
    package var term: String {
        switch self {
        case .information: "仅提供指南"
        case .partial: "网上申请，现场领取或核验"
        case .complete: "全程网办"
        }
    }
}
