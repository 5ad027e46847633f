package import Base
import Foundation
package import Reviews
package import Web

/// Reviews (好差评): the rating page behind the link of a message, and the public figures.
///
/// Without script: a grade is a button that leads on to its tags; nothing is ever chosen beforehand, and opening the
/// link, as phones do to preview it, uses nothing up.
package struct ReviewArea: Sendable {
    let reviews: ReviewOperations
    let now: TimeSource

    package init(reviews: ReviewOperations, now: TimeSource = .system) {
        self.reviews = reviews
        self.now = now
    }

    package var routes: [DoorRoute] {
        [
            .get("/reviews", .anyone, figures),
            .get("/review/{token}", .anyone, sheet),
            .post("/review/{token}", .anyone, body: .form(limit: 16 * 1_024), submit),
            .get("/review/{token}/thanks", .anyone, thanks),
        ]
    }

    @Sendable private func figures(_ request: DoorRequest) async throws -> Answer {
        let period = request.query.text("period").flatMap(ReviewPeriod.init(rawValue:)) ?? .month
        let figures = try await reviews.figures(since: period.start(before: now()))
        return .page(ReviewFiguresPage(figures: figures, period: period))
    }

    @Sendable private func sheet(_ request: DoorRequest) async throws -> Answer {
        let token = try request.parameter("token")
        let sheet = try await reviews.open(token: token)
        guard sheet.state == .open else { return .page(ReviewClosedPage(sheet: sheet)) }
        guard let grade = request.query.integer("grade").flatMap(ReviewGrade.init(rawValue:)) else {
            return .page(ReviewGradePage(token: token, sheet: sheet, isAsking: request.query.contains("grade")))
        }
        let draft = ReviewDraft(grade: grade)
        return .page(ReviewTagsPage(token: token, sheet: sheet, draft: draft, formToken: request.formToken))
    }

    @Sendable private func submit(_ request: DoorRequest) async throws -> Answer {
        let token = try request.parameter("token")
        let path = "/review/\(urlEncoded(token))"
        let grade = request.form.integer("grade").flatMap(ReviewGrade.init(rawValue:))
        let tags = request.form.all("tags")
        let text = request.form["text"] ?? ""
        let command = SubmitReview(token: token, grade: grade, tags: tags, text: text, channel: "web")
        do {
            try await reviews.submit(command, by: request.party)
            return .redirect(to: "\(path)/thanks")
        } catch let refusal as ReviewRefusal where refusal.kind == .invalid {
            let sheet = try await reviews.open(token: token)
            guard let grade, sheet.state == .open else { return .redirect(to: "\(path)?grade=") }
            let draft = ReviewDraft(grade: grade, tags: Set(tags), text: text, errors: FieldErrors(refusal.fields))
            return .page(ReviewTagsPage(token: token, sheet: sheet, draft: draft, formToken: request.formToken))
        } catch ReviewRefusal.again, ReviewRefusal.expired {
            return .redirect(to: path)
        }
    }

    @Sendable private func thanks(_ request: DoorRequest) async throws -> Answer {
        let token = try request.parameter("token")
        let sheet = try await reviews.open(token: token)
        guard case .reviewed(let grade, _) = sheet.state else { return .redirect(to: "/review/\(urlEncoded(token))") }
        return .page(ReviewThanksPage(sheet: sheet, grade: grade))
    }
}

/// What the person has filled in so far.
struct ReviewDraft: Sendable {
    let grade: ReviewGrade
    var tags: Set<String> = []
    var text = ""
    var errors = FieldErrors()
}

/// The time over which the public figures go.
enum ReviewPeriod: String, CaseIterable, Sendable {
    case month, quarter, year

    var term: String { "近 \(days) 天" }

    private var days: Int {
        switch self {
        case .month: 30
        case .quarter: 90
        case .year: 365
        }
    }

    func start(before moment: Date) -> Date {
        moment.addingTimeInterval(-Double(days) * 86_400)
    }
}
