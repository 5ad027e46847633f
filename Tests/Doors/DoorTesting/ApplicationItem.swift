package import Items
import WorkCalendar

/// An item of a city that does not exist, complete enough to apply for online.
package enum ApplicationItem {
    package static let leafCode = "XZ100101"

    package static let form = FormDefinition(sections: [
        FormSection(
            key: "applicant", title: "申请人",
            fields: [
                FormField(key: "name", label: "姓名", kind: .text, prefill: .applicantName),
                FormField(key: "phone", label: "联系电话", kind: .phone, prefill: .phone),
            ]),
        FormSection(
            key: "site", title: "经营场所",
            fields: [
                FormField(key: "shopName", label: "店名", kind: .text, maxLength: 20),
                FormField(key: "area", label: "面积", kind: .number, minimum: 1, unit: "平方米"),
                FormField(
                    key: "kind", label: "场所类型", kind: .choice,
                    options: [FormOption(value: "own", label: "自有"), FormOption(value: "rent", label: "租赁")]),
                FormField(
                    key: "owner", label: "出租人", kind: .text, shownWhen: FieldCondition(field: "kind", equals: "rent")),
                FormField(
                    key: "times", label: "营业时段", kind: .multiChoice, required: false,
                    options: [FormOption(value: "day", label: "白天"), FormOption(value: "night", label: "夜间")]),
                FormField(key: "opened", label: "开业日期", kind: .date, required: false, dates: .notBeforeToday),
                FormField(key: "remark", label: "说明", kind: .multilineText, required: false),
            ]),
    ])

    package static let materials = [
        MaterialContent(key: "m1", name: "申请表", need: .required, category: .form, hasBlankForm: true),
        MaterialContent(key: "m2", name: "场所平面图", need: .required, acceptanceStandard: "标明面积和出入口"),
        MaterialContent(key: "m3", name: "营业执照", need: .required, exemptBy: "营业执照"),
        MaterialContent(key: "m4", name: "健康证明", need: .tolerable),
        MaterialContent(key: "m5", name: "改造说明", need: .required, onlyWhenAdded: true),
    ]

    package static let situation = SituationQuestion(
        key: "q1", text: "是否改造过场所？",
        options: [
            SituationOption(key: "yes", text: "是", adds: ["m5"]), SituationOption(key: "no", text: "否", hint: "按原样使用"),
        ])

    package static func content(
        serverTypes: [String] = ["1", "2"], projectType: ProjectType = .promised
    ) -> ItemContent {
        var content = ItemContent(
            name: "公共场所卫生许可", typeCode: "01", competentDepartment: "示例局", serverTypes: serverTypes,
            projectType: projectType, legalBasis: ["《示例条例》"],
            statutoryLimit: StatutoryLimit(limit: Limit(20, .workingDay), confidence: .law),
            promisedLimit: Limit(5, .workingDay),
            handlingItems: [HandlingItemContent(key: "01", name: "新办")])
        content.conditions = ["有固定的经营场所"]
        content.materials = materials
        content.situations = [situation]
        content.form = form
        content.fees = .free
        content.steps = [StepContent(name: "受理", text: "窗口受理")]
        content.result = ResultContent(name: "卫生许可证", kind: .licence, delivery: ["窗口领取"])
        content.places = [PlaceContent(name: "政务大厅", address: "示例街 1 号", windows: "3 号", hours: ["9:00"])]
        content.contact = "0350-1000000"
        content.complaint = "0350-1000001"
        content.remedies = [RemedyContent(kind: .lawsuit, body: "示例法院", period: "六个月")]
        content.visits = 0
        content.onlineDepth = .complete
        return content
    }

    /// The next revision: one more material, one field called otherwise, a shorter promise.
    package static func revised() -> ItemContent {
        var content = content()
        content.materials?.append(MaterialContent(key: "m6", name: "消防说明", need: .optional))
        content.form?.sections[1].fields[0].label = "招牌名称"
        content.promisedLimit = Limit(3, .workingDay)
        return content
    }
}
