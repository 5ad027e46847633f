import CPangoCairo

/// A stretch of glyphs in one font and direction.
struct LayoutRun {
    let item: UnsafeMutablePointer<PangoItem>
    let glyphs: UnsafeMutablePointer<PangoGlyphString>

    var glyphCount: Int { Int(glyphs.pointee.num_glyphs) }
    var isRightToLeft: Bool { item.pointee.analysis.level % 2 == 1 }

    /// Byte offset, in the layout's text, of the cluster a glyph belongs to.
    func offset(_ glyph: Int) -> Int {
        Int(item.pointee.offset) + Int(glyphs.pointee.log_clusters[glyph])
    }

    /// The character of a glyph that no font has; Pango keeps it in the low bits of such a glyph.
    func unknownCharacter(_ glyph: Int) -> Unicode.Scalar? {
        let code = glyphs.pointee.glyphs[glyph].glyph
        let unknownFlag: UInt32 = 0x1000_0000
        guard code & unknownFlag != 0, code != .max else { return nil }
        return Unicode.Scalar(code & (unknownFlag - 1))
    }
}

/// The runs of a line from left to right.
func layoutRuns(_ line: UnsafeMutablePointer<PangoLayoutLine>) -> [LayoutRun] {
    var runs: [LayoutRun] = []
    var node = line.pointee.runs
    while let link = node {
        if let run = link.pointee.data?.assumingMemoryBound(to: PangoGlyphItem.self).pointee,
            let item = run.item, let glyphs = run.glyphs
        {
            runs.append(LayoutRun(item: item, glyphs: glyphs))
        }
        node = link.pointee.next
    }
    return runs
}
