package import Markup

/// The path of a line through values at equal distances; it breaks off where a value is missing.
package struct ChartPath: Sendable {
    let values: [Int?]
    let left: Double
    let step: Double
    let bottom: Double
    let scale: Double

    /// - Parameters:
    ///   - left: where the first value stands.
    ///   - step: from one value to the next.
    ///   - bottom: where nought stands.
    ///   - height: how far above nought `greatest` stands.
    package init(_ values: [Int?], left: Double = 0, step: Double, bottom: Double, height: Double, greatest: Int) {
        self.values = values
        self.left = left
        self.step = step
        self.bottom = bottom
        scale = height / Double(max(greatest, 1))
    }

    /// What stands in the attribute `d`; a value without neighbours is a dot.
    package var data: String {
        var path = ""
        var isBroken = true
        for (place, value) in values.enumerated() {
            if let value {
                path += "\(isBroken ? "M" : "L")\(point(place, value))"
                if isBroken { path += "h.4" }
            }
            isBroken = value == nil
        }
        return path
    }

    func point(_ place: Int, _ value: Int) -> String {
        "\(Self.short(left + Double(place) * step)) \(Self.short(bottom - Double(value) * scale))"
    }

    static func short(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}

/// A line of a chart by its name; the second is told from the first by its dashes too.
package struct ChartLine: Sendable {
    let name: String
    let values: [Int]

    package init(_ name: String, _ values: [Int]) {
        self.name = name
        self.values = values
    }
}

/// One or two lines over days, drawn on the server: axis with round figures, the last values written beside their lines.
///
/// - Parameters:
///   - title: what is shown, over which time.
///   - description: the same in words, for whoever does not see the picture.
///   - days: the words under the axis, one for each value; the last and every fifth before it are written.
package func lineChart(_ title: String, description: String, days: [String], lines: [ChartLine]) -> HTML {
    let drawing = DayAxis(days: days, greatest: lines.flatMap(\.values).max() ?? 0)
    let paths: [HTML] = lines.enumerated().map { drawing.line($1, isSecond: $0 > 0) }
    return """
        <svg viewBox="0 0 640 230" width="100%" role="img" aria-label="\(title)"><title>\(title)</title>\
        <desc>\(description)</desc><g font-size="11" fill="#525f71">\(drawing.levels)\(drawing.words)</g>\(paths)</svg>
        """
}

/// What the lines of a chart stand for.
package func chartLegend(_ lines: [ChartLine]) -> HTML {
    let items: [HTML] = lines.enumerated().map { index, line in
        let look = DayAxis.look(isSecond: index > 0)
        return """
            <span class="row"><svg viewBox="0 0 28 10" width="28" height="10" aria-hidden="true"><path d="M1 5H23" fill="none"\(look)/></svg>\
            \(line.name)</span>
            """
    }
    return "<span class=\"row small\">\(items)</span>"
}

/// The frame of a chart over days.
private struct DayAxis {
    private let days: [String]
    private let top: Int

    private static let left = 44.0
    private static let right = 596.0
    private static let bottom = 196.0
    private static let height = 176.0

    init(days: [String], greatest: Int) {
        self.days = days
        top = Self.roundFigure(atLeast: greatest)
    }

    /// The least of 4, 8, 20, 40, 80, 200 … that is not below; all can be divided by four.
    static func roundFigure(atLeast value: Int) -> Int {
        var unit = 4
        while true {
            for factor in [1, 2, 5] where unit * factor >= value { return unit * factor }
            unit *= 10
        }
    }

    private var step: Double { (Self.right - Self.left) / Double(max(days.count - 1, 1)) }

    var levels: HTML {
        let levels: [HTML] = (0...4).map { quarter in
            let y = ChartPath.short(Self.bottom - Self.height * Double(quarter) / 4)
            let stroke = quarter == 0 ? "#8b96a6" : "#dee4eb"
            return """
                <path d="M44 \(y)H596" stroke="\(stroke)" fill="none"/>\
                <text x="38" y="\(y)" dy="4" text-anchor="end">\(top * quarter / 4)</text>
                """
        }
        return "\(levels)"
    }

    var words: HTML {
        let words: [HTML] = days.enumerated().compactMap { place, day in
            guard (days.count - 1 - place) % 5 == 0 else { return nil }
            let x = ChartPath.short(Self.left + Double(place) * step)
            return "<text x=\"\(x)\" y=\"216\" text-anchor=\"middle\">\(day)</text>"
        }
        return "\(words)"
    }

    func line(_ line: ChartLine, isSecond: Bool) -> HTML {
        let path = ChartPath(
            line.values, left: Self.left, step: step, bottom: Self.bottom, height: Self.height, greatest: top)
        return "<path d=\"\(path.data)\" fill=\"none\" stroke-linejoin=\"round\"\(Self.look(isSecond: isSecond))/>"
    }

    static func look(isSecond: Bool) -> HTML {
        isSecond
            ? " stroke=\"#9a6f1c\" stroke-width=\"2.5\" stroke-dasharray=\"6 4\""
            : " stroke=\"#1a56a8\" stroke-width=\"2.5\""
    }
}
