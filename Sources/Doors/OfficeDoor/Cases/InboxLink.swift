import Base
import Cases
import Foundation
import Markup
import Web

/// A work list as it stands in an address: tab, filters, order and place, so that every view can be kept and shared.
struct InboxLink: Sendable {
    var query: InboxQuery

    init(_ fields: FormFields) {
        query = InboxQuery(
            tab: InboxTab(rawValue: fields["view"] ?? "") ?? .mine, bodies: fields.integer("body").map { [$0] },
            itemID: fields.integer("item"), channel: CaseChannel(rawValue: fields["channel"] ?? ""),
            search: fields.text("q") ?? "",
            soonDays: fields.integer("days").flatMap { Self.days.contains($0) ? $0 : nil } ?? InboxTab.soonDays,
            isReversed: fields["order"] == "desc", after: fields["after"].flatMap { InboxCursor($0) })
    }

    /// How many working days ahead may count as soon.
    private static let days = 1...30

    /// The part after the question mark, without the place in the list unless asked for.
    func text(tab: InboxTab? = nil, after: InboxCursor? = nil, reversed: Bool? = nil) -> String {
        FormFields(fields(tab: tab, after: after, reversed: reversed)).encoded()
    }

    private func fields(tab: InboxTab?, after: InboxCursor?, reversed: Bool?) -> [FormFields.Field] {
        var fields: [FormFields.Field] = [.init(name: "view", value: (tab ?? query.tab).rawValue)]
        if let body = query.bodies?.first { fields.append(.init(name: "body", value: String(body))) }
        if query.soonDays != InboxTab.soonDays { fields.append(.init(name: "days", value: String(query.soonDays))) }
        if let item = query.itemID { fields.append(.init(name: "item", value: String(item))) }
        if let channel = query.channel { fields.append(.init(name: "channel", value: channel.rawValue)) }
        if !query.search.isEmpty, tab == nil { fields.append(.init(name: "q", value: query.search)) }
        if reversed ?? query.isReversed { fields.append(.init(name: "order", value: "desc")) }
        if let after { fields.append(.init(name: "after", value: after.text)) }
        return fields
    }

    func address(tab: InboxTab? = nil, after: InboxCursor? = nil, reversed: Bool? = nil) -> String {
        "/inbox?" + text(tab: tab, after: after, reversed: reversed)
    }

    /// The list as hidden fields, so that it goes along with a form.
    var hiddenFields: HTML {
        let fields: [HTML] = fields(tab: nil, after: nil, reversed: nil).map { hiddenField($0.name, $0.value) }
        return "\(fields)"
    }

    /// Where the rows of the list lead to, worked out once for all of them.
    var rows: RowLinks { RowLinks(list: "\(text())", place: "\(address(after: query.after))") }

    struct RowLinks {
        fileprivate let list: HTML
        fileprivate let place: HTML

        /// The list with that case, by the text of its id, in the pane beside it.
        func peek(of id: String) -> HTML { "\(place)&amp;peek=\(id)#peek" }

        /// The page of a case within the list.
        func page(of id: String) -> HTML { "/cases/\(id)?\(list)" }
    }

    /// The page of a case within this list.
    func address(of id: Case.ID, tab: CaseTab? = nil) -> String {
        "/cases/\(id.text)?\(text())" + (tab.map { "&tab=\($0.rawValue)" } ?? "")
    }
}

/// The tabs below the materials of a case.
enum CaseTab: String, Sendable, CaseIterable {
    case application, history, documents

    var term: String {
        switch self {
        case .application: "申请信息"
        case .history: "办理记录"
        case .documents: "文书"
        }
    }
}
