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
            let hasText = !footer.text.isEmpty
            if hasText { show(footer.text, .left, on: canvas, y: y, ink: .grey) }
            switch footer.numbering {
            case .none: break
            case .pageOfTotal:
                show(TypesetTerms.page(page, of: total), hasText ? .right : .centre, on: canvas, y: y, ink: .black)
            case .dashes: show(TypesetTerms.dashes(page), hasText ? .right : .centre, on: canvas, y: y, ink: .black)
            }
        }
    }

    private func show(_ text: String, _ alignment: TextAlignment, on canvas: Canvas, y: Double, ink: Ink) {
        let size = document.style.smallSize
        let setting = TextSetting(size: size, pitch: size * 1.5, width: width, alignment: alignment)
        guard !text.isEmpty, let line = setter.lines(text, setting).first else { return }
        canvas.show(line, x: 0, y: y, ink: ink)
    }
}
