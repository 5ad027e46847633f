package import Markup

/// The icons of `icons.svg`: a 24-pixel stroke set of our own, always beside a word or with a label.
package enum Icon: String, Sendable, CaseIterable {
    case alert, baby, bell, book, building, cal, car, cbox, cd, chart, check, cl, clock, contrast, copy, cr, desk, down
    case elder, eye, file, filecheck, filter, flag, globe, grid, grip, hammer, hash, home, id, img, inbox, info, kb, key
    case law, layers, link, med, menu, mic, minus, mob, msg, para, pass, pc, phone, pin, play, plus, print, qr, radio
    case redo, refresh, ring, scan, search, sec, sel, shield, sign, smile, star, store, tab, tbl, text, trash, undo, up
    case user, users, work, x
}

/// How large an icon is drawn, in its text's size.
package enum IconSize: String, Sendable, CaseIterable {
    case small = "i i-sm"
    case normal = "i"
    case large = "i i-lg"
    case huge = "i i-xl"
}

/// An icon that only decorates the words beside it.
package func icon(_ icon: Icon, size: IconSize = .normal) -> HTML {
    drawnIcons[size]?[icon] ?? .empty
}

/// Every icon in every size, drawn once: a page of the workbench has some thirty.
private let drawnIcons: [IconSize: [Icon: HTML]] = {
    let address = Assets.shared.path("icons.svg")
    func drawn(_ icon: Icon, _ size: IconSize) -> HTML {
        "<svg class=\"\(size.rawValue)\" aria-hidden=\"true\"><use href=\"\(address)#i-\(icon.rawValue)\"></use></svg>"
    }
    var sizes: [IconSize: [Icon: HTML]] = [:]
    for size in IconSize.allCases {
        sizes[size] = Dictionary(uniqueKeysWithValues: Icon.allCases.map { ($0, drawn($0, size)) })
    }
    return sizes
}()

/// The mark of the platform: a pass in the wall, two geese above it.
package func emblem() -> HTML {
    """
    <svg viewBox="0 0 48 48" aria-hidden="true"><rect width="48" height="48" rx="11" fill="#1a56a8"/>\
    <path d="M7 37h34M10 37V23l4-3h20l4 3v14M12 20l4-6h16l4 6M20 37v-6a4 4 0 018 0v6" fill="none" stroke="#fff" \
    stroke-width="2.4" stroke-linejoin="round" stroke-linecap="round"/>\
    <path d="M16 9.5c2-1.5 3.5-1 4.5.5 1-1.5 2.5-2 4.5-.5M26 6.5c1.6-1.2 2.8-.8 3.6.4.8-1.2 2-1.6 3.6-.4" fill="none" \
    stroke="#f0c462" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></svg>
    """
}
