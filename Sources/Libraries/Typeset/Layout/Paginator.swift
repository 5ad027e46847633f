/// Distributes strips over pages of one height.
struct Paginator {
    /// Something drawn at a height below the top of the text area.
    struct Placed {
        var y: Double
        var draw: (Canvas, Double) -> Void
    }

    private let height: Double
    private(set) var pages: [[Placed]] = []
    private var y = 0.0

    init(height: Double) {
        self.height = height
    }

    static func pages(of strips: [Strip], height: Double) throws(TypesetError) -> [[Placed]] {
        var paginator = Paginator(height: height)
        var start = 0
        while start < strips.count {
            var end = start
            while end + 1 < strips.count && strips[end].keepsWithNext && !strips[end + 1].startsPage { end += 1 }
            try paginator.place(strips[start...end])
            start = end + 1
        }
        return paginator.pages
    }

    /// Places strips that want to stand together; where no page could hold them all, they break wherever they must.
    private mutating func place(_ group: ArraySlice<Strip>) throws(TypesetError) {
        guard let first = group.first else { return }
        let whole = group.reduce(0) { $0 + $1.gap + $1.height }
        let isFull = y + whole > height + Self.tolerance
        let fitsOnOnePage = whole - first.gap + (first.head?.height ?? 0) <= height + Self.tolerance
        if pages.isEmpty || first.startsPage || (isFull && fitsOnOnePage) { try beginPage(with: first) }
        for strip in group {
            if y + strip.gap + strip.height > height + Self.tolerance && y > 0 { try beginPage(with: strip) }
            guard y + strip.height <= height + Self.tolerance else { throw .noRoom }
            if y > 0 { y += strip.gap }
            pages[pages.count - 1].append(Placed(y: y, draw: strip.draw))
            y += strip.height
        }
    }

    private mutating func beginPage(with strip: Strip) throws(TypesetError) {
        guard pages.count < TypesetLimits.pages else { throw .tooManyPages }
        let edge = pages.isEmpty ? nil : strip.breakEdge
        if let edge { pages[pages.count - 1].append(Placed(y: y, draw: edge)) }
        pages.append([])
        y = 0
        if let head = strip.head {
            pages[pages.count - 1].append(Placed(y: 0, draw: head.draw))
            y = head.height
        } else if let edge {
            pages[pages.count - 1].append(Placed(y: 0, draw: edge))
        }
    }

    /// Sums of line heights may pass the page by rounding.
    private static let tolerance = 0.01
}
