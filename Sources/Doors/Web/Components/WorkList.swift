package import Markup

/// A row of a work list.
package struct WorkRow: Sendable {
    let id: String
    let name: String
    let address: String
    let preview: String?
    let cells: [HTML]

    /// - Parameters:
    ///   - id: what a selected row sends, the field `rows`.
    ///   - name: how the row is called for screen readers, such as the case number.
    ///   - address: the page that opens; the first cell leads there.
    ///   - preview: where script fetches what stands in the pane beside the list (`#peek`).
    package init(id: String, name: String, address: String, preview: String? = nil, cells: [HTML]) {
        self.id = id
        self.name = name
        self.address = address
        self.preview = preview
        self.cells = cells
    }
}

/// The list that clerks work from: one line a row, keys J K Enter X and the space bar, a check box where `isSelectable`.
///
/// The check boxes belong to the form with the id `bulk`, where the actions for selected rows stand.
///
/// - Parameter current: beginning of the id of the row that stands in the pane beside the list.
package func workList(
    caption: String, columns: [Column], rows: [WorkRow], isSelectable: Bool = false, current: String? = nil
) -> HTML {
    let lines: [HTML] = rows.map { row in
        let isCurrent = current.map { row.id.lowercased().hasPrefix($0.lowercased()) } ?? false
        return workLine(row, columns: columns, isSelectable: isSelectable, isCurrent: isCurrent)
    }
    let heads: [HTML] = columns.map(\.head)
    let selectAll: HTML? =
        isSelectable ? "<th class=\"x\"><input type=\"checkbox\" class=\"js\" data-all aria-label=\"全选本页\"></th>" : nil
    return """
        <table class="dg" data-grid><caption class="sr">\(caption)</caption><thead><tr>\(selectAll)\(heads)</tr></thead>\
        <tbody>\(lines)</tbody></table>
        """
}

private func workLine(_ row: WorkRow, columns: [Column], isSelectable: Bool, isCurrent: Bool) -> HTML {
    let box: HTML? =
        isSelectable
        ? """
        <td class="x"><input type="checkbox" name="rows" value="\(row.id)" form="bulk" aria-label="选择 \(row.name)"></td>
        """ : nil
    let cells: [HTML] = row.cells.enumerated().map { index, cell in
        if index == 0 { return "<td><div class=\"t\"><a href=\"\(row.address)\">\(cell)</a></div></td>" }
        let isFigures = index < columns.count && columns[index].isFigures
        return "<td\(attribute: "class", isFigures ? "num" : nil)>\(cell)</td>"
    }
    let mark: HTML = isCurrent ? " class=\"sel\"" : .empty
    return "<tr\(mark)\(attribute: "data-preview", row.preview)>\(box)\(cells)</tr>"
}
