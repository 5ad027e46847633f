/// The six-digit area codes of Xinzhou, today's and those of the former prefecture that most adults carry.
package enum AreaHistory {
    /// What a code means, as a hint for display, or nil when it is none of Xinzhou's; never a ground of jurisdiction.
    ///
    /// Numbers were given out from 1984 on, so of a code used twice the later county is meant.
    package static func hint(for code: String) -> String? {
        if let name = current[code] { return code == "140900" ? name : "忻州市\(name)" }
        guard let entry = former[code] else { return nil }
        let name = entry.later ?? entry.earlier ?? "忻州地区"
        return name == "忻州地区" ? name : "忻州地区\(name)"
    }

    /// What a former code (1422xx) meant before and after the renumbering of 1982, or nil for other codes.
    package static func former(_ code: String) -> FormerArea? {
        former[code].map { FormerArea(code: code, before1982: $0.earlier, from1982: $0.later) }
    }

    /// A code of the prefecture that became the city in 2000.
    package struct FormerArea: Sendable, Hashable {
        /// Six digits beginning with 1422.
        package let code: String
        /// The county until 1981 or 1982.
        package let before1982: String?
        /// The county from 1982 or 1983 until 1999.
        package let from1982: String?
    }

    /// The codes in force since 2000 with their names: the city first, then its 14 districts and counties.
    package static let currentDivisions: [(code: String, name: String)] = [
        ("140900", "忻州市"), ("140902", "忻府区"), ("140921", "定襄县"), ("140922", "五台县"), ("140923", "代县"),
        ("140924", "繁峙县"), ("140925", "宁武县"), ("140926", "静乐县"), ("140927", "神池县"), ("140928", "五寨县"),
        ("140929", "岢岚县"), ("140930", "河曲县"), ("140931", "保德县"), ("140932", "偏关县"), ("140981", "原平市"),
    ]

    private static let current: [String: String] = {
        var names: [String: String] = [:]
        for division in currentDivisions { names[division.code] = division.name }
        return names
    }()

    private static let former: [String: (earlier: String?, later: String?)] = [
        "142200": ("忻县地区", "忻州地区"),
        "142201": (nil, "忻州市"),
        "142202": (nil, "原平市"),
        "142221": ("忻县", nil),
        "142222": ("原平县", "定襄县"),
        "142223": ("代县", "五台县"),
        "142224": ("繁峙县", "原平县"),
        "142225": ("五台县", "代县"),
        "142226": ("定襄县", "繁峙县"),
        "142227": ("静乐县", "宁武县"),
        "142228": ("岢岚县", "静乐县"),
        "142229": ("保德县", "神池县"),
        "142230": ("五寨县", "五寨县"),
        "142231": ("河曲县", "岢岚县"),
        "142232": ("偏关县", "河曲县"),
        "142233": ("神池县", "保德县"),
        "142234": ("宁武县", "偏关县"),
    ]
}
