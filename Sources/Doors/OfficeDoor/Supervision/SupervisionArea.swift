package import Base
package import Cases
import People
package import Web
import WorkCalendar

/// The pages of those who supervise: figures of their data scope, never a single case of their own.
package struct SupervisionArea: Sendable {
    let cases: CaseOperations
    let now: TimeSource

    package init(cases: CaseOperations, now: TimeSource = .system) {
        self.cases = cases
        self.now = now
    }

    package var routes: [DoorRoute] {
        [
            .get("/dashboard", .right(.superviseCases), dashboard),
            .get("/dashboard.csv", .right(.superviseCases), exportDashboard),
        ]
    }

    /// 运行总览.
    func dashboard(_ request: DoorRequest) async throws -> Answer {
        let officer = try request.officer
        let link = DashboardLink(request.query)
        let board = try await cases.dashboard(link.query, by: officer, party: request.party)
        return .page(DashboardPage(link: link, board: board, officer: officer, moment: now()))
    }

    /// The same figures as a table, one line for each body.
    func exportDashboard(_ request: DoorRequest) async throws -> Answer {
        let link = DashboardLink(request.query)
        let board = try await cases.dashboard(link.query, by: try request.officer, party: request.party)
        let lines = link.sort.sorted(board.bodies).map { CSVLine(DashboardExport.cells($0)).bytes }
        let bytes = [0xEF, 0xBB, 0xBF] + CSVLine(DashboardExport.heading).bytes + lines.flatMap { $0 }
        return Answer.bytes(bytes, type: "text/csv; charset=utf-8").attached(as: "运行总览-\(board.today).csv")
    }
}

/// A dashboard as it stands in an address.
struct DashboardLink: Sendable {
    var query: DashboardQuery
    var sort: DashboardSort

    init(_ fields: FormFields) {
        // A number that no body can have is no body.
        let body = fields.integer("body").map { Int(Int32(exactly: $0) ?? 0) }
        query = DashboardQuery(region: fields.text("region"), body: body)
        sort = DashboardSort(rawValue: fields["sort"] ?? "") ?? .overdue
    }

    func address(_ path: String = "/dashboard", change: (inout DashboardLink) -> Void = { _ in }) -> String {
        var other = self
        change(&other)
        var fields: [FormFields.Field] = []
        if let region = other.query.region { fields.append(.init(name: "region", value: region)) }
        if let body = other.query.body { fields.append(.init(name: "body", value: String(body))) }
        if other.sort != .overdue { fields.append(.init(name: "sort", value: other.sort.rawValue)) }
        return fields.isEmpty ? path : path + "?" + FormFields(fields).encoded()
    }
}

/// What the table of bodies is sorted by; the largest first, but for the rate, where the worst stands first.
enum DashboardSort: String, Sendable, CaseIterable {
    case overdue, soon, open, received, decided, rate, days

    func sorted(_ bodies: [BodyFigures]) -> [BodyFigures] {
        // The place in the order of the city decides between equals.
        bodies.enumerated().sorted { left, right in
            let (first, second) = (key(left.element), key(right.element))
            return first == second ? left.offset < right.offset : first > second
        }.map(\.element)
    }

    private func key(_ line: BodyFigures) -> [Int] {
        switch self {
        case .overdue: [line.overdue, line.soon, line.open]
        case .soon: [line.soon, line.overdue]
        case .open: [line.open]
        case .received: [line.period.received]
        case .decided: [line.period.decided]
        case .rate: [-(line.period.onTimePermille ?? 1_001)]
        case .days: [line.period.averageTenths ?? -1]
        }
    }
}

extension Array where Element == Int {
    /// In the order of a dictionary.
    fileprivate static func > (left: [Int], right: [Int]) -> Bool { right.lexicographicallyPrecedes(left) }
}

/// The columns of the exported dashboard.
enum DashboardExport {
    static let heading = [
        "区划", "实施主体", "在办", "已超期", "\(Dashboard.soonDays) 个工作日内到期", "近 \(Dashboard.days) 日收件",
        "近 \(Dashboard.days) 日受理", "近 \(Dashboard.days) 日办结", "按时办结率", "平均用时（工作日）",
    ]

    static func cells(_ line: BodyFigures) -> [String] {
        let counts = [
            line.open, line.overdue, line.soon, line.period.received, line.period.accepted, line.period.decided,
        ]
        return [line.body.regionName, line.body.name] + counts.map { String($0) }
            + [FigureText.rate(line.period.onTimePermille), FigureText.days(line.period.averageTenths)]
    }
}

/// How shares and averages are written.
enum FigureText {
    /// `98.5%`; a dash when there is nothing to measure.
    static func rate(_ permille: Int?) -> String {
        permille.map { "\($0 / 10).\($0 % 10)%" } ?? "—"
    }

    /// `3.2`; a dash when there is nothing to measure.
    static func days(_ tenths: Int?) -> String {
        tenths.map { "\($0 / 10).\($0 % 10)" } ?? "—"
    }
}
