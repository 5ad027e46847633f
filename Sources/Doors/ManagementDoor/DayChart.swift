import Base
import Foundation
import Markup
import Web

/// A figure over the last day as a line drawn on the server, and the same hour by hour as a table.
struct DayChart {
    private let name: String
    private let points: [(number: Int, value: Int)]

    init(_ name: String, _ minutes: [History.Minute], _ value: KeyPath<History.Minute, Int>) {
        self.name = name
        points = minutes.map { ($0.number, $0[keyPath: value]) }
    }

    private var greatest: Int { points.map(\.value).max() ?? 0 }

    var html: HTML {
        guard let last = points.last else {
            return
                "<figure class=\"card card-b\"><figcaption><b>\(name)</b></figcaption><p class=\"muted\">还没有记录，每分钟记一次。</p></figure>"
        }
        let words = "现在 \(last.value)，最高 \(greatest)"
        return """
            <figure class="card card-b"><figcaption><b>\(name)</b> <span class="small muted">\(words)</span></figcaption>\
            <svg viewBox="0 0 480 104" width="100%" role="img" aria-label="\(name)，最近 24 小时，\(words)">\
            <path d="M0 100H480" stroke="#8a94a6" stroke-width="1" fill="none"/>\
            <path d="\(line(until: last.number))" fill="none" stroke="#1f5fbf" stroke-width="1.5"/></svg>\
            <details><summary>按小时查看</summary>\(hours)</details></figure>
            """
    }

    /// A line that breaks off where minutes are missing.
    func line(until last: Int) -> String {
        var minutes = [Int?](repeating: nil, count: History.rows)
        for point in points {
            let place = point.number - (last - History.rows + 1)
            if minutes.indices.contains(place) { minutes[place] = point.value }
        }
        let step = 480 / Double(History.rows)
        return ChartPath(minutes, step: step, bottom: 100, height: 92, greatest: greatest).data
    }

    private var hours: HTML {
        let groups = Dictionary(grouping: points) { $0.number / 60 }
        let rows: [[HTML]] = groups.sorted { $0.key > $1.key }.map { hour, points in
            let values = points.map(\.value)
            let moment = ShanghaiTime.text(Date(timeIntervalSince1970: Double(hour) * 3_600))
            return [
                "\(moment)", "\(values.reduce(0, +) / max(1, values.count))", "\(values.max() ?? 0)",
            ]
        }
        let columns = [Column("自"), Column("平均", isFigures: true), Column("最高", isFigures: true)]
        return table(caption: "\(name)，按小时", columns: columns, rows: rows)
    }
}
