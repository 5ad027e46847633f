package import Postgres

/// How satisfied a person is (满意度), 5 best; the codes of the national interface.
package enum ReviewGrade: Int, Sendable, CaseIterable, Comparable {
    case veryPoor = 1
    case poor, fair, good, excellent

    package static func < (left: ReviewGrade, right: ReviewGrade) -> Bool { left.rawValue < right.rawValue }

    /// Official word of the grade.
    package var term: String {
        switch self {
        case .veryPoor: "非常不满意"
        case .poor: "不满意"
        case .fair: "基本满意"
        case .good: "满意"
        case .excellent: "非常满意"
        }
    }

    /// Whether the grade opens a work order (差评).
    package var isPoor: Bool { self <= .poor }
}

/// A sentence that a person may tick beside the grade (评价指标); each belongs to one grade.
package struct ReviewTag: Sendable, Hashable {
    package let code: String
    package let name: String
    /// Whether it is shown at once; the others stand behind 更多.
    package let isCore: Bool

    /// The grade is the first digit of the code.
    package var grade: ReviewGrade? { code.first.flatMap { Int(String($0)) }.flatMap(ReviewGrade.init(rawValue:)) }

    /// The version of the list below; each review keeps the version it was given with.
    package static let setVersion = 1

    /// The tags of a grade, core tags first.
    package static func all(for grade: ReviewGrade) -> [ReviewTag] {
        let names: [String]
        let first: Int
        switch grade {
        case .excellent: (first, names) = (510, excellent)
        case .good: (first, names) = (406, good)
        case .fair: (first, names) = (307, fair)
        case .poor: (first, names) = (207, poor)
        case .veryPoor: (first, names) = (108, veryPoor)
        }
        return names.enumerated().map {
            ReviewTag(code: "\(first + $0.offset)", name: $0.element, isCore: $0.offset < 3)
        }
    }

    /// All tags of all grades.
    package static let current: [ReviewTag] = ReviewGrade.allCases.reversed().flatMap(all(for:))

    /// The statement that brings the list into the database.
    package static var seeding: SQL {
        let rows = current.enumerated().compactMap { index, tag -> SQL? in
            guard let grade = tag.grade else { return nil }
            return "(\(setVersion), \(tag.code), \(grade.rawValue), \(tag.name), \(tag.isCore), \(index))"
        }
        return """
            INSERT INTO reviews.tag (set_version, code, grade, name, core, sort)
            VALUES \(rows.joined(separator: ", ")) ON CONFLICT (set_version, code) DO NOTHING
            """
    }

    private static let excellent = [
        "一窗受理一次办结", "可以先受理后补材料", "不用提交证明", "可以全程网上办理", "可以使用手机办理", "可以就近办理",
        "无需材料直接办理", "服务热情效率高",
    ]
    private static let good = [
        "填写一张表单就可完成申报", "在线提交材料窗口核验", "一张清单告知全部申报材料", "用告知承诺减免申报材料", "可以在线预约办理",
        "跑大厅一次办完", "可以使用自助机办理", "服务态度较好",
    ]
    private static let fair = [
        "一次性告知需要补正的材料", "提供申报材料样本", "在承诺的时间内办结", "办事指南指引准确", "按办事指南要求的材料即可办理",
        "可以快递送达", "跑动次数与承诺的一致", "服务态度一般",
    ]
    private static let poor = [
        "没有提供材料样本", "没有提供材料清单", "未在承诺时间内办结", "同样内容的证明材料被要求多次提交", "承诺网办但无法在线办理",
        "在线预约办理后到实体大厅重复取号排队", "窗口人员业务不熟练", "服务态度生硬",
    ]
    private static let veryPoor = [
        "在办事指南之外增加新的审批条件", "需提供办事指南之外的申报材料", "无理由超过法定办理时间", "办事指南提供样本有错",
        "承诺在线收取申报材料实际无法收取", "多头跑窗口和部门", "跑动次数与承诺的不一致", "服务态度差效率低",
    ]
}
