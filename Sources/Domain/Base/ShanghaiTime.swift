package import Foundation
import WorkCalendar

/// Moments as people in China read them.
package enum ShanghaiTime {
    /// `2025-11-24 10:22:05`, the form of tables and exports.
    package static func text(_ moment: Date) -> String {
        let (day, second) = parts(moment)
        return "\(day) \(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
    }

    /// `2025-11-24 10:22`, the form of lists.
    package static func minuteText(_ moment: Date) -> String {
        let (day, second) = parts(moment)
        return "\(day) \(two(second / 3600)):\(two(second / 60 % 60))"
    }

    private static func parts(_ moment: Date) -> (day: CalendarDate, second: Int) {
        let day = CalendarDate(moment)
        let second = Int(moment.timeIntervalSince(day.startOfDay).rounded(.down))
        return (day, min(max(second, 0), 86_399))
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
