/// Turns blocks into strips.
struct Composer {
    let style: TypesetStyle
    let setter: LineSetter
    /// Width and height of the text area.
    let width: Double
    let height: Double
    private(set) var strips: [Strip] = []
    private var composedHeight = 0.0
    private var pendingGap = 0.0
    private var pendingPageBreak = false

    init(style: TypesetStyle, setter: LineSetter, width: Double, height: Double) {
        self.style = style
        self.setter = setter
        self.width = width
        self.height = height
    }

    mutating func add(_ block: TypesetDocument.Block) throws(TypesetError) {
        switch block {
        case .letterhead(let name): add(letterhead(name))
        case .heading(let text, let level): add(heading(text, level: level))
        case .paragraph(let paragraph): add(lines(of: paragraph))
        case .keyValues(let table): add(try keyValues(table))
        case .table(let table): add(try self.table(table))
        case .spacer(let points): pendingGap += bounded(points, from: 0, to: height)
        case .signature(let signature):
            keepLastStripsWithNext()
            add([self.signature(signature)])
        case .qrCode(let block): add([qrCode(block)])
        case .rule(let ink): add([rule(ink)])
        case .pageBreak: pendingPageBreak = true
        }
        guard composedHeight <= Double(TypesetLimits.pages) * height else { throw .tooManyPages }
    }

    private mutating func add(_ new: [Strip]) {
        guard var first = new.first else { return }
        first.gap = max(first.gap, pendingGap)
        first.startsPage = pendingPageBreak
        pendingGap = 0
        pendingPageBreak = false
        composedHeight += new.reduce(0) { $0 + $1.height }
        strips.append(first)
        strips += new.dropFirst()
    }

    /// A signature must not stand alone: what it signs goes with it, of running text two lines (GB/T 9704 7.3.5.5).
    private mutating func keepLastStripsWithNext() {
        guard let last = strips.last, !pendingPageBreak else { return }
        for index in strips.indices.suffix(last.isText ? 2 : 1) { strips[index].keepsWithNext = true }
    }

    // MARK: Text

    /// One strip per line; the first and the last two lines of a paragraph stay together.
    func strips(of lines: [SetLine], ink: Ink = .black) -> [Strip] {
        lines.enumerated().map { index, line in
            Strip(
                height: line.pitch, keepsWithNext: lines.count > 1 && (index == 0 || index == lines.count - 2),
                isText: true,
                draw: { canvas, y in canvas.show(line, x: 0, y: y, ink: ink) })
        }
    }

    private func lines(of paragraph: TypesetDocument.Paragraph) -> [Strip] {
        let setting = TextSetting(
            size: style.bodySize, pitch: style.linePitch, width: width, alignment: paragraph.alignment,
            indent: bounded(paragraph.indent * style.bodySize, from: 0, to: width / 2))
        return strips(of: setter.lines(paragraph.runs, setting))
    }

    private func heading(_ text: String, level: Int) -> [Strip] {
        var setting = TextSetting(size: style.headingSize, pitch: style.linePitch, width: width)
        var gap = 0.0
        switch level {
        case ...1:
            setting = TextSetting(
                size: style.titleSize, pitch: style.titleSize * 1.5, width: width, alignment: .centre, isBold: true)
        case 2:
            setting.face = .sans
            setting.isBold = !style.indentsHeadings
            gap = style.indentsHeadings ? 0 : style.linePitch / 3
        default:
            setting.size = style.bodySize
            setting.isBold = true
        }
        if level > 1 && style.indentsHeadings { setting.indent = 2 * style.bodySize }
        var strips = strips(of: setter.lines(text, setting))
        strips[0].gap = gap
        for index in strips.indices { strips[index].keepsWithNext = true }
        return strips
    }

    private func letterhead(_ name: String) -> [Strip] {
        var setting = TextSetting(size: 36, pitch: 54, width: width, alignment: .centre, isBold: true)
        let natural = setter.width(name, setting)
        if natural > width {
            setting.size = max(style.titleSize, setting.size * width / natural * 0.98)
            setting.pitch = setting.size * 1.5
        }
        var strips = strips(of: setter.lines(name, setting), ink: .red)
        for index in strips.indices { strips[index].keepsWithNext = true }
        var rule = rule(.red, thickness: 2)
        rule.gap = 6
        return strips + [rule]
    }

    private func rule(_ ink: Ink, thickness: Double = 0.8) -> Strip {
        let width = width
        return Strip(height: style.linePitch / 2) { canvas, y in
            canvas.stroke(fromX: 0, y: y, toX: width, y: y, thickness: thickness, ink: ink)
        }
    }
}
