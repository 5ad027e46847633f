import Foundation
import Testing

@testable import Items

/// Each rule of the import refuses what it should, and nothing else.
@Suite struct ImportRuleTests {
    private func reasons(_ entries: [SourceEntry], services: [SourceService] = []) throws -> [String] {
        let source = ItemSource.of(entries, services: services)
        return try ImportPlan(source, state: Self.state).report.refused.flatMap(\.reasons)
    }

    private static let state: ImportState = {
        var state = ImportState()
        state.regionName = "忻州市"
        state.bodies = [ImportState.Body(id: 7, name: "忻州市行政审批服务管理局", shortName: "市行政审批局")]
        return state
    }()

    private func reasons(_ change: (inout SourceEntry) -> Void) throws -> [String] {
        try reasons([SourceEntry.fine(change)])
    }

    @Test("A sound row is taken")
    func fine() throws {
        #expect(try reasons { _ in } == [])
    }

    @Test("What is missing or unknown is named")
    func missing() throws {
        #expect(try reasons { $0.name = " " } == ["缺少事项名称"])
        #expect(try reasons { $0.code = "XZ01" } == ["事项编码“XZ01”应为两个大写字母和四位数字"])
        #expect(try reasons { $0.type = "77" } == ["事项类型“77”不在代码表中"])
        #expect(try reasons { $0.type = nil } == ["缺少事项类型"])
        #expect(try reasons { $0.executedBy = "海关" } == ["本市没有机构“海关”"])
        #expect(try reasons { $0.serverTypes = [] } == ["缺少服务对象"])
        #expect(try reasons { $0.projectType = "quick" } == ["办件类型“quick”不认识"])
        #expect(try reasons { $0.handlingItems = [] } == ["没有业务办理项"])
        #expect(try reasons { $0.handlingItems = ["新办", "新办"] } == ["业务办理项名称重复"])
    }

    @Test("Limits that contradict each other are refused")
    func limits() throws {
        #expect(
            try reasons { $0.promisedLimit = SourceLimit(value: 11, unit: "workingDay") }
                == ["承诺时限 11个工作日 超过法定时限 10个工作日"])
        #expect(try reasons { $0.promisedLimit = SourceLimit(value: 11, unit: "calendarDay") } == [])
        #expect(try reasons { $0.projectType = "instant" } == ["即办件应当场办结，承诺时限却是 5个工作日"])
        #expect(
            try reasons { $0.promisedLimit = SourceLimit(value: 0, unit: "workingDay") } == ["承诺件的承诺时限不能是 0"])
        #expect(try reasons { $0.promisedLimit = SourceLimit(value: -1, unit: "workingDay") } == ["承诺时限是负数"])
        #expect(try reasons { $0.promisedLimit = SourceLimit(value: 5, unit: "week") } == ["承诺时限的单位不认识"])
        #expect(try reasons { $0.statutoryLimit?.confidence = "none" } == ["法定时限写着“无”，却又有天数"])
    }

    @Test("National codes are checked and must fit the type")
    func codes() throws {
        #expect(try reasons { $0.codes = [SourceSeriesCode(code: "000131024000", series: "2020")] } == [])
        let wrong = try reasons { $0.codes = [SourceSeriesCode(code: "00013102400Z", series: "2020")] }
        #expect(wrong.count == 1 && wrong[0].hasPrefix("基本编码 00013102400Z："))
        #expect(
            try reasons { $0.codes = [SourceSeriesCode(code: "002031024000", series: "2020")] }
                == ["基本编码 002031024000 中的类型 20 与事项类型 01 不符"])
    }

    @Test(
        "A collective name is no material",
        arguments: ["其他材料", "法律、行政法规规定的其他材料", "法律规定的其它材料", "相关材料", "材料"])
    func vague(name: String) throws {
        let found = try reasons { $0.materials = [MaterialContent(key: "m1", name: name, need: .required)] }
        #expect(found == ["材料“\(name)”不具体，应写明是什么材料"])
    }

    @Test("A concrete name may contain such words")
    func concrete() throws {
        let name = "医疗卫生机构拟聘用的相关材料"
        #expect(try reasons { $0.materials = [MaterialContent(key: "m1", name: name, need: .required)] } == [])
    }

    @Test("The second of two rows with one name, code or key is refused, and only that")
    func duplicates() throws {
        let source = ItemSource.of([.fine(), .fine()])
        let report = try ImportPlan(source, state: Self.state).report
        #expect(report.added == ["XZ0001"])
        #expect(report.refused.map(\.row) == [2])
        #expect(report.refused.first?.reasons == ["事项名称重复", "事项编码重复", "目录键重复"])
    }

    @Test("A row of the wrong shape is refused by itself and named by its place")
    func unreadable() throws {
        let text = """
            {"codeLists": {"itemType": [{"code": "01", "name": "行政许可"}]},
             "entries": [{"key": "0001", "name": 5}, {"key": "0002", "materials": [{"key": "m1"}]}, 7]}
            """
        let file = try JSONDecoder().decode(CatalogueFile.self, from: Data(text.utf8))
        let source = ItemSource(
            catalogue: file, services: ServiceFile(services: []), themes: ThemeFile(themes: []),
            words: WordFile(words: [:]))
        let refused = try ImportPlan(source, state: Self.state).report.refused
        #expect(refused.count == 3)
        #expect(
            refused[0].reasons[0].contains("“entries › 第 1 项 › name”的类型不对") || refused[0].reasons[0].contains("name"))
        #expect(refused[1].reasons[0].contains("name"))
    }

    @Test("An item under no theme is refused, for nobody would find it by theme")
    func noTheme() throws {
        var source = ItemSource.of([.fine()])
        source.themes = ThemeFile(themes: [])
        let refused = try ImportPlan(source, state: Self.state).report.refused
        #expect(refused.first?.reasons == ["没有归入任何主题"])
    }

    private func service(_ change: (inout SourceService) -> Void) throws -> [String] {
        let entry = SourceEntry.fine {
            $0.materials = [MaterialContent(key: "m1", name: "申请书", need: .required)]
        }
        var service = SourceService(key: "0001")
        change(&service)
        return try reasons([entry], services: [service])
    }

    @Test("A situation that leaves no material is refused")
    func emptySituation() throws {
        let found = try service {
            $0.situations = [
                SituationQuestion(
                    key: "q", text: "哪种？",
                    options: [
                        SituationOption(key: "a", text: "甲", removes: ["m1"]), SituationOption(key: "b", text: "乙"),
                    ])
            ]
        }
        #expect(found == ["业务办理项“核发”有一种情形不要任何材料", "业务办理项“变更”有一种情形不要任何材料"])
    }

    @Test("A situation that points nowhere, or offers no choice, is refused")
    func brokenSituation() throws {
        let found = try service {
            $0.situations = [
                SituationQuestion(key: "q", text: "哪种？", options: [SituationOption(key: "a", text: "甲", adds: ["m9"])])
            ]
        }
        #expect(found == ["情形“哪种？”少于两个选项", "情形“哪种？”指向不存在的材料"])
    }

    @Test("Broken forms are refused")
    func brokenForm() throws {
        let found = try service {
            $0.form = FormDefinition(sections: [
                FormSection(
                    key: "s", title: "一",
                    fields: [
                        FormField(
                            key: "a", label: "甲", kind: .choice,
                            shownWhen: FieldCondition(field: "b", equals: "1")),
                        FormField(
                            key: "b", label: "乙", kind: .text, shownWhen: FieldCondition(field: "a", equals: "1")),
                        FormField(
                            key: "b", label: "丙", kind: .text, shownWhen: FieldCondition(field: "z", equals: "1")),
                    ])
            ])
        }
        #expect(
            found == [
                "申请表的字段编码重复", "申请表字段“甲”少于两个选项", "申请表字段“甲”的显示条件互相依赖", "申请表字段“乙”的显示条件互相依赖",
                "申请表字段“丙”的显示条件指向不存在的字段",
            ])
    }

    @Test("Contact and complaint differ; online to the end needs no visit; free means no fees")
    func contradictions() throws {
        #expect(
            try service {
                $0.contact = "12345"
                $0.complaint = "12345"
            } == ["咨询电话与监督投诉电话相同"])
        #expect(
            try service {
                $0.onlineDepth = .complete
                $0.visits = 1
            } == ["写着全程网办，却要到现场 1 次"])
        #expect(
            try service {
                $0.fees = FeeSchedule(
                    charged: false, fees: [FeeContent(name: "工本费", standard: "10 元", basis: "示例")])
            } == ["写着不收费，却有收费项目"])
    }
}
