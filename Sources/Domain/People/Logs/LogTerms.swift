package import Foundation
import WorkCalendar

/// The words of the logs.
package enum LogTerms {
    static let signInColumns = ["时间", "对象", "账号", "方式", "结果", "原因", "来源地址", "浏览器"]
    static let operationColumns = [
        "序号", "时间", "操作人类别", "操作人", "操作", "对象", "结果", "原因", "内容", "来源地址", "请求编号",
    ]

    /// `2025-11-24 10:22:05`, in Shanghai.
    package static func moment(_ date: Date) -> String {
        let day = CalendarDate(date)
        let seconds = Int(date.timeIntervalSince(day.startOfDay))
        let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(day.description) \(parts.joined(separator: ":"))"
    }
}
