import Testing

@testable import Reviews

struct ReviewTagTests {
    @Test("forty tags, eight for each grade, three of them core, codes as in the national list")
    func list() {
        #expect(ReviewTag.current.count == 40)
        #expect(Set(ReviewTag.current.map(\.code)).count == 40)
        for grade in ReviewGrade.allCases {
            let tags = ReviewTag.all(for: grade)
            #expect(tags.count == 8)
            #expect(tags.filter(\.isCore).count == 3)
            #expect(tags.allSatisfy { $0.grade == grade })
        }
        let codes = ReviewGrade.allCases.map { ReviewTag.all(for: $0).map(\.code) }
        #expect(codes.map(\.first) == ["108", "207", "307", "406", "510"])
        #expect(codes.map(\.last) == ["115", "214", "314", "413", "517"])
    }

    @Test(
        "names stand at their codes",
        arguments: [
            ("510", "一窗受理一次办结"), ("413", "服务态度较好"), ("309", "在承诺的时间内办结"), ("211", "承诺网办但无法在线办理"), ("115", "服务态度差效率低"),
        ])
    func names(code: String, name: String) {
        #expect(ReviewTag.current.first { $0.code == code }?.name == name)
    }

    @Test("grades 1 and 2 are poor")
    func poor() {
        #expect(ReviewGrade.allCases.filter(\.isPoor) == [.veryPoor, .poor])
    }

    private func command(_ grade: ReviewGrade?, tags: [String] = [], text: String = "") -> SubmitReview {
        SubmitReview(token: "t", grade: grade, tags: tags, text: text, channel: "web")
    }

    @Test("a grade must be chosen; words and tags never are")
    func needs() throws {
        #expect(throws: ReviewRefusal.gradeMissing) { try command(nil).checked() }
        #expect(try command(.veryPoor).checked().tags.isEmpty)
    }

    @Test("a tag of another grade, a retired one and an invented one are refused", arguments: ["406", "101", "x", ""])
    func foreignTags(tag: String) {
        #expect(throws: ReviewRefusal.foreignTag) { try command(.excellent, tags: [tag]).checked() }
    }

    @Test("repeated tags count once; text is trimmed; 500 characters are the most")
    func normalised() throws {
        let review = try command(.excellent, tags: ["511", "510", "511"], text: "  好\r\n谢谢\0 ").checked()
        #expect(review.tags == ["511", "510"])
        #expect(review.text == "好\n谢谢")
        #expect(try command(.good, text: String(repeating: "字", count: 500)).checked().text.count == 500)
        #expect(throws: ReviewRefusal.textTooLong) {
            try command(.good, text: String(repeating: "字", count: 501)).checked()
        }
    }

    @Test("figures: participation, share of good grades, score")
    func figures() {
        let counts = ReviewFigures.Counts(invited: 20, byGrade: [.excellent: 6, .fair: 2, .poor: 1, .veryPoor: 1])
        #expect(counts.reviews == 10)
        #expect(counts.participation == 0.5)
        #expect(counts.goodShare == 0.8)
        #expect(counts.score == 75)
        #expect(ReviewFigures.Counts().goodShare == nil)
    }
}
