/// Header and footer of every page.
struct PageFurniture {
    private let document: TypesetDocument
    private let setter: LineSetter
    private let width: Double
    private let height: Double

    init(document: TypesetDocument, setter: LineSetter, width: Double, height: Double) {
        self.document = document
        self.setter = setter
        self.width = width
        self.height = height
    }

    func draw(on canvas: Canvas, page: Int, of total: Int) {
        let pitch = document.style.smallSize * 1.5
        if let header = document.header {
            let y = -min(document.margins.top / 2, millimetres(8)) - pitch / 2
            show(header.left, .left, on: canvas, y: y, ink: .grey)
            show(header.right, .right, on: canvas, y: y, ink: .grey)
            canvas.stroke(fromX: 0, y: y + pitch, toX: width, y: y + pitch, thickness: 0.4, ink: .grey)
        }
        if let footer = document.footer {
            let y = height + min(document.margins.bottom / 2, millimetres(10))
            let side: TextAlignment = footer.text.isEmpty ? .centre : .right
            show(footer.text, .left, on: canvas, y: y, ink: .grey)
            switch footer.numbering {
            case .none: break
            case .pageOfTotal: show(TypesetTerms.page(page, of: total), side, on: canvas, y: y)
            case .dashes: showDashes(page, on: canvas)
            }
        }
    }

    /// Size 4 under the outer edge of the text, one character in, 7 mm below it (GB/T 9704 7.5).
    private func showDashes(_ page: Int, on canvas: Canvas) {
        let size = 14.0
        let isRight = page % 2 == 1
        let setting = TextSetting(
            size: size, pitch: size, width: width - 2 * size, alignment: isRight ? .right : .left)
        guard let line = setter.lines(TypesetTerms.dashes(page), setting).first else { return }
        canvas.show(line, x: size, y: height + min(millimetres(7), document.margins.bottom - size))
    }

    private func show(
        _ text: String, _ alignment: TextAlignment, on canvas: Canvas, y: Double, ink: Ink = .black
    ) {
        let size = document.style.smallSize
        let setting = TextSetting(size: size, pitch: size * 1.5, width: width, alignment: alignment)
        guard !text.isEmpty, let line = setter.lines(String(text.prefix(200)), setting).first else { return }
        canvas.show(line, x: 0, y: y, ink: ink)
    }
}
