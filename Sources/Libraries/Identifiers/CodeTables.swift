/// A code and the name it stands for.
package struct CodeName: Sendable, Hashable {
    /// The code as exchanged.
    package let code: String
    /// The Chinese name.
    package let name: String

    package init(_ code: String, _ name: String) {
        self.code = code
        self.name = name
    }
}

/// The two digits of item types (事项类型, GB/T 39046 A.1); other numbers are local extensions.
package enum ItemTypeCode {
    /// The codes that mean the same everywhere.
    package static let table: [CodeName] = [
        CodeName("01", "行政许可"), CodeName("02", "行政处罚"), CodeName("03", "行政强制"), CodeName("04", "行政征收"),
        CodeName("05", "行政给付"), CodeName("06", "行政检查"), CodeName("07", "行政确认"), CodeName("08", "行政奖励"),
        CodeName("09", "行政裁决"), CodeName("10", "其他行政权力"), CodeName("20", "公共服务"),
    ]

    /// The name of a type, or nil for a local extension.
    package static func name(of code: String) -> String? {
        table.first { $0.code == code }?.name
    }

    /// Whether people apply for items of this type; local extensions are taken to be applied for.
    package static func isAppliedFor(_ code: String) -> Bool {
        !["02", "03", "04", "06"].contains(code)
    }
}

/// The two digits of the guiding central department in a base code; data, because no full list is published.
package enum DepartmentCode {
    /// The departments that have been seen or are generally known.
    package static let table: [CodeName] = [
        CodeName("04", "发展改革"), CodeName("05", "教育"), CodeName("06", "科技"), CodeName("07", "工业和信息化"),
        CodeName("09", "公安"), CodeName("11", "民政"), CodeName("12", "司法行政"), CodeName("13", "财政"),
        CodeName("14", "人力资源和社会保障"), CodeName("15", "自然资源"), CodeName("16", "生态环境"),
        CodeName("17", "住房和城乡建设"), CodeName("18", "交通运输"), CodeName("19", "水利"), CodeName("20", "农业农村"),
        CodeName("21", "商务"), CodeName("22", "文化和旅游"), CodeName("23", "卫生健康"), CodeName("24", "退役军人事务"),
        CodeName("25", "应急管理"), CodeName("30", "税务"), CodeName("31", "市场监督管理"), CodeName("33", "体育"),
        CodeName("34", "统计"), CodeName("36", "医疗保障"), CodeName("54", "气象"), CodeName("64", "林业和草原"),
        CodeName("72", "药品监督管理"),
    ]

    /// The name of a department, or nil when the digits are not known here.
    package static func name(of code: String) -> String? {
        table.first { $0.code == code }?.name
    }
}
