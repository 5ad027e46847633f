import Base
import Cases
import Foundation
import Hummingbird
import Identifiers
import Items
import Web
import WorkCalendar

extension APIDoor {
    var caseEndpoints: [Endpoint] {
        let number = Endpoint.Parameter.path(
            "number", "办件编号", ["type": "string", "minLength": 8, "maxLength": 50])
        return [
            Endpoint(
                route: .post("/api/v1/cases", .client(scope: "cases:write"), body: .json(), submit),
                operation: "submitCase", summary: "提交一件申请；同一 Idempotency-Key 只会产生一件", tag: "办件",
                parameters: [
                    .header(
                        "Idempotency-Key", "调用方为这件申请取的唯一键", isRequired: true,
                        ["type": "string", "minLength": 8, "maxLength": 80])
                ],
                body: [
                    "required": true,
                    "content": ["application/json": ["schema": Schemas.reference("CaseApplication")]],
                ], success: (201, Schemas.reference("Case")), refusals: [409, 412, 422],
                successHeaders: ["ETag", "Location"]),
            Endpoint(
                route: .get("/api/v1/cases", .client(scope: "cases:read"), listCases), operation: "listCases",
                summary: "本系统提交的办件，新的在前", tag: "办件",
                parameters: [
                    .query("cursor", "上一页给的 next", ["type": "string", "pattern": .text(CaseListCursor.pattern)])
                ],
                success: (200, Schemas.page(of: "Case"))),
            Endpoint(
                route: .get("/api/v1/cases/{number}", .client(scope: "cases:read"), showCase), operation: "getCase",
                summary: "一件办件的状态", tag: "办件",
                parameters: [number, .header("If-None-Match", "已有版本的 ETag", isRequired: false)],
                success: (200, Schemas.reference("Case")), refusals: [304], successHeaders: ["ETag"]),
            Endpoint(
                route: .get("/api/v1/cases/{number}/events", .client(scope: "cases:read"), caseEvents),
                operation: "caseEvents", summary: "一件办件的过程，按时间先后", tag: "办件", parameters: [number],
                success: (200, Schemas.page(of: "CaseEvent"))),
            Endpoint(
                route: .post(
                    "/api/v1/cases/{number}/withdrawal", .client(scope: "cases:write"), body: .json(), withdraw),
                operation: "withdrawCase", summary: "在决定作出前撤回", tag: "办件",
                parameters: [number, .header("If-Match", "办件当前版本的 ETag", isRequired: true)],
                body: [
                    "required": true,
                    "content": ["application/json": ["schema": Schemas.reference("Withdrawal")]],
                ], success: (200, Schemas.reference("Case")), refusals: [409, 412, 422, 428], successHeaders: ["ETag"]),
        ]
    }

    private func actor(_ request: DoorRequest) throws -> CaseActor {
        CaseActor(try request.client, party: request.party)
    }

    private func submit(_ request: DoorRequest) async throws -> Answer {
        guard let key = request.idempotencyKey, key.utf8.count >= 8 else {
            throw Problem.malformed("缺少请求头 Idempotency-Key（8 到 80 个字符）")
        }
        let input = try request.json(Closed<ApplicationInput>.self).value
        guard let (_, leaf) = items.catalogue.handlingItem(code: input.handlingItem) else {
            throw Problem.malformed(
                "没有这个业务办理项", faults: [Problem.Fault(pointer: "/handlingItem", detail: "请用事项查询接口给出的编码")])
        }
        let application = CaseApplication(
            handlingItemID: leaf.id, applicant: try input.checkedApplicant(), situation: input.situation ?? [:],
            form: input.form ?? [:], materials: (input.materials ?? [:]).map { MaterialInput.upload($0.key, $0.value) })
        let command = SubmitCase(application, submitKey: key, channel: .api)
        let record = try await cases.submit(command, by: try actor(request))
        return try answer(record, status: .created).header(.location, "/api/v1/cases/\(record.number)")
    }

    private func listCases(_ request: DoorRequest) async throws -> Answer {
        var after: InboxCursor?
        if let text = request.query["cursor"] {
            guard let cursor = CaseListCursor.read(text) else {
                throw Problem.malformed(
                    "参数 cursor 不对", faults: [Problem.Fault(pointer: "cursor", detail: "请用上一页给的 next")])
            }
            after = cursor
        }
        let page = try await cases.ownCases(of: try request.client, after: after, party: request.party)
        return try .json(Rows(rows: page.rows.map(CaseRow.init), next: page.next?.text))
    }

    private func showCase(_ request: DoorRequest) async throws -> Answer {
        let record = try await cases.find(number: try request.parameter("number"), party: request.party)
        if request.headers[.ifNoneMatch] == CaseAnswer.tag(record) { return .notModified(CaseAnswer.tag(record)) }
        return try answer(record)
    }

    private func caseEvents(_ request: DoorRequest) async throws -> Answer {
        let record = try await cases.find(number: try request.parameter("number"), party: request.party)
        let detail = try await cases.detail(record.id, party: request.party)
        let rows = detail.events.filter { !$0.publicText.isEmpty }.map(EventRow.init)
        return try .json(Rows(rows: rows))
    }

    private func withdraw(_ request: DoorRequest) async throws -> Answer {
        let record = try await cases.find(number: try request.parameter("number"), party: request.party)
        guard let wanted = request.headers[.ifMatch] else {
            throw Problem(
                .preconditionRequired, "version-needed", title: "缺少 If-Match", detail: "请先查询办件，再带上它的 ETag。")
        }
        guard wanted == CaseAnswer.tag(record) else { throw CaseRefusal.changedMeanwhile(record) }
        let input = try request.json(Closed<WithdrawalInput>.self).value
        guard input.reason.unicodeScalars.count <= 1_000 else {
            throw Problem.malformed(
                "撤回原因太长", faults: [Problem.Fault(pointer: "/reason", detail: "最多 1000 字")])
        }
        let command = WithdrawCase(record.id, version: record.version, reason: input.reason)
        return try answer(try await cases.withdraw(command, by: try actor(request)))
    }

    private func answer(_ record: Case, status: HTTPResponse.Status = .ok) throws -> Answer {
        try .json(CaseAnswer(record), status: status).header(.eTag, CaseAnswer.tag(record))
    }
}

// MARK: - Shapes

/// An application as another system sends it.
struct ApplicationInput: ClosedObject {
    static let members: Set<String> = ["handlingItem", "applicant", "situation", "form", "materials"]

    struct Person: ClosedObject {
        static let members: Set<String> = [
            "kind", "name", "documentNumber", "phone", "legalRepresentative", "address",
        ]

        let kind: String
        let name: String
        let documentNumber: String
        let phone: String
        let legalRepresentative: String?
        let address: String?
    }

    let handlingItem: String
    let applicant: Closed<Person>
    let situation: [String: String]?
    let form: [String: FormValue]?
    let materials: [String: [UUID]]?

    /// - Throws: `Problem` 400 with a pointer to each wrong value.
    func checkedApplicant() throws(Problem) -> Applicant {
        let applicant = applicant.value
        var faults: [Problem.Fault] = []
        var document = ""
        var phone = ""
        func check(_ pointer: String, _ body: () throws(IdentifierError) -> Void) {
            do {
                try body()
            } catch {
                faults.append(Problem.Fault(pointer: "/applicant/\(pointer)", detail: error.message))
            }
        }
        guard let kind = Applicant.Kind(rawValue: applicant.kind) else {
            throw .malformed(
                "申请人类型不对", faults: [Problem.Fault(pointer: "/applicant/kind", detail: "应为 natural 或 legal")])
        }
        check("documentNumber") { () throws(IdentifierError) in
            if kind == .natural {
                document = try CitizenID(applicant.documentNumber).text
            } else {
                document = try UnifiedCreditCode(applicant.documentNumber).text
            }
        }
        check("phone") { () throws(IdentifierError) in phone = try PhoneNumber(applicant.phone).text }
        // Programs write numbers plainly: no blanks or full-width digits as people type them.
        if applicant.documentNumber.utf8.count != 18, faults.isEmpty {
            faults.append(Problem.Fault(pointer: "/applicant/documentNumber", detail: "应为 18 位，中间没有空格"))
        }
        if applicant.name.isEmpty {
            faults.append(Problem.Fault(pointer: "/applicant/name", detail: "请给出姓名或名称"))
        }
        let texts: [(String, String, Int)] = [
            ("name", applicant.name, 100), ("legalRepresentative", applicant.legalRepresentative ?? "", 50),
            ("address", applicant.address ?? "", 200),
        ]
        for (name, text, most) in texts where text.unicodeScalars.count > most || text.unicodeScalars.contains("\0") {
            faults.append(Problem.Fault(pointer: "/applicant/\(name)", detail: "最多 \(most) 字，不能有控制字符"))
        }
        guard faults.isEmpty else { throw .malformed("申请人信息不对", faults: faults) }
        return Applicant(
            kind: kind, name: applicant.name, documentType: kind == .natural ? "111" : "USCC",
            documentNumber: document,
            legalRepresentative: applicant.legalRepresentative ?? "",
            phone: phone, address: applicant.address ?? "")
    }
}

struct WithdrawalInput: ClosedObject {
    static let members: Set<String> = ["reason"]

    let reason: String
}

/// The place in the list of a system's own cases: the moment of submission in microseconds, and the id.
enum CaseListCursor {
    static let pattern = "^[0-9]{1,17}~[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"

    static func read(_ text: String) -> InboxCursor? {
        guard let cursor = InboxCursor(text), cursor.sort.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return cursor
    }
}

/// A case as another system reads it: what the applicant may see, no names of staff.
struct CaseAnswer: Encodable {
    let number: String
    let status: String
    let statusName: String
    let itemName: String
    let handlingItemName: String
    let bodyName: String
    let submittedAt: Date
    let acceptedAt: Date?
    let decidedAt: Date?
    let promisedDue: String?
    let statutoryDue: String?
    let version: Int

    init(_ record: Case) {
        number = record.number
        status = record.status.rawValue
        statusName = record.status.publicTerm
        itemName = record.service.itemName
        handlingItemName = record.service.handlingItemName
        bodyName = record.service.body.name
        submittedAt = record.submittedAt
        acceptedAt = record.acceptedAt
        decidedAt = record.decidedAt
        promisedDue = record.clock.promisedDue?.description
        statutoryDue = record.clock.statutoryDue?.description
        version = record.version
    }

    static func tag(_ record: Case) -> String { "\"\(record.number)-\(record.version)\"" }
}

struct CaseRow: Encodable, Sendable {
    let number: String
    let status: String
    let statusName: String
    let itemName: String
    let handlingItemName: String
    let bodyName: String
    let submittedAt: Date

    init(_ row: OwnCaseRow) {
        number = row.number
        status = row.status.rawValue
        statusName = row.status.publicTerm
        itemName = row.itemName
        handlingItemName = row.handlingItemName
        bodyName = row.bodyName
        submittedAt = row.submittedAt
    }
}

struct EventRow: Encodable, Sendable {
    let at: Date
    let kind: String
    let status: String
    let bodyName: String
    let text: String

    init(_ event: CaseEvent) {
        at = event.at
        kind = event.kind.rawValue
        status = event.status.rawValue
        bodyName = event.bodyName
        text = event.publicText
    }
}
