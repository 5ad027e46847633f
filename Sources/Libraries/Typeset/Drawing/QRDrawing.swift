import CPangoCairo

extension Canvas {
    /// Draws a code with its quiet zone in a square.
    func draw(_ code: QRCode, x: Double, y: Double, side: Double) {
        let module = side / Double(code.side + 2 * QRCode.quietZone)
        let zone = Double(QRCode.quietZone)
        use(.black)
        for bar in code.bars {
            cairo_rectangle(
                cairo, x + (Double(bar.column) + zone) * module, y + (Double(bar.row) + zone) * module,
                Double(bar.length) * module, module)
        }
        // One fill for all bars: separate ones would leave hairlines between the rows on screens.
        cairo_fill(cairo)
    }
}
