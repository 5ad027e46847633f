package import Markup

/// A row of a work list.
package struct WorkRow: Sendable {
    let id: HTML
    let name: HTML
    let address: HTML
    let title: String
    let isCurrent: Bool
    let cells: HTML

    /// - Parameters:
    ///   - id: what a selected row sends, the field `rows`.
    ///   - name: how the row is called for screen readers, such as the case number.
    ///   - address: the page that opens.
    ///   - title: the first cell, which leads there.
    ///   - isCurrent: whether it stands in the pane beside the list.
    ///   - cells: the other cells as `<td>` elements, in one piece because a list has many. A link with `data-peek` among
    ///     them is where script fetches what stands in the pane beside the list (`#peek`).
    package init(id: HTML, name: HTML, address: HTML, title: String, isCurrent: Bool = false, cells: HTML) {
        self.id = id
        self.name = name
        self.address = address
        self.title = title
        self.isCurrent = isCurrent
        self.cells = cells
    }
}

/// The list that clerks work from: one line a row, keys J K Enter X and the space bar, a check box where `isSelectable`.
///
/// The check boxes belong to the form with the id `bulk`, where the actions for selected rows stand.
package func workList(
    caption: String, columns: [Column], rows: [WorkRow], isSelectable: Bool = false
) -> HTML {
    let lines: [HTML] = rows.map { row in
        let box: HTML = isSelectable ? checkBox(of: row) : .empty
        return """
            <tr\(attribute: "class", row.isCurrent ? "sel" : nil)>\(box)<td><div class="t"><a href="\(row.address)">\(row.title)</a></div></td>\(row.cells)</tr>
            """
    }
    let heads: [HTML] = columns.map(\.head)
    let selectAll: HTML? =
        isSelectable ? "<th class=\"x\"><input type=\"checkbox\" class=\"js\" data-all aria-label=\"全选本页\"></th>" : nil
    return """
        <table class="dg" data-grid><caption class="sr">\(caption)</caption><thead><tr>\(selectAll)\(heads)</tr></thead>\
        <tbody>\(lines)</tbody></table>
        """
}

private func checkBox(of row: WorkRow) -> HTML {
    """
    <td class="x"><input type="checkbox" name="rows" value="\(row.id)" form="bulk" aria-label="选择 \(row.name)"></td>
    """
}
