extension Composer {
    /// A cell of a row: where it stands and what is in it.
    private struct Cell {
        var x: Double
        var width: Double
        var lines: [SetLine]
        var isShaded: Bool
    }

    func table(_ table: TypesetDocument.Table) throws(TypesetError) -> [Strip] {
        let shares = table.columns.map { max(0, $0.share) }
        let total = shares.reduce(0, +)
        guard !table.columns.isEmpty, total > 0, total.isFinite else { throw .malformedTable(row: 0) }
        if let odd = table.rows.firstIndex(where: { $0.count != table.columns.count }) {
            throw .malformedTable(row: odd)
        }
        var edges = [0.0]
        for share in shares { edges.append(edges[edges.count - 1] + width * share / total) }

        func row(_ texts: [String], isHead: Bool) throws(TypesetError) -> [Cell] {
            var cells: [Cell] = []
            for (index, text) in texts.enumerated() {
                cells.append(
                    try cell(
                        text, x: edges[index], width: edges[index + 1] - edges[index], isLabel: isHead,
                        alignment: table.columns[index].alignment))
            }
            return cells
        }

        let headCells = try row(table.columns.map(\.title), isHead: true)
        var strips = rowStrips(headCells)
        for index in strips.indices { strips[index].keepsWithNext = true }
        strips[0].gap = style.tablePitch / 2
        let head =
            strips.count == 1 && strips[0].height <= height / 3
            ? Strip.Head(height: strips[0].height, draw: strips[0].draw) : nil
        for texts in table.rows {
            strips += rowStrips(try row(texts, isHead: false)).map { strip in
                var strip = strip
                strip.head = head
                return strip
            }
        }
        return strips + [afterTable]
    }

    func keyValues(_ table: TypesetDocument.KeyValueTable) throws(TypesetError) -> [Strip] {
        let pairs = max(1, min(2, table.pairsPerRow))
        let pairWidth = width / Double(pairs)
        let labelWidth = bounded(
            table.labelWidth * style.tableSize + 2 * padding, from: style.tableSize + 2 * padding, to: pairWidth / 2)
        var strips: [Strip] = []
        var waiting = table.entries[...]
        while let first = waiting.popFirst() {
            var row = [first]
            if pairs == 2, !first.isWide, let second = waiting.first, !second.isWide {
                row.append(second)
                waiting.removeFirst()
            }
            var cells: [Cell] = []
            for (index, entry) in row.enumerated() {
                let x = Double(index) * pairWidth
                let end = index == row.count - 1 ? width : x + pairWidth
                cells.append(try cell(entry.label, x: x, width: labelWidth, isLabel: true, alignment: .centre))
                cells.append(
                    try cell(
                        entry.value, x: x + labelWidth, width: end - x - labelWidth, isLabel: false, alignment: .left))
            }
            strips += rowStrips(cells)
        }
        guard !strips.isEmpty else { return [] }
        strips[0].gap = style.tablePitch / 2
        return strips + [afterTable]
    }

    private var padding: Double { style.tableSize * 0.4 }

    /// Keeps the text after a table off its lower edge.
    private var afterTable: Strip { Strip(height: 0, draw: { _, _ in }) }

    private func cell(
        _ text: String, x: Double, width: Double, isLabel: Bool, alignment: TextAlignment
    ) throws(TypesetError) -> Cell {
        guard width - 2 * padding >= style.tableSize else { throw .noRoom }
        let setting = TextSetting(
            face: isLabel ? .sans : .serif, size: style.tableSize, pitch: style.tablePitch,
            width: width - 2 * padding, alignment: isLabel ? .centre : alignment)
        return Cell(x: x, width: width, lines: setter.lines(text, setting), isShaded: isLabel)
    }

    /// A row as one strip, or, if it is high, as one strip per line so that it can go on on the next page.
    private func rowStrips(_ cells: [Cell]) -> [Strip] {
        let lineCount = cells.map(\.lines.count).max() ?? 0
        let inset = style.tablePitch * 0.25
        guard lineCount > Self.undividedLines else {
            return [
                rowStrip(cells, height: Double(lineCount) * style.tablePitch + 2 * inset, isTop: true, isBottom: true)
            ]
        }
        return (0..<lineCount).map { index in
            let part = cells.map { cell in
                var part = cell
                part.lines = cell.lines.indices.contains(index) ? [cell.lines[index]] : []
                return part
            }
            let isTop = index == 0
            let isBottom = index == lineCount - 1
            var strip = rowStrip(
                part, height: style.tablePitch + (isTop || isBottom ? inset : 0), isTop: isTop, isBottom: isBottom)
            strip.keepsWithNext = index < 2 || index == lineCount - 2
            if !isTop { strip.breakEdge = edge }
            return strip
        }
    }

    /// Rows up to this number of lines are never divided between pages.
    private static let undividedLines = 8

    private func rowStrip(_ cells: [Cell], height: Double, isTop: Bool, isBottom: Bool) -> Strip {
        let edge = edge
        let inset = style.tablePitch * 0.25
        let pitch = style.tablePitch
        let padding = padding
        let thickness = Self.borderThickness
        return Strip(height: height) { canvas, y in
            for cell in cells where cell.isShaded {
                canvas.fill(x: cell.x, y: y, width: cell.width, height: height, grey: 0.94)
            }
            for cell in cells {
                let textHeight = Double(cell.lines.count) * pitch
                let top = isTop && isBottom ? (height - textHeight) / 2 : isTop ? inset : 0
                for (index, line) in cell.lines.enumerated() {
                    canvas.show(line, x: cell.x + padding, y: y + top + Double(index) * pitch)
                }
                for x in [cell.x, cell.x + cell.width] {
                    canvas.stroke(fromX: x, y: y, toX: x, y: y + height, thickness: thickness)
                }
            }
            if isTop { edge(canvas, y) }
            if isBottom { edge(canvas, y + height) }
        }
    }

    /// A horizontal border across the text area.
    private var edge: (Canvas, Double) -> Void {
        let width = width
        return { canvas, y in
            canvas.stroke(fromX: 0, y: y, toX: width, y: y, thickness: Self.borderThickness)
        }
    }

    private static let borderThickness = 0.6
}
