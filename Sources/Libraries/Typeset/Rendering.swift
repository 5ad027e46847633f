extension TypesetDocument {
    /// Sets the document and writes it as PDF.
    ///
    /// This call computes for milliseconds to seconds and blocks its thread: in asynchronous code use
    /// ``renderInBackground()``. Documents rendered at the same time wait for each other.
    package func render() throws(TypesetError) -> TypesetPDF {
        guard !blocks.isEmpty else { throw .emptyDocument }
        let width = pageSize.width - margins.left - margins.right
        let height = pageSize.height - margins.top - margins.bottom
        try checkRoom(width: width, height: height)

        return try Press.use { fonts throws(TypesetError) in try print(with: fonts, width: width, height: height) }
    }

    private func print(with fonts: PressFonts, width: Double, height: Double) throws(TypesetError) -> TypesetPDF {
        let setter = LineSetter(fonts: fonts)
        var composer = Composer(style: style, setter: setter, width: width, height: height)
        for block in blocks { try composer.add(block) }
        let pages = try Paginator.pages(of: composer.strips, height: height)
        guard !pages.isEmpty else { throw .emptyDocument }

        let writer = PDFWriter(size: pageSize)
        writer.describe(self)
        let furniture = PageFurniture(document: self, setter: setter, width: width, height: height)
        for (index, page) in pages.enumerated() {
            writer.page { canvas in
                canvas.moveOrigin(x: margins.left, y: margins.top)
                furniture.draw(on: canvas, page: index + 1, of: pages.count)
                for placed in page { placed.draw(canvas, placed.y) }
            }
        }
        let missing = setter.missing.sorted().map(Character.init)
        return TypesetPDF(bytes: try writer.finish(), pageCount: pages.count, missingCharacters: missing)
    }

    /// As ``render()``, on a thread outside the Swift concurrency pool.
    package func renderInBackground() async throws -> TypesetPDF {
        try await BackgroundWork.typesetting.run { try render() }
    }

    private func checkRoom(width: Double, height: Double) throws(TypesetError) {
        let sizes = [
            style.bodySize, style.titleSize, style.headingSize, style.tableSize, style.smallSize, style.linePitch,
            style.tablePitch,
        ]
        let edges = [pageSize.width, pageSize.height, margins.left, margins.top, margins.right, margins.bottom]
        guard sizes.allSatisfy({ $0 >= 1 && $0 <= 200 }), edges.allSatisfy({ $0 >= 0 && $0 <= 14400 }),
            width >= 4 * style.bodySize, height >= 2 * style.linePitch
        else { throw .noRoom }
    }
}
