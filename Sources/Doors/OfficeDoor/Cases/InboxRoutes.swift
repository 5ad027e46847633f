import Base
import Cases
import Foundation
import Items
import People
import Web
import WorkCalendar

extension CaseArea {
    /// 工作台: what waits for whom, and what is due soon.
    func desk(_ request: DoorRequest) async throws -> Answer {
        let officer = try request.officer
        // Administrators have no cases; each begins with their own work.
        switch officer.category {
        case "sysadmin": return .redirect(to: "/admin/organisations")
        case "secadmin": return .redirect(to: "/admin/staff")
        case "auditor": return .redirect(to: "/admin/logs/operations")
        default: break
        }
        let (soon, counts) = try await cases.inboxWithCounts(
            InboxQuery(tab: .dueSoon), by: officer, party: request.party)
        return .page(
            DeskPage(
                officer: officer, counts: counts, soon: soon.rows, today: today, calendar: try await calendar()))
    }

    func inbox(_ request: DoorRequest) async throws -> Answer {
        let officer = try request.officer
        let link = InboxLink(request.query)
        let peek = try await peek(request, link)
        if request.wantsFragment { return .fragment(peek?.html ?? CasePeek.nothing) }
        let (page, counts) = try await cases.inboxWithCounts(link.query, by: officer, party: request.party)
        return .page(
            InboxListPage(
                link: link, page: page, counts: counts, officer: officer, itemName: itemName(link.query.itemID),
                today: today, calendar: try await calendar(), preferences: request.preferences,
                location: request.viewer.location, peek: peek, token: request.formToken))
    }

    /// The case that the address puts into the pane beside the list; nil when there is none, or not for this officer.
    private func peek(_ request: DoorRequest, _ link: InboxLink) async throws -> CasePeek? {
        guard let id = request.query.uuid("peek") else { return nil }
        do {
            let glance = try await cases.glance(id, party: request.party)
            return CasePeek(
                glance: glance, clock: glance.record.clockView(on: today, in: try await calendar()),
                acts: glance.record.possibleActs(for: try request.officer), link: link, token: request.formToken)
        } catch CaseRefusal.notFound {
            return nil
        }
    }

    private func itemName(_ id: Int?) -> String? {
        id.flatMap { items.catalogue.item(id: $0)?.name }
    }

    /// The command box: a case number leads to the case, anything else to the list of what begins with it.
    func search(_ request: DoorRequest) async throws -> Answer {
        let text = request.query.text("q") ?? ""
        if request.wantsFragment { return .fragment(try await commands(text, request).html) }
        if let found = try? await cases.find(number: text.uppercased(), party: request.party) {
            return .redirect(to: "/cases/\(found.id.text)")
        }
        var link = InboxLink(FormFields())
        link.query.tab = .all
        link.query.search = text
        return .redirect(to: link.address())
    }

    /// What the command box offers for a text: one statement.
    private func commands(_ text: String, _ request: DoorRequest) async throws -> CommandList {
        let officer = try request.officer
        let mayFind = officer.may(.searchCases) || !officer.bodies.isEmpty
        let found =
            mayFind && !text.isEmpty
            ? try await cases.inbox(InboxQuery(tab: .all, search: text), by: officer, party: request.party).rows : []
        let hits = text.isEmpty ? [] : items.catalogue.search(ItemSearch(text: text, limit: 20)).hits
        let own = hits.filter { officer.bodies.contains($0.item.body.id) }
        return CommandList(text: text, rows: found, items: Array(own.prefix(3)), officer: officer)
    }

    /// The rows of a view as CSV, page after page, so that memory does not grow with their number.
    func exportInbox(_ request: DoorRequest) async throws -> Answer {
        let officer = try request.officer
        let party = request.party
        var query = InboxLink(request.query).query
        query.after = nil
        let start = query
        let days = try await calendar()
        let today = today
        return Answer.pieces(type: "text/csv; charset=utf-8") { send in
            var query = start
            try await send([0xEF, 0xBB, 0xBF] + CSVLine(InboxExport.heading).bytes)
            while true {
                let page = try await cases.inbox(query, by: officer, party: party)
                let lines = page.rows.map { CSVLine(InboxExport.cells($0, today: today, calendar: days)).bytes }
                try await send(lines.flatMap { $0 })
                guard let next = page.next else { break }
                query.after = next
            }
        }
        .attached(as: "办件-\(today).csv")
    }
}

/// The columns of an exported work list.
enum InboxExport {
    static let heading = ["办件编号", "事项", "业务办理项", "申请人", "来源", "状态", "时限", "提交时间", "实施主体"]

    static func cells(_ row: InboxRow, today: CalendarDate, calendar: WorkdayCalendar) -> [String] {
        [
            row.number, row.itemName, row.handlingItemName, row.applicantName, row.channel.term, row.status.term,
            row.clockView(on: today, in: calendar).term, ShanghaiTime.minuteText(row.submittedAt), row.bodyName,
        ]
    }
}
