import CPangoCairo

/// Stretches a line to the full width as Chinese printers do: evenly between characters, never inside a Latin word or a
/// number. Pango's own way gives all the room to the few spaces of a line.
struct LineJustifier {
    private let line: UnsafeMutablePointer<PangoLayoutLine>
    private let clusters: [Cluster]

    private struct Cluster {
        let glyphs: UnsafeMutablePointer<PangoGlyphString>
        let lastGlyph: Int
        let kind: Kind
    }

    private enum Kind { case space, letter, wide, dash }

    init(text: [UInt8], line: UnsafeMutablePointer<PangoLayoutLine>) {
        self.line = line
        var clusters: [Cluster] = []
        for run in layoutRuns(line) {
            guard !run.isRightToLeft else {
                self.clusters = []
                return
            }
            for glyph in 0..<run.glyphCount {
                let isLast = glyph + 1 == run.glyphCount || run.offset(glyph + 1) != run.offset(glyph)
                guard isLast else { continue }
                let kind = Self.kind(ofCharacterAt: run.offset(glyph), in: text)
                clusters.append(Cluster(glyphs: run.glyphs, lastGlyph: glyph, kind: kind))
            }
        }
        while clusters.last?.kind == .space { clusters.removeLast() }
        self.clusters = clusters
    }

    /// Widens the line to `width` points, unless its gaps would open by more than `widestGap` or there is none.
    func stretch(to width: Double, widestGap: Double) {
        let wanting = width - lineWidth(line)
        let gaps = zip(clusters, clusters.dropFirst()).filter(Self.canWiden).map(\.0)
        guard !gaps.isEmpty, wanting > 0, wanting <= widestGap * Double(gaps.count) else { return }

        let total = Int(pangoUnits(wanting))
        for (index, cluster) in gaps.enumerated() {
            let share = total * (index + 1) / gaps.count - total * index / gaps.count
            cluster.glyphs.pointee.glyphs[cluster.lastGlyph].geometry.width += Int32(clamping: share)
        }
    }

    private static func canWiden(_ pair: (Cluster, Cluster)) -> Bool {
        switch (pair.0.kind, pair.1.kind) {
        case (.dash, .dash): false
        case (.letter, .letter), (_, .space): false
        default: true
        }
    }

    private static func kind(ofCharacterAt offset: Int, in text: [UInt8]) -> Kind {
        guard text.indices.contains(offset) else { return .letter }
        let rest = text[offset...].prefix(3)
        switch rest.first ?? 0 {
        case UInt8(ascii: " "): return .space
        case 0xE2:
            // Dashes and dots come in pairs that print as one stroke.
            if rest.elementsEqual("—".utf8) || rest.elementsEqual("…".utf8) { return .dash }
            switch rest.dropFirst().first ?? 0 {
            // Quotes; enclosed numbers; shapes and boxes; radicals and CJK punctuation from U+2E80 on.
            case 0x80, 0x91, 0x96...0x98, 0xBA...: return .wide
            default: return .letter
            }
        // Kana, ideographs, full-width forms, and the planes beyond.
        case 0xE3...0xE9, 0xEF, 0xF0: return .wide
        default: return .letter
        }
    }
}
