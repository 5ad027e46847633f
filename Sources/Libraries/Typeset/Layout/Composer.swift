/// Turns blocks into strips.
struct Composer {
    let style: TypesetStyle
    let setter: LineSetter
    /// Width and height of the text area.
    let width: Double
    let height: Double
    private(set) var strips: [Strip] = []
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
        case .spacer(let points): pendingGap += max(0, points)
        case .signature(let signature): addSignature(signature)
        case .qrCode(let code): add(qrCode(code))
        case .rule(let ink): add([rule(ink)])
        case .pageBreak: pendingPageBreak = true
        }
        let limit = Double(TypesetLimits.pages)
        guard strips.reduce(0, { $0 + $1.height }) <= limit * height else { throw .tooManyPages }
    }

    private mutating func add(_ new: [Strip]) {
        guard var first = new.first else { return }
        first.gap = max(first.gap, pendingGap)
        first.startsPage = pendingPageBreak
        pendingGap = 0
        pendingPageBreak = false
        strips.append(first)
        strips += new.dropFirst()
    }

    // MARK: Text

    /// One strip per line; the first and the last two lines of a paragraph stay together.
    func strips(of lines: [SetLine], ink: Ink = .black) -> [Strip] {
        lines.enumerated().map { index, line in
            Strip(
                height: line.pitch, keepsWithNext: lines.count > 1 && (index == 0 || index == lines.count - 2),
                draw: { canvas, y in canvas.show(line, x: 0, y: y, ink: ink) })
        }
    }

    private func lines(of paragraph: TypesetDocument.Paragraph) -> [Strip] {
        let setting = TextSetting(
            size: style.bodySize, pitch: style.linePitch, width: width, alignment: paragraph.alignment,
            indent: min(max(0, paragraph.indent * style.bodySize), width / 2))
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

    // MARK: Signature

    private mutating func addSignature(_ signature: TypesetDocument.Signature) {
        let strip = self.strip(of: signature)
        // It must not stand alone: two lines of the text go with it (GB/T 9704 7.3.5.5).
        if !pendingPageBreak {
            for index in strips.indices.suffix(2) { strips[index].keepsWithNext = true }
        }
        add([strip])
    }

    private func strip(of signature: TypesetDocument.Signature) -> Strip {
        var setting = TextSetting(size: style.bodySize, pitch: style.linePitch, width: .infinity)
        let natural = max(setter.width(signature.body, setting), setter.width(signature.date, setting))
        // The date stands four characters from the edge; the name is centred above it.
        let rightRoom = min(4 * style.bodySize, max(0, width - natural))
        setting.width = min(natural + 1, width)
        setting.alignment = .centre
        let lines = setter.lines(signature.body, setting) + setter.lines(signature.date, setting)
        let left = width - rightRoom - setting.width

        let textHeight = lines.reduce(0) { $0 + $1.pitch }
        let sealHeight = signature.seal?.diameter ?? 0
        let height = max(textHeight, sealHeight)
        // The seal's centre lies a little above the middle of name and date.
        let textTop = signature.seal == nil ? 0 : max(0, min(height - textHeight, (height - textHeight) / 2 + 6))
        let seal = signature.seal.map { SealDrawing($0, setter: setter) }
        let centre = left + setting.width / 2
        return Strip(height: height, gap: signature.seal == nil ? style.linePitch : style.linePitch / 2) { canvas, y in
            for (index, line) in lines.enumerated() {
                canvas.show(line, x: left, y: y + textTop + Double(index) * line.pitch)
            }
            seal?.draw(on: canvas, centreX: centre, centreY: y + sealHeight / 2)
        }
    }

    // MARK: QR code

    private func qrCode(_ block: TypesetDocument.QRBlock) -> [Strip] {
        let side = min(max(1, block.side), width)
        let setting = TextSetting(
            size: style.tableSize, pitch: style.tablePitch, width: max(style.tableSize, width - side - 12))
        let lines = setter.lines(block.caption, setting)
        let textHeight = Double(lines.count) * style.tablePitch
        let height = max(side, textHeight)
        return [
            Strip(height: height, gap: style.linePitch / 3) { canvas, y in
                canvas.draw(block.code, x: 0, y: y, side: side)
                for (index, line) in lines.enumerated() {
                    let top = y + (height - textHeight) / 2 + Double(index) * line.pitch
                    canvas.show(line, x: side + 12, y: top)
                }
            }
        ]
    }
}
