import Foundation
import Postgres
package import WorkCalendar

/// What is looked for in a log; days are whole days in Shanghai.
package struct LogQuery: Sendable, Hashable {
    package var from: CalendarDate?
    package var to: CalendarDate?
    /// Login, account id or name of whoever acted, or part of it.
    package var who = ""
    /// Beginning of the act, such as `staff.`; only for the operation log.
    package var act = ""
    /// Id of the object; only for the operation log.
    package var object = ""
    package var result = ""
    /// The last row of the page before.
    package var before: Int?
    package var limit = 50

    package init() {}

    /// Conditions on a table with the columns `at` and `id`.
    var conditions: [SQL] {
        var conditions: [SQL] = []
        if let from { conditions.append("at >= \(from.startOfDay)") }
        if let to { conditions.append("at < \(to.adding(days: 1).startOfDay)") }
        if !result.isEmpty { conditions.append("result = \(result)") }
        if let before { conditions.append("id < \(before)") }
        return conditions
    }

    /// The filter for the audit row about the search itself.
    var asDetail: [String: String] {
        var detail = ["who": who, "act": act, "object": object, "result": result]
        detail["from"] = from?.description
        detail["to"] = to?.description
        return detail.filter { !$0.value.isEmpty }
    }
}
