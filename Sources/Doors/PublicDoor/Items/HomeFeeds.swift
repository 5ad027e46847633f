package import Base
package import People
package import Web

/// What other modules show on the first page; a feed without data leaves its section out.
package struct HomeFeeds: Sendable {
    let cases: @Sendable (Citizen, ActingParty) async throws -> [HomeCase]
    /// The same for all visitors, so one load a minute serves them all.
    let reviews: TimedCache<HomeReviews?>

    /// - Parameters:
    ///   - cases: the open cases of a citizen, the most urgent first.
    ///   - reviews: figures of the last 30 days, or nil when nobody has rated; asked for once a minute at most.
    package init(
        cases: @escaping @Sendable (Citizen, ActingParty) async throws -> [HomeCase] = { _, _ in [] },
        reviews: @escaping @Sendable () async throws -> HomeReviews? = { nil }
    ) {
        self.cases = cases
        self.reviews = TimedCache(lifetime: .seconds(60), load: reviews)
    }
}

/// A case as the first page shows it.
package struct HomeCase: Sendable {
    let name: String
    let address: String
    let state: String
    let tone: Tone
    /// What to know or do next, one sentence.
    let remark: String
    /// Words of the button when something is to be done.
    let action: String?

    package init(name: String, address: String, state: String, tone: Tone, remark: String, action: String? = nil) {
        self.name = name
        self.address = address
        self.state = state
        self.tone = tone
        self.remark = remark
        self.action = action
    }
}

/// Ratings of the last 30 days.
package struct HomeReviews: Sendable {
    /// Names of grades with their numbers, best first.
    let grades: [(name: String, count: Int)]
    /// How many of them count as satisfied, from the top.
    let satisfiedGrades: Int

    package init(grades: [(name: String, count: Int)], satisfiedGrades: Int = 3) {
        self.grades = grades
        self.satisfiedGrades = satisfiedGrades
    }

    var total: Int { grades.reduce(0) { $0 + $1.count } }

    /// Satisfied ratings in hundredths of a percent.
    var rate: Int {
        let satisfied = grades.prefix(satisfiedGrades).reduce(0) { $0 + $1.count }
        return total == 0 ? 0 : satisfied * 10_000 / total
    }
}
