import CPangoCairo
import Foundation

/// Draws a ``SealImage``: ring, star, the name on the upper arc, the note below. Its characters are drawn as outlines,
/// so that the picture does not mix into the text of the paper.
struct SealDrawing {
    let diameter: Double
    private let radius: Double
    private let name: [SetLine]
    private let note: SetLine?

    init(_ seal: SealImage, setter: LineSetter) {
        diameter = bounded(seal.diameter, from: 10, to: 1000)
        radius = diameter / 2
        // More would be too small to be read.
        let characters = plainText(seal.name).filter { !$0.isWhitespace }.prefix(60)
        // At most the upper 240 degrees, measured on the circle of the baselines.
        let room = 2 * Double.pi * 0.66 * radius * 240 / 360
        let size = min(radius * 0.27, room / Double(max(1, characters.count)))
        let setting = TextSetting(size: size, pitch: size, width: .infinity, isBold: true)
        name = characters.compactMap { setter.lines(String($0), setting).first }
        let noteSetting = TextSetting(size: radius * 0.24, pitch: radius * 0.24, width: .infinity, isBold: true)
        note = setter.lines(String(seal.note.prefix(12)), noteSetting).first
    }

    func draw(on canvas: Canvas, centreX: Double, centreY: Double) {
        let cairo = canvas.cairo
        cairo_save(cairo)
        cairo_translate(cairo, centreX, centreY)
        cairo_new_path(cairo)
        canvas.use(.red)
        cairo_set_line_width(cairo, radius * 0.05)
        cairo_arc(cairo, 0, 0, radius * 0.975, 0, 2 * Double.pi)
        cairo_stroke(cairo)
        drawStar(cairo)
        drawName(cairo)
        if let note {
            drawOutline(of: note, on: cairo, baseline: radius * 0.62)
        }
        cairo_restore(cairo)
    }

    private func drawStar(_ cairo: OpaquePointer) {
        let outer = radius * 0.32
        let inner = outer * 0.382
        for point in 0..<10 {
            let angle = Double(point) * Double.pi / 5 - Double.pi / 2
            let distance = point % 2 == 0 ? outer : inner
            cairo_line_to(cairo, distance * cos(angle), distance * sin(angle))
        }
        cairo_close_path(cairo)
        cairo_fill(cairo)
    }

    private func drawName(_ cairo: OpaquePointer) {
        guard let size = name.first?.size else { return }
        let baseline = radius * 0.9 - size * 0.88
        let step = min(size * 1.25 / baseline, 4 / 3 * Double.pi / Double(name.count))
        for (index, character) in name.enumerated() {
            cairo_save(cairo)
            cairo_rotate(cairo, (Double(index) - Double(name.count - 1) / 2) * step)
            drawOutline(of: character, on: cairo, baseline: -baseline)
            cairo_restore(cairo)
        }
    }

    private func drawOutline(of line: SetLine, on cairo: OpaquePointer, baseline: Double) {
        cairo_move_to(cairo, -line.width / 2, baseline)
        pango_cairo_layout_line_path(cairo, line.line)
        cairo_fill(cairo)
    }
}
