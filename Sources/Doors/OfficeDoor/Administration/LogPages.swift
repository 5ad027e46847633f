import Base
import Cases
import Markup
import People
import Web
import WorkCalendar

// 日志审计: search and export of the login log and the operation log.
extension AdministrationArea {
    var logRoutes: [DoorRoute] {
        [
            .get("/admin/logs/operations", .right(.readAudit), operationLog),
            .get("/admin/logs/operations.csv", .right(.readAudit)) { request in
                try await export(request, name: "操作日志", back: "/admin/logs/operations") { query, session in
                    try await logs.exportOperations(query, for: session, from: request.origin)
                }
            },
            .get("/admin/logs/sign-ins", .right(.readAudit), signInLog),
            .get("/admin/logs/sign-ins.csv", .right(.readAudit)) { request in
                try await export(request, name: "登录日志", back: "/admin/logs/sign-ins") { query, session in
                    try await logs.exportSignIns(query, for: session, from: request.origin)
                }
            },
        ]
    }

    private func query(_ request: DoorRequest) -> LogQuery {
        let typed = request.query
        var query = LogQuery()
        query.from = typed.text("from").flatMap { CalendarDate($0) }
        query.to = typed.text("to").flatMap { CalendarDate($0) }
        query.who = typed.text("who") ?? ""
        query.act = typed.text("act") ?? ""
        query.object = typed.text("object") ?? ""
        query.result = typed.text("result") ?? ""
        query.before = typed.integer("before")
        return query
    }

    @Sendable private func operationLog(_ request: DoorRequest) async throws -> Answer {
        let rows = try await logs.operations(query(request), for: try session(of: request), from: request.origin)
        return .page(OperationLogPage(rows: rows, query: request.query))
    }

    @Sendable private func signInLog(_ request: DoorRequest) async throws -> Answer {
        let rows = try await logs.signIns(query(request), for: try session(of: request), from: request.origin)
        return .page(SignInLogPage(rows: rows, query: request.query))
    }

    private func export(
        _ request: DoorRequest, name: String, back: String, _ make: (LogQuery, Session) async throws -> String
    ) async throws -> Answer {
        do {
            let text = try await make(query(request), try session(of: request))
            let day = CalendarDate(now()).description
            return Answer.bytes(Array(text.utf8), type: "text/csv; charset=utf-8").attached(as: "\(name)-\(day).csv")
        } catch let refusal as PeopleRefusal where refusal == .stepUpNeeded {
            return .redirect(to: Self.verify("\(back)?\(request.query.encoded(changing: ["before": nil]))"))
        }
    }
}

/// The filter and the frame that both logs share.
private struct LogFrame {
    let address: String
    let query: FormFields
    let hasActs: Bool
    let results: [Choice]

    var filter: HTML {
        let result = FieldFace("result", "结果", .unmarked)
        return AdminParts.filter(
            address,
            """
            \(dateField(FieldFace("from", "开始日期", .unmarked), value: query["from"]))
            \(dateField(FieldFace("to", "结束日期", .unmarked), value: query["to"]))
            \(textField(FieldFace("who", hasActs ? "操作人（姓名或登录名）" : "账号", .unmarked), value: query["who"], maximumLength: 60))
            \(selectField(result, choices: results, value: query["result"], emptyChoice: "全部"))
            \(hasActs ? acts : .empty)
            """)
    }

    private var acts: HTML {
        """
        \(textField(FieldFace("act", "操作（开头几个字母）", .unmarked), value: query["act"], maximumLength: 60))
        \(textField(FieldFace("object", "对象编号", .unmarked), value: query["object"], maximumLength: 60))
        """
    }

    var export: HTML {
        linkButton("导出 CSV", to: "\(address).csv?\(query.encoded(changing: ["before": nil, "done": nil]))", icon: .down)
    }

    func pages(_ count: Int, last: Int?) -> HTML {
        let next = count == 50 ? last.map { "\(address)?\(query.encoded(changing: ["before": "\($0)"]))" } : nil
        let first = query["before"] == nil ? nil : "\(address)?\(query.encoded(changing: ["before": nil]))"
        let back: HTML? = first.map { "<p><a href=\"\($0)\">回到第一页</a></p>" }
        return "\(back)\(pager(previous: nil, next: next))"
    }
}

/// 操作日志.
struct OperationLogPage: Page {
    let rows: [OperationEntry]
    let query: FormFields

    var title: String { "操作日志" }

    private var frame: LogFrame {
        LogFrame(
            address: "/admin/logs/operations", query: query, hasActs: true,
            results: [Choice("ok", "成功"), Choice("refused", "拒绝")])
    }

    var body: HTML {
        AdminParts.page(
            title, actions: frame.export, "\(frame.filter)\(content)\(frame.pages(rows.count, last: rows.last?.id))")
    }

    private var content: HTML {
        guard !rows.isEmpty else { return card(emptyState("没有符合条件的记录", hint: "请放宽条件再查。")) }
        let columns = [
            Column("时间"), Column("操作人"), Column("操作"), Column("对象"), Column("结果"), Column("来源地址"), Column("内容"),
        ]
        return table(caption: title, columns: columns, rows: rows.map(row))
    }

    /// The act in words where this module knows them, always with its code.
    private func act(_ code: String) -> HTML {
        guard let words = LogTerms.act(code) ?? CaseAct.ofAudit(code)?.term else { return "<code>\(code)</code>" }
        return "<span>\(words)<br><code class=\"small muted\">\(code)</code></span>"
    }

    private func row(_ entry: OperationEntry) -> [HTML] {
        let name = entry.actorName.isEmpty ? PeopleTerms.actor(entry.actorKind) : entry.actorName
        let detail = entry.detail == "{}" ? entry.reason : "\(entry.reason) \(entry.detail)"
        return [
            "<span class=\"num nowrap\">\(LogTerms.moment(entry.at))</span>", "<span class=\"nowrap\">\(name)</span>",
            act(entry.act),
            "<span>\(LogTerms.object(entry.objectKind))<br><span class=\"small muted num break\">\(entry.objectID)</span></span>",
            "<span class=\"nowrap\">\(PeopleTerms.result(entry.result))</span>",
            "<span class=\"num\">\(entry.address)</span>", "<span class=\"small break\">\(detail)</span>",
        ]
    }
}

/// 登录日志.
struct SignInLogPage: Page {
    let rows: [SignInEntry]
    let query: FormFields

    var title: String { "登录日志" }

    private var frame: LogFrame {
        let words = ["ok", "refused", "locked", "unlocked", "ended"]
        return LogFrame(
            address: "/admin/logs/sign-ins", query: query, hasActs: false,
            results: words.map { Choice($0, PeopleTerms.result($0)) })
    }

    var body: HTML {
        AdminParts.page(
            title, actions: frame.export, "\(frame.filter)\(content)\(frame.pages(rows.count, last: rows.last?.id))")
    }

    private var content: HTML {
        guard !rows.isEmpty else { return card(emptyState("没有符合条件的记录", hint: "请放宽条件再查。")) }
        let columns = [
            Column("时间"), Column("对象"), Column("账号"), Column("方式"), Column("结果"), Column("来源地址"), Column("浏览器"),
        ]
        return table(caption: title, columns: columns, rows: rows.map(row))
    }

    private func row(_ entry: SignInEntry) -> [HTML] {
        let tone: Tone =
            switch entry.result {
            case "ok", "unlocked": .ok
            case "refused": .warn
            case "locked": .error
            default: .neutral
            }
        let reason: HTML? = entry.reason.isEmpty ? nil : "<br><span class=\"small muted nowrap\">\(entry.reason)</span>"
        return [
            "<span class=\"num nowrap\">\(LogTerms.moment(entry.at))</span>",
            "<span class=\"nowrap\">\(PeopleTerms.actor(entry.subjectKind))</span>",
            "<span class=\"break\">\(entry.subject)</span>",
            "<span class=\"nowrap\">\(PeopleTerms.method(entry.method))</span>",
            "\(AdminParts.mark(PeopleTerms.result(entry.result), tone))\(reason)",
            "<span class=\"num\">\(entry.address)</span>", "<span class=\"small break\">\(entry.userAgent)</span>",
        ]
    }
}
