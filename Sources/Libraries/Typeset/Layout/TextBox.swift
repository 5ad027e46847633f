/// Lines under one another.
struct TextBox {
    let lines: [SetLine]
    let width: Double
    let height: Double

    init(_ lines: [SetLine]) {
        self.lines = lines
        width = lines.map { $0.x + $0.width }.max() ?? 0
        height = lines.reduce(0) { $0 + $1.pitch }
    }

    func draw(on canvas: Canvas, x: Double, y: Double) {
        var top = y
        for line in lines {
            canvas.show(line, x: x, y: top)
            top += line.pitch
        }
    }
}
