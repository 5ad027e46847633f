import Base
import Cases
import Foundation
import Items
import Web

extension ApplicationArea {
    var myRoutes: [DoorRoute] {
        [
            .get("/my", .citizen, my),
            .get("/my/cases/{id}", .citizen, ownCase),
            // Messages name the case by this address.
            .get("/cases/{id}", .citizen) { request in .redirect(to: ApplyAddress.ownCase(try request.uuid("id"))) },
            .get("/my/cases/{id}/receipt", .citizen, receipt),
            .get("/my/cases/{id}/withdraw", .citizen, askWithdraw),
            .post("/my/cases/{id}/withdraw", .citizen, withdraw),
            .get("/my/documents/{id}", .citizen, document),
        ]
    }

    func my(_ request: DoorRequest) async throws -> Answer {
        let citizen = try request.citizen
        let after = CasePlace.cursor(request.query["after"])
        let page = try await cases.ownCases(of: citizen, after: after, party: request.party)
        let drafts = after == nil ? try await cases.drafts(party: request.party) : []
        let messages = after == nil ? try await feeds.messages(request.party) : []
        let days = try await calendar()
        let entries = page.rows.map { MyPage.Entry(row: $0, clock: $0.clockView(on: today, in: days)) }
        return .page(
            MyPage(
                citizen: citizen, cases: entries, next: page.next.map(CasePlace.text), isFirst: after == nil,
                drafts: drafts.map {
                    MyPage.DraftEntry(draft: $0, found: items.catalogue.handlingItem(id: $0.handlingItemID))
                },
                messages: messages, links: feeds.accountLinks))
    }

    func ownCase(_ request: DoorRequest) async throws -> Answer {
        let detail = try await cases.detail(try request.uuid("id"), party: request.party)
        // Nobody is invited before the end.
        let isOver = detail.record.closedAt != nil
        let review = isOver ? try await feeds.review(detail.record.id, request.party) : nil
        let clock = detail.record.clockView(on: today, in: try await calendar())
        return .page(MyCasePage(detail: detail, clock: clock, today: today, review: review))
    }

    func receipt(_ request: DoorRequest) async throws -> Answer {
        let detail = try await cases.detail(try request.uuid("id"), party: request.party)
        let service = detail.record.service
        let content = try await items.revision(item: service.itemID, number: service.itemRevision)
        return .page(ReceiptPage(detail: detail, content: content))
    }

    func askWithdraw(_ request: DoorRequest) async throws -> Answer {
        let record = try await cases.find(try request.uuid("id"), party: request.party)
        guard CaseAct.withdraw.isPossible(in: record.status) else {
            return .redirect(to: ApplyAddress.ownCase(record.id))
        }
        return .page(WithdrawPage(record: record, token: request.formToken))
    }

    func withdraw(_ request: DoorRequest) async throws -> Answer {
        let id = try request.uuid("id")
        let command = WithdrawCase(
            id, version: request.form.integer("version") ?? 0, reason: request.form["reason"] ?? "")
        do {
            let record = try await cases.withdraw(command, by: try actor(request))
            return .redirect(to: ApplyAddress.ownCase(record.id))
        } catch let refusal as CaseRefusal where [.invalid, .stale].contains(refusal.kind) {
            var page = WithdrawPage(
                record: try await cases.find(id, party: request.party), reason: request.form["reason"] ?? "",
                token: request.formToken)
            page.errors = FieldErrors(refusal.fields)
            page.refusal = refusal.fields.isEmpty ? refusal.reason : nil
            return .page(page)
        }
    }

    func document(_ request: DoorRequest) async throws -> Answer {
        let opened = try await cases.openDocument(try request.uuid("id"), by: try actor(request))
        let document = opened.document
        return .file(
            FileContent(
                name: "\(document.title) \(document.number).pdf", type: "application/pdf", bytes: opened.bytes,
                version: Digest.sm3(opened.bytes), disposition: .inline))
    }
}

/// The place in one's own list of cases, as a word of an address.
enum CasePlace {
    static func text(_ cursor: InboxCursor) -> String { "\(cursor.sort)_\(ApplyAddress.text(cursor.id))" }

    static func cursor(_ text: String?) -> InboxCursor? {
        let parts = (text ?? "").split(separator: "_")
        guard parts.count == 2, Int64(parts[0]) != nil, let id = UUID(uuidString: String(parts[1])) else { return nil }
        return InboxCursor(sort: String(parts[0]), id: id)
    }
}
