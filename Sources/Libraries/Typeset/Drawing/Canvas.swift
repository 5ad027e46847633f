import CPangoCairo

/// The few strokes that pages need, on a Cairo context; lengths in points from the upper left corner.
struct Canvas {
    let cairo: OpaquePointer

    func moveOrigin(x: Double, y: Double) {
        cairo_translate(cairo, x, y)
    }

    func show(_ line: SetLine, x: Double, y: Double, ink: Ink = .black) {
        use(ink)
        cairo_move_to(cairo, x + line.x, y + line.baseline)
        pango_cairo_show_layout_line(cairo, line.line)
    }

    func fill(x: Double, y: Double, width: Double, height: Double, grey: Double) {
        cairo_set_source_rgb(cairo, grey, grey, grey)
        cairo_rectangle(cairo, x, y, width, height)
        cairo_fill(cairo)
    }

    func stroke(fromX x0: Double, y y0: Double, toX x1: Double, y y1: Double, thickness: Double, ink: Ink = .black) {
        use(ink)
        cairo_set_line_width(cairo, thickness)
        cairo_set_line_cap(cairo, CAIRO_LINE_CAP_SQUARE)
        cairo_move_to(cairo, x0, y0)
        cairo_line_to(cairo, x1, y1)
        cairo_stroke(cairo)
    }

    func use(_ ink: Ink) {
        switch ink {
        case .black: cairo_set_source_rgb(cairo, 0, 0, 0)
        case .grey: cairo_set_source_rgb(cairo, 0.4, 0.4, 0.4)
        case .red: cairo_set_source_rgb(cairo, 0.85, 0.05, 0.05)
        }
    }
}
