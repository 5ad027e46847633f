/// A horizontal strip of a document that is never cut: a line, a table row, a picture.
struct Strip {
    var height: Double
    /// Distance to the strip above; vanishes at the top of a page.
    var gap: Double = 0
    /// Must stand on one page with the next strip.
    var keepsWithNext = false
    /// A line of running text.
    var isText = false
    var startsPage = false
    /// Head of the table the strip belongs to, shown again when it begins a page.
    var head: Head?
    /// Draws the edge of a table row that goes on across a page break, at the given height.
    var breakEdge: ((Canvas, Double) -> Void)?
    /// Draws the strip with its upper edge at the given height.
    var draw: (Canvas, Double) -> Void

    struct Head {
        var height: Double
        var draw: (Canvas, Double) -> Void
    }
}
