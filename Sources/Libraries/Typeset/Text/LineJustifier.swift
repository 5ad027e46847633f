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

    private enum Kind { case space, letter, wide }

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

    /// Widens the line to `width` points, unless more than `limit` is wanting or nothing can give way.
    func stretch(to width: Double, atMost limit: Double) {
        let wanting = width - lineWidth(line)
        let gaps = zip(clusters, clusters.dropFirst()).filter(Self.canWiden).map(\.0)
        guard wanting > 0, wanting <= limit, !gaps.isEmpty else { return }

        let total = Int(pangoUnits(wanting))
        for (index, cluster) in gaps.enumerated() {
            let share = total * (index + 1) / gaps.count - total * index / gaps.count
            cluster.glyphs.pointee.glyphs[cluster.lastGlyph].geometry.width += Int32(clamping: share)
        }
    }

    private static func canWiden(_ pair: (Cluster, Cluster)) -> Bool {
        pair.0.kind == .wide || pair.1.kind == .wide || pair.0.kind == .space
    }

    private static func kind(ofCharacterAt offset: Int, in text: [UInt8]) -> Kind {
        guard text.indices.contains(offset) else { return .letter }
        switch text[offset] {
        case UInt8(ascii: " "): return .space
        // From U+2E80 on: radicals, kana, ideographs, full-width forms; and the dashes, quotes and dots of U+20xx.
        case 0xE2 where offset + 1 < text.count:
            return text[offset + 1] == 0x80 || text[offset + 1] >= 0xBA ? .wide : .letter
        case 0xE3...0xE9, 0xEF, 0xF0: return .wide
        default: return .letter
        }
    }
}
