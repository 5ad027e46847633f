/// Breaks texts into lines.
final class LineSetter {
    private let fonts: PressFonts
    /// Characters met so far for which no font has a glyph.
    private(set) var missing: Set<Unicode.Scalar> = []

    private let windowLength: Int

    /// `windowLength`: bytes of text that Pango gets at once.
    init(fonts: PressFonts, windowLength: Int = 4096) {
        self.fonts = fonts
        self.windowLength = windowLength
    }

    /// The lines of one text in one weight.
    func lines(_ text: String, _ setting: TextSetting) -> [SetLine] {
        lines([TextRun(text)], setting)
    }

    /// The lines of a text in several weights; at least one line, perhaps an empty one.
    func lines(_ runs: [TextRun], _ setting: TextSetting) -> [SetLine] {
        StyledText.segments(of: runs, allBold: setting.isBold).flatMap { lines(of: $0, setting) }
    }

    /// Width of a text on one line.
    func width(_ text: String, _ setting: TextSetting) -> Double {
        var endless = setting
        endless.width = .infinity
        return lines(text, endless).map(\.width).max() ?? 0
    }

    /// Sets a segment window by window: Pango's work per line grows with the text behind it, so a long text is given to
    /// it in pieces, and the last lines of a piece, which do not yet see what follows, are set again with the next.
    private func lines(of segment: StyledText, _ setting: TextSetting) -> [SetLine] {
        var lines: [SetLine] = []
        var start = 0
        repeat {
            let window = segment.window(from: start, length: windowLength)
            let isLast = start + window.bytes.count == segment.bytes.count
            let indent = start == 0 ? setting.indent : 0
            let layout = TextLayout(window, setting: setting, indent: indent, context: fonts.context)
            missing.formUnion(layout.missingCharacters())

            let kept = isLast || layout.lineCount <= 2 ? layout.lineCount : layout.lineCount - 2
            lines += layout.setLines(kept, setting: setting, indent: indent, endsText: isLast)
            start += kept == layout.lineCount ? window.bytes.count : layout.start(ofLine: kept)
        } while start < segment.bytes.count
        return lines
    }
}
