import Base
import Foundation
import Items
import Postgres
import WorkCalendar

extension Case {
    init(row: Row) throws {
        self.init(
            id: try row.get("id"), number: try row.get("number"), service: try CaseService(row: row),
            channel: try row.get("channel"), applicant: try Applicant(row: row), accountID: try row.get("account_id"),
            agentAccountID: try row.get("agent_account_id"), clientID: try row.get("client_id"),
            situation: try row.json("situation"), form: try row.json("form"), status: try row.get("status"),
            posts: try CasePosts(row: row), submittedAt: try row.get("submitted_at"),
            receivedAt: try row.get("received_at"), acceptedAt: try row.get("accepted_at"),
            decidedAt: try row.get("decided_at"), usedDays: try row.get("used_days"),
            deliveredAt: try row.get("delivered_at"),
            closedAt: try row.get("closed_at"), closingReason: try row.get("closing_reason"),
            clock: try CaseClock(row: row), version: try row.get("version"), updatedAt: try row.get("updated_at"))
    }
}

extension CaseService {
    init(row: Row) throws {
        self.init(
            handlingItemID: try row.get("handling_item_id"), itemID: try row.get("item_id"),
            itemRevision: try row.get("item_revision"), itemName: try row.get("item_name"),
            handlingItemName: try row.get("handling_item_name"), itemType: try row.get("item_type"),
            projectType: try row.get("project_type"),
            body: CaseBody(
                id: try row.get("body_id"), name: try row.get("body_name"), regionCode: try row.get("region_code"),
                telephone: try row.get("body_telephone")))
    }
}

extension Applicant {
    init(row: Row) throws {
        let agentName: String = try row.get("agent_name")
        let agent = Agent(
            name: agentName, documentNumber: try row.get("agent_document_number"), phone: try row.get("agent_phone"))
        self.init(
            kind: try row.get("applicant_kind"), name: try row.get("applicant_name"),
            documentType: try row.get("document_type"), documentNumber: try row.get("document_number"),
            legalRepresentative: try row.get("legal_representative"), phone: try row.get("phone"),
            address: try row.get("address"), agent: agentName.isEmpty ? nil : agent)
    }
}

extension CasePosts {
    init(row: Row) throws {
        self.init(
            receiver: try row.get("receiver_id"), acceptor: try row.get("acceptor_id"),
            examiner: try row.get("examiner_id"), reviewer: try row.get("reviewer_id"),
            decider: try row.get("decider_id"), assignee: try row.get("assignee_id"))
    }
}

extension CaseClock {
    init(row: Row) throws {
        var statutory: Limit?
        if let value: Int = try row.get("statutory_value"), let unit: Limit.Unit = try row.get("statutory_unit") {
            statutory = Limit(value, unit)
        }
        self.init(
            limitStart: try row.get("limit_start"), statutory: statutory,
            promised: Limit(try row.get("promised_value"), try row.get("promised_unit")),
            pauses: try row.json("pauses"), pausedOn: try row.get("paused_on"),
            receptionDue: try row.get("reception_due"),
            statutoryDue: try row.get("statutory_due"), promisedDue: try row.get("promised_due"),
            isProvisional: try row.get("due_is_provisional"), nextDue: try row.get("next_due"))
    }
}

extension CaseMaterial {
    init(row: Row) throws {
        self.init(
            key: try row.get("key"), sort: try row.get("sort"), name: try row.get("name"), need: try row.get("need"),
            receipt: try row.get("receipt"), originals: try row.get("originals"), copies: try row.get("copies"),
            checked: try row.get("checked"), remark: try row.get("remark"), fileIDs: try row.get("file_ids"))
    }
}

extension Correction {
    init(row: Row) throws {
        self.init(
            id: try row.get("id"), points: try row.json("points"), due: try row.get("due"),
            issuedAt: try row.get("issued_at"), issuedBy: try row.get("issued_by"),
            answeredAt: try row.get("answered_at"))
    }
}

extension CaseEvent {
    init(row: Row) throws {
        self.init(
            id: try row.get("id"), at: try row.get("at"), kind: try row.get("kind"), status: try row.get("status"),
            actorKind: try row.get("actor_kind"), actorID: try row.get("actor_id"),
            actorName: try row.get("actor_name"), bodyName: try row.get("body_name"),
            publicText: try row.get("public_text"), opinion: try row.get("opinion"))
    }
}

extension CaseDocument {
    init(row: Row) throws {
        self.init(
            id: try row.get("id"), caseID: try row.get("case_id"), kind: try row.get("kind"),
            number: try row.get("number"), title: try row.get("title"), verifyCode: try row.get("verify_code"),
            issuedOn: try row.get("issued_on"), digest: try row.get("digest"), fileID: try row.get("file_id"),
            voidReason: try row.get("void_reason"))
    }
}
