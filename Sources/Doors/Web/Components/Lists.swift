package import Markup

/// A name with its value.
package struct KeyValue: Sendable {
    let key: String
    let value: HTML
    let isWide: Bool

    /// - Parameter isWide: takes the whole line on wide screens.
    package init(_ key: String, _ value: HTML, isWide: Bool = false) {
        self.key = key
        self.value = value
        self.isWide = isWide
    }

    /// A value of plain text.
    package init(_ key: String, text: String, isWide: Bool = false) {
        self.init(key, HTML.escaped(text), isWide: isWide)
    }
}

/// Names and values, two columns on wide screens, one on phones.
package func keyValues(_ rows: [KeyValue]) -> HTML {
    let items: [HTML] = rows.map { row in
        let wide: String? = row.isWide ? "w" : nil
        return "<dt\(attribute: "class", wide)>\(row.key)</dt><dd\(attribute: "class", wide)>\(row.value)</dd>"
    }
    return "<dl class=\"kv\">\(items)</dl>"
}

/// A column of a table.
package struct Column: Sendable {
    package enum Sorting: String, Sendable {
        case ascending, descending, none
    }

    let heading: String
    let isFigures: Bool
    let sorting: Sorting?
    let sortAddress: String?

    /// - Parameters:
    ///   - isFigures: numbers, set in figures of one width and at the right.
    ///   - sorting: how the list is sorted by this column now; with `sortAddress` the heading becomes a link.
    package init(_ heading: String, isFigures: Bool = false, sorting: Sorting? = nil, sortAddress: String? = nil) {
        self.heading = heading
        self.isFigures = isFigures
        self.sorting = sorting
        self.sortAddress = sortAddress
    }

    var head: HTML {
        let words: HTML = sortAddress.map { "<a href=\"\($0)\">\(heading)</a>" } ?? "\(heading)"
        return """
            <th scope="col"\(attribute: "class", isFigures ? "fig" : nil)\(attribute: "aria-sort", sorting?.rawValue)>\(words)</th>
            """
    }
}

/// A table to read. On phones each row becomes a block in which every value says its column.
package func table(caption: String, showsCaption: Bool = false, columns: [Column], rows: [[HTML]]) -> HTML {
    let lines: [HTML] = rows.map { row in
        let cells: [HTML] = zip(columns, row).map { column, cell in
            "<td data-label=\"\(column.heading)\"\(attribute: "class", column.isFigures ? "fig num" : nil)>\(cell)</td>"
        }
        return "<tr>\(cells)</tr>"
    }
    return """
        <table class="tbl"><caption class="\(showsCaption ? "cap" : "sr")">\(caption)</caption>\
        <thead><tr>\(columns.map(\.head))</tr></thead><tbody>\(lines)</tbody></table>
        """
}

/// One step of a wizard.
package enum StepState: Sendable {
    case done, now, todo
}

/// The steps of a wizard, numbered.
package func steps(_ names: [String], current: Int) -> HTML {
    let items: [HTML] = names.enumerated().map { index, name in
        let isNow = index == current
        let state = index < current ? "done" : isNow ? "now" : ""
        let number = index < current ? "✓" : String(index + 1)
        return """
            <li class="\(state)" data-n="\(number)"\(attribute: "aria-current", isNow ? "step" : nil)>\(name)</li>
            """
    }
    return "<ol class=\"steps\" aria-label=\"步骤\">\(items)</ol>"
}

/// What happened: when, what, who.
package struct TimelineEntry: Sendable {
    let title: String
    let time: String
    let detail: HTML
    let state: StepState

    package init(_ title: String, time: String, detail: HTML = .empty, state: StepState = .done) {
        self.title = title
        self.time = time
        self.detail = detail
        self.state = state
    }
}

/// Events, newest first.
package func timeline(_ entries: [TimelineEntry]) -> HTML {
    let items: [HTML] = entries.map { entry in
        let state: String? =
            switch entry.state {
            case .done: nil
            case .now: "now"
            case .todo: "todo"
            }
        let detail: HTML? = entry.detail.isEmpty ? nil : "<div class=\"small\">\(entry.detail)</div>"
        return """
            <li\(attribute: "class", state)><b>\(entry.title)</b><p class="muted small num">\(entry.time)</p>\(detail)</li>
            """
    }
    return "<ol class=\"tl\">\(items)</ol>"
}

/// One task of a task list; without an address it cannot be begun yet and `status` says why.
package struct TaskRow: Sendable {
    let name: String
    let address: String?
    let status: HTML

    package init(_ name: String, address: String?, status: HTML) {
        self.name = name
        self.address = address
        self.status = status
    }
}

/// The parts of an application, to be done in any order.
package func taskList(_ rows: [TaskRow]) -> HTML {
    let items: [HTML] = rows.map { row in
        let name: HTML =
            row.address.map { "<a href=\"\($0)\">\(row.name)</a>" } ?? "<span class=\"muted\">\(row.name)</span>"
        return "<li>\(name)\(row.status)</li>"
    }
    return "<ul class=\"task\">\(items)</ul>"
}

/// One file that was handed in.
package struct UploadRow: Sendable {
    let name: String
    let symbol: Icon
    let state: HTML
    let action: HTML
    let isWrong: Bool

    /// - Parameter action: what can be done with it, such as a `buttonForm` that removes it.
    package init(_ name: String, icon: Icon = .file, state: HTML, action: HTML = .empty, isWrong: Bool = false) {
        self.name = name
        symbol = icon
        self.state = state
        self.action = action
        self.isWrong = isWrong
    }
}

/// A file of an upload field.
package func uploadRow(_ row: UploadRow) -> HTML {
    """
    <div class="up\(row.isWrong ? " up-err" : "")"><span class="th">\(icon(row.symbol))</span>\
    <span class="ell">\(row.name)</span>\(row.action.isEmpty ? "<span></span>" : row.action)\
    <div class="small">\(row.state)</div></div>
    """
}
