import Testing

@testable import Items

@Suite struct SituationTests {
    private static func content() -> ItemContent {
        var content = ItemContent(
            name: "食品经营许可", typeCode: "01", competentDepartment: "市场监督管理局", serverTypes: ["1"],
            projectType: .promised,
            handlingItems: [HandlingItemContent(key: "01", name: "新办"), HandlingItemContent(key: "02", name: "注销")])
        content.materials = [
            MaterialContent(key: "form", name: "申请书", need: .required),
            MaterialContent(key: "plan", name: "平面图", need: .required, handlingItems: ["01"]),
            MaterialContent(key: "health", name: "健康证明", need: .tolerable, handlingItems: ["01"], onlyWhenAdded: true),
            MaterialContent(key: "agent", name: "委托书", need: .required, onlyWhenAdded: true),
        ]
        content.situations = [
            SituationQuestion(
                key: "kind", text: "经营什么？",
                options: [
                    SituationOption(key: "meal", text: "餐饮", adds: ["health"]),
                    SituationOption(key: "online", text: "只在网上", removes: ["plan"]),
                ], handlingItems: ["01"]),
            SituationQuestion(
                key: "who", text: "谁来办？",
                options: [
                    SituationOption(key: "self", text: "本人"),
                    SituationOption(key: "agent", text: "代理人", adds: ["agent", "plan"]),
                ]),
        ]
        return content
    }

    private func keys(_ leaf: String, _ answers: SituationAnswers) -> [String] {
        Self.content().effectiveMaterials(handlingItem: leaf, answers: answers).map(\.key)
    }

    @Test("Answers add and drop materials, in the order of the item; asking wins over dropping")
    func effects() {
        #expect(keys("01", [:]) == ["form", "plan"])
        #expect(keys("01", ["kind": "meal"]) == ["form", "plan", "health"])
        #expect(keys("01", ["kind": "online"]) == ["form"])
        #expect(keys("01", ["kind": "online", "who": "agent"]) == ["form", "plan", "agent"])
    }

    @Test("A handling item gets its own materials and questions only")
    func leaves() {
        #expect(keys("02", ["kind": "meal", "who": "agent"]) == ["form", "agent"])
        #expect(Self.content().situations(for: "02").map(\.key) == ["who"])
        #expect(keys("99", [:]) == ["form"])
    }

    @Test("Answers that this revision does not offer count as none")
    func unknownAnswers() {
        let answers = ["kind": "moon", "other": "x", "who": "self"]
        #expect(keys("01", answers) == ["form", "plan"])
        #expect(Self.content().unanswered(handlingItem: "01", answers: answers).map(\.key) == ["kind"])
        #expect(Self.content().validAnswers(handlingItem: "01", answers: answers) == ["who": "self"])
    }

    @Test("What an open question may still ask for is known beforehand")
    func possible() {
        let content = Self.content()
        #expect(content.possibleMaterials(handlingItem: "01", answers: [:]).map(\.key) == ["health", "agent"])
        #expect(content.possibleMaterials(handlingItem: "01", answers: ["kind": "online", "who": "self"]).isEmpty)
    }

    @Test("An item with anything missing cannot be applied for")
    func completeness() {
        var content = Self.content()
        #expect(content.missingElements.contains(.conditions))
        #expect(content.missingElements.contains(.contact))
        #expect(!content.canApplyOnline)
        content.fees = FeeSchedule(charged: true)
        #expect(content.missingElements.contains(.fees))
        content.fees = .free
        #expect(!content.missingElements.contains(.fees))
    }

    @Test("How a material is brought follows from what it is")
    func delivery() {
        var material = MaterialContent(key: "a", name: "申请书", need: .required, category: .form, hasBlankForm: true)
        #expect(material.delivery(hasForm: true) == .filledOnline)
        #expect(material.delivery(hasForm: false) == .upload)
        material.exemptBy = "营业执照"
        #expect(material.delivery(hasForm: true) == .exempt)
    }
}
