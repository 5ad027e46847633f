import Postgres

/// Public figures of reviews, computed over acts of one period and the reviews of these very acts.
package struct ReviewFigures: Sendable, Hashable {
    /// Reviews by grade.
    package struct Counts: Sendable, Hashable {
        /// Acts that could be reviewed (应评).
        package var invited = 0
        /// Reviews by grade, 1 to 5.
        package var byGrade: [ReviewGrade: Int] = [:]

        /// Reviews that people gave (主动评价).
        package var reviews: Int { byGrade.values.reduce(0, +) }

        /// 差评: grades 1 and 2.
        package var poor: Int { byGrade.filter { $0.key.isPoor }.values.reduce(0, +) }

        /// 主动评价率, 0 to 1; nil without acts.
        package var participation: Double? { share(reviews, of: invited) }

        /// 好评率: grades 3 to 5; nil without reviews.
        package var goodShare: Double? {
            share(reviews - poor, of: reviews)
        }

        /// 满意度, 0 to 100 points: 100, 80, 60, 30, 0 by grade; nil without reviews.
        package var score: Double? {
            let points = byGrade.map { grade, count in Self.points(grade) * count }.reduce(0, +)
            return share(points, of: reviews)
        }

        private static func points(_ grade: ReviewGrade) -> Int {
            switch grade {
            case .excellent: 100
            case .good: 80
            case .fair: 60
            case .poor: 30
            case .veryPoor: 0
            }
        }

        private func share(_ part: Int, of whole: Int) -> Double? {
            whole > 0 ? Double(part) / Double(whole) : nil
        }
    }

    /// The figures of one body.
    package struct Body: Sendable, Hashable {
        package let name: String
        package let counts: Counts

        init(name: String, counts: Counts) {
            self.name = name
            self.counts = counts
        }

        init(row: Row) throws {
            name = try row.get("body_name")
            var counts = Counts(invited: try row.get("invited"))
            for grade in ReviewGrade.allCases { counts.byGrade[grade] = try row.get("grade_\(grade.rawValue)") }
            self.counts = counts
        }
    }

    /// Bodies by name.
    package let bodies: [Body]

    /// All bodies together.
    package var total: Counts {
        bodies.reduce(into: Counts()) { total, body in
            total.invited += body.counts.invited
            total.byGrade.merge(body.counts.byGrade, uniquingKeysWith: +)
        }
    }
}
