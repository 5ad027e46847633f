import Base
import Foundation
import Identifiers
import Markup
import People
import Web
import WorkCalendar

// 代理核实: clerks look at the evidence and confirm or refuse.
extension AdministrationArea {
    var reviewRoutes: [DoorRoute] {
        [
            .get("/representations", .right(.receiveCases)) { request in .page(try await reviewPage(request)) },
            .get("/representations/files/{file}", .right(.receiveCases), evidence),
            .post("/representations/{id}/confirm", .right(.receiveCases), confirm),
            .post("/representations/{id}/refuse", .right(.receiveCases), refuse),
        ]
    }

    private func reviewPage(
        _ request: DoorRequest, errors: FieldErrors = FieldErrors(), remark: String? = nil
    ) async throws -> RepresentationsPage {
        RepresentationsPage(
            waiting: try await reviews.waiting(for: try session(of: request)), errors: errors, remark: remark,
            isDone: request.query.contains("done"), token: request.formToken)
    }

    @Sendable private func evidence(_ request: DoorRequest) async throws -> Answer {
        let file = try await uploads.find(try request.uuid("file"), by: request.party)
        return .file(FileContent(file, uploads: uploads, disposition: .inline))
    }

    @Sendable private func confirm(_ request: DoorRequest) async throws -> Answer {
        let id = try request.uuid("id")
        do {
            return try await act(request, back: "/representations") { session in
                try await reviews.confirm(id, by: session, from: request.origin)
            }
        } catch let refusal as PeopleRefusal where refusal == .accountNameDiffers {
            return .page(try await reviewPage(request, remark: refusal.reason))
        }
    }

    @Sendable private func refuse(_ request: DoorRequest) async throws -> Answer {
        let id = try request.uuid("id")
        do {
            return try await act(request, back: "/representations") { session in
                try await reviews.refuse(
                    id, reason: request.form["reason"] ?? "", by: session, from: request.origin)
            }
        } catch let refusal as PeopleRefusal where refusal.kind == .invalid {
            return .page(try await reviewPage(request, remark: refusal.fields.first?.message ?? refusal.reason))
        }
    }
}

/// 代理核实.
struct RepresentationsPage: Page {
    let waiting: [Representation]
    let errors: FieldErrors
    let remark: String?
    let isDone: Bool
    let token: FormToken

    var title: String { "代理核实" }
    var hasErrors: Bool { remark != nil }

    var body: HTML {
        AdminParts.page(
            title, isDone: isDone, "\(remark.map { note("\($0)", .error, icon: .alert, isLive: true) })\(content)")
    }

    private var content: HTML {
        guard !waiting.isEmpty else { return card(emptyState("没有等待核实的代理申请", hint: "有人提交申请后会显示在这里。")) }
        return "\(waiting.map(one))"
    }

    private func one(_ asked: Representation) -> HTML {
        let id = asked.id.text
        let document: HTML =
            asked.evidenceFileID.map {
                "<a href=\"/representations/files/\($0.text)\" target=\"_blank\" rel=\"noopener\">查看证明文件</a>"
            } ?? "无"
        let number =
            asked.principalIsOrganisation ? asked.documentNumber : Masking.citizenID(asked.documentNumber)
        let facts = keyValues([
            KeyValue("代理人", text: asked.agentName), KeyValue("被代理人", text: asked.principalName),
            KeyValue("证件号码", text: number), KeyValue("依据", text: asked.basis.term),
            KeyValue("授权截止", text: asked.validTo?.description ?? "长期"), KeyValue("证明文件", document),
            KeyValue("提交时间", text: LogTerms.moment(asked.createdAt)),
        ])
        let confirm = buttonForm("核实无误，确认代理", action: "/representations/\(id)/confirm", token: token, kind: .primary)
        return card(
            "\(asked.agentName) 代 \(asked.principalName)",
            """
            \(facts)<div class="row wrapx">\(confirm)</div>
            <form class="row wrapx" method="post" action="/representations/\(id)/refuse">\(token)\
            <label class="sr" for="r-\(id)">不予确认的原因</label>\
            <input class="in grow" id="r-\(id)" name="reason" maxlength="200" placeholder="不予确认的原因，申请人会看到">\
            \(button("不予确认", kind: .danger))</form>
            """)
    }
}
