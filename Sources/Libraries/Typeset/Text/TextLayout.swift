import CPangoCairo

/// A Pango layout; keeps its lines alive.
final class TextLayout {
    private let layout: OpaquePointer
    private let text: [UInt8]
    private let lines: [UnsafeMutablePointer<PangoLayoutLine>]

    init(_ styled: StyledText, setting: TextSetting, indent: Double, context: OpaquePointer) {
        text = styled.bytes
        layout = Self.makeLayout(styled, setting: setting, indent: indent, context: context)
        var lines: [UnsafeMutablePointer<PangoLayoutLine>] = []
        var node = pango_layout_get_lines(layout)
        while let link = node {
            if let line = link.pointee.data { lines.append(line.assumingMemoryBound(to: PangoLayoutLine.self)) }
            node = link.pointee.next
        }
        self.lines = lines
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    private static func makeLayout(
        _ styled: StyledText, setting: TextSetting, indent: Double, context: OpaquePointer
    ) -> OpaquePointer {
        let layout: OpaquePointer = pango_layout_new(context)
        styled.bytes.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                pango_layout_set_text(layout, $0.baseAddress, Int32(clamping: $0.count))
            }
        }
        let font = pango_font_description_from_string(setting.face.families)
        pango_font_description_set_absolute_size(font, setting.size * Double(PANGO_SCALE))
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        let attributes = pango_attr_list_new()
        for range in styled.bold {
            let weight = pango_attr_weight_new(PANGO_WEIGHT_BOLD)
            weight?.pointee.start_index = UInt32(clamping: range.lowerBound)
            weight?.pointee.end_index = UInt32(clamping: range.upperBound)
            pango_attr_list_insert(attributes, weight)
        }
        pango_layout_set_attributes(layout, attributes)
        pango_attr_list_unref(attributes)
        pango_layout_set_auto_dir(layout, 0)
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        if setting.width.isFinite { pango_layout_set_width(layout, pangoUnits(setting.width)) }
        pango_layout_set_indent(layout, pangoUnits(indent))
        return layout
    }

    var lineCount: Int { lines.count }

    /// Byte offset of a line in the text.
    func start(ofLine index: Int) -> Int { Int(lines[index].pointee.start_index) }

    func text(of line: UnsafeMutablePointer<PangoLayoutLine>) -> String {
        let start = Int(line.pointee.start_index)
        return String(decoding: text[start..<(start + Int(line.pointee.length))], as: UTF8.self)
    }

    /// The first lines of the layout, aligned.
    func setLines(_ count: Int, setting: TextSetting, indent: Double, endsText: Bool) -> [SetLine] {
        lines.prefix(count).enumerated().map { index, line in
            let left = index == 0 ? indent : 0
            let room = setting.width - left
            let isLast = endsText && index == lines.count - 1
            if setting.alignment == .justified && !isLast {
                LineJustifier(text: text, line: line).stretch(to: room, widestGap: 0.4 * setting.size)
            }
            let width = lineWidth(line)
            let x =
                switch setting.alignment {
                case .left, .justified: left
                case .centre: left + max(0, (room - width) / 2)
                case .right: left + max(0, room - width)
                }
            return SetLine(layout: self, line: line, x: x, width: width, size: setting.size, pitch: setting.pitch)
        }
    }

    /// Characters that Pango would print as boxes.
    func missingCharacters() -> [Unicode.Scalar] {
        guard pango_layout_get_unknown_glyphs_count(layout) > 0 else { return [] }
        return lines.flatMap { line in
            layoutRuns(line).flatMap { run in
                (0..<run.glyphCount).compactMap { run.unknownCharacter($0) }
            }
        }
    }
}

/// A line ready to be drawn; lengths in points.
struct SetLine {
    /// Keeps `line` alive.
    let layout: TextLayout
    let line: UnsafeMutablePointer<PangoLayoutLine>
    /// Distance from the left edge of the column.
    let x: Double
    let width: Double
    let size: Double
    let pitch: Double

    /// Baseline below the upper edge of the line, so that the square of a Chinese character stands in the middle.
    var baseline: Double { pitch / 2 + 0.38 * size }
}

func pangoUnits(_ points: Double) -> Int32 {
    let units = (points * Double(PANGO_SCALE)).rounded()
    return units.isFinite ? Int32(max(-1e9, min(1e9, units))) : -1
}

/// Width of a line in points.
func lineWidth(_ line: UnsafeMutablePointer<PangoLayoutLine>) -> Double {
    var logical = PangoRectangle()
    pango_layout_line_get_extents(line, nil, &logical)
    return Double(logical.width) / Double(PANGO_SCALE)
}
