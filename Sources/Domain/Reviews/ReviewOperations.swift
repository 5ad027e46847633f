package import Base
package import Foundation
package import Postgres

/// Reviews (好差评): the invitation that a finished act leaves, the review itself, and the public figures.
///
/// ```
/// invited 已邀请 ──submit──▶ reviewed 已评价 (once, never changed)
///    └──time over──▶ expired 已过期
/// ```
/// Whoever has the link may review; nobody else can, and no grade is ever given for anybody.
package struct ReviewOperations: Sendable {
    let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// What the link opens.
    package struct Sheet: Sendable, Hashable {
        package enum State: Sendable, Hashable {
            case open
            case expired
            case reviewed(ReviewGrade, at: Date)
        }

        package let itemName: String
        package let bodyName: String
        package let state: State
    }

    /// Opens the invitation of a link; looking at it uses nothing up.
    ///
    /// - Throws: `ReviewRefusal.unknown`.
    package func open(token: String) async throws -> Sheet {
        let query: SQL =
            "SELECT item_name, body_name, expired, grade, reviewed_at FROM reviews.open_invitation(\(token))"
        guard let sheet = try await database.first(query, Sheet.init(row:)) else { throw ReviewRefusal.unknown }
        return sheet
    }

    /// Takes the review of an act, once.
    ///
    /// - Throws: `ReviewRefusal`.
    package func submit(_ command: SubmitReview, by party: ActingParty) async throws {
        let review = try command.checked()
        try await database.transaction(settings: party.settings) { connection in
            let call: SQL = """
                SELECT reviews.submit(\(review.token), \(review.grade.rawValue), \(ReviewTag.setVersion),
                    CAST(\(review.tags) AS text[]), \(review.text), \(review.channel)) AS outcome
                """
            switch try await connection.first(call, { try $0.get("outcome", as: String.self) }) {
            case "ok": break
            case "expired": throw ReviewRefusal.expired
            case "again": throw ReviewRefusal.again
            case "tags": throw ReviewRefusal.foreignTag
            default: throw ReviewRefusal.unknown
            }
            // The token stays out of the log: whoever reads the log must not be able to look as if they had the link.
            let entry = AuditEntry("review.submit", on: "review", Digest.sm3(review.token), by: party)
            try await connection.execute(entry.statement)
        }
    }

    /// Public figures of acts finished since then.
    package func figures(since: Date) async throws -> ReviewFigures {
        let bodies = try await database.rows("SELECT * FROM reviews.figures(\(since))", ReviewFigures.Body.init(row:))
        return ReviewFigures(bodies: bodies)
    }
}

extension ReviewOperations.Sheet {
    init(row: Row) throws {
        itemName = try row.get("item_name")
        bodyName = try row.get("body_name")
        if let grade: ReviewGrade = try row.get("grade"), let moment: Date = try row.get("reviewed_at") {
            state = .reviewed(grade, at: moment)
        } else {
            state = try row.get("expired", as: Bool.self) ? .expired : .open
        }
    }
}

/// What a person says about an act.
package struct SubmitReview: Sendable {
    package static let maximumText = 500

    let token: String
    let grade: ReviewGrade?
    let tags: [String]
    let text: String
    let channel: String

    /// - Parameters:
    ///   - tags: codes; they must belong to the grade.
    ///   - channel: where the person does it, such as `web` or `sms`.
    package init(token: String, grade: ReviewGrade?, tags: [String], text: String, channel: String) {
        self.token = token
        self.grade = grade
        self.tags = tags
        self.text = text
        self.channel = channel
    }

    /// The rule before the database is asked. Words are never demanded: that would keep poor grades away.
    func checked() throws(ReviewRefusal) -> (
        token: String, grade: ReviewGrade, tags: [String], text: String, channel: String
    ) {
        guard let grade else { throw .gradeMissing }
        let known = Set(ReviewTag.all(for: grade).map(\.code))
        var chosen: [String] = []
        for tag in tags where !chosen.contains(tag) {
            guard known.contains(tag) else { throw .foreignTag }
            chosen.append(tag)
        }
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines).replacing("\r\n", with: "\n")
        guard text.unicodeScalars.count <= Self.maximumText else { throw .textTooLong }
        return (token, grade, chosen, text.filter { $0 != "\0" }, channel)
    }
}
