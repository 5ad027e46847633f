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
        let (page, counts) = try await cases.inboxWithCounts(link.query, by: officer, party: request.party)
        return .page(
            InboxListPage(
                link: link, page: page, counts: counts, officer: officer, itemName: itemName(link.query.itemID),
                today: today, calendar: try await calendar(), preferences: request.preferences,
                location: request.viewer.location, token: request.formToken))
    }

    private func itemName(_ id: Int?) -> String? {
        id.flatMap { items.catalogue.item(id: $0)?.name }
    }

    /// The command box: a case number leads to the case, anything else to the list of what begins with it.
    func search(_ request: DoorRequest) async throws -> Answer {
        let text = request.query.text("q") ?? ""
        if let found = try? await cases.find(number: text.uppercased(), party: request.party) {
            return .redirect(to: "/cases/\(found.id.uuidString.lowercased())")
        }
        var link = InboxLink(FormFields())
        link.query.tab = .all
        link.query.search = text
        return .redirect(to: link.address())
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
