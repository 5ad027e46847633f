import Foundation
import Items
import WorkCalendar

/// Items of a city that does not exist, complete enough to apply for online.
enum ExampleItem {
    static let handlingKey = "01"

    static let form = FormDefinition(sections: [
        FormSection(
            key: "site", title: "经营场所",
            fields: [
                FormField(key: "shopName", label: "店名", kind: .text),
                FormField(key: "area", label: "面积", kind: .number, minimum: 1, unit: "平方米"),
                FormField(key: "remark", label: "说明", kind: .multilineText, required: false),
            ])
    ])

    static let materials = [
        MaterialContent(key: "m1", name: "申请表", need: .required, category: .form, hasBlankForm: true),
        MaterialContent(key: "m2", name: "场所平面图", need: .required),
        MaterialContent(key: "m3", name: "营业执照", need: .required, exemptBy: "营业执照"),
        MaterialContent(key: "m4", name: "健康证明", need: .tolerable),
        MaterialContent(key: "m5", name: "改造说明", need: .required, onlyWhenAdded: true),
    ]

    static let situation = SituationQuestion(
        key: "q1", text: "是否改造过场所？",
        options: [
            SituationOption(key: "yes", text: "是", adds: ["m5"]), SituationOption(key: "no", text: "否"),
        ])

    static func content(
        name: String = "公共场所卫生许可", projectType: ProjectType = .promised, typeCode: String = "01",
        statutory: Limit? = Limit(20, .workingDay), promised: Limit = Limit(5, .workingDay),
        limitStart: LimitStart = .acceptance, serverTypes: [String] = ["1", "2"]
    ) -> ItemContent {
        var content = ItemContent(
            name: name, typeCode: typeCode, competentDepartment: "示例局", serverTypes: serverTypes,
            projectType: projectType, legalBasis: ["《示例条例》"],
            statutoryLimit: StatutoryLimit(limit: statutory, confidence: .law), promisedLimit: promised,
            limitStart: limitStart, handlingItems: [HandlingItemContent(key: handlingKey, name: "新办")])
        content.conditions = ["有固定的经营场所"]
        content.materials = materials
        content.situations = [situation]
        content.form = form
        content.fees = .free
        content.steps = [StepContent(name: "受理", text: "窗口受理")]
        content.result = ResultContent(name: "卫生许可证", kind: .licence)
        content.places = [PlaceContent(name: "政务大厅", address: "示例街 1 号", windows: "3 号", hours: ["9:00"])]
        content.contact = "0350-1000000"
        content.complaint = "0350-1000001"
        content.remedies = [RemedyContent(kind: .lawsuit, body: "示例法院", period: "六个月")]
        content.visits = 0
        content.onlineDepth = .complete
        return content
    }

    static func published(
        id: Int = 1, handlingItemID: Int = 11, revision: Int = 1, bodyID: Int = 1, content: ItemContent = content()
    ) -> PublishedItem {
        PublishedItem(
            id: id, code: "XZ\(1000 + id)", taskCode: nil, revision: revision, entryID: id,
            body: ExecutingBody(
                id: bodyID, name: "忻州市示例审批局", regionCode: "140900000000", regionName: "忻州市",
                telephone: "0350-1000000"),
            handlingItems: [
                PublishedHandlingItem(id: handlingItemID, code: "XZ\(1000 + id)01", key: handlingKey, name: "新办")
            ],
            content: content)
    }
}
