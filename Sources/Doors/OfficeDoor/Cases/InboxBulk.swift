import Base
import Cases
import Foundation
import Markup
import People
import Web

/// What may be done to several cases of a work list at once. Each case is an act of its own: one that is refused does not
/// stop the others.
enum BulkAct: String, Sendable, CaseIterable {
    case receive, accept, take
    /// Undoes `take`; offered after it, not in the list.
    case release

    var right: Right {
        switch self {
        case .receive, .accept: .receiveCases
        case .take, .release: .examineCases
        }
    }

    var term: String {
        switch self {
        case .receive: "收件"
        case .accept: "受理"
        case .take: "领办"
        case .release: "放回待领"
        }
    }

    /// Acceptance starts the legal clock and issues a document: it is asked about first, and cannot be undone.
    var consequence: String? {
        self == .accept ? "系统将逐件出具《受理通知书》并通知申请人，承诺时限从今天起算。受理后不能撤销。" : nil
    }

    /// The act that takes it back, where the law leaves room: nothing left the house.
    var undo: BulkAct? { self == .take ? .release : nil }

    /// Those that this officer may do to cases of that list.
    static func offered(to officer: Officer, on tab: InboxTab) -> [BulkAct] {
        switch tab {
        case .mine, .dueSoon, .overdue, .all: [.receive, .accept, .take].filter { officer.may($0.right) }
        case .correcting, .toDeliver, .done: []
        }
    }

    func run(_ pick: BulkPick, with cases: CaseOperations, by actor: CaseActor) async throws -> Case {
        switch self {
        case .receive: try await cases.receive(ReceiveCase(pick.id, version: pick.version), by: actor)
        case .accept: try await cases.accept(AcceptCase(pick.id, version: pick.version), by: actor)
        case .take: try await cases.take(TakeCase(pick.id, version: pick.version), by: actor)
        case .release: try await cases.release(ReleaseCase(pick.id, version: pick.version), by: actor)
        }
    }
}

/// A selected row: the case, in the version that was on the screen.
struct BulkPick: Sendable, Hashable {
    let id: Case.ID
    let version: Int

    init(id: Case.ID, version: Int) {
        self.id = id
        self.version = version
    }

    init?(_ text: String) {
        let parts = text.split(separator: ".")
        guard parts.count == 2, let id = UUID(uuidString: String(parts[0])), let version = Int(parts[1]) else {
            return nil
        }
        self.init(id: id, version: version)
    }

    var text: String { "\(id.text).\(version)" }

    /// As above within a page; a list has many, and a text between costs more than the rest.
    var markup: HTML { "\(id.text).\(version)" }
}

/// What became of one selected case.
struct BulkOutcome: Sendable {
    let row: InboxRow
    /// The version after it was done; nil when it was refused.
    let version: Int?
    let refusal: String
}

extension CaseArea {
    func bulk(_ request: DoorRequest) async throws -> Answer {
        let officer = try request.officer
        let form = request.form
        let link = InboxLink(form)
        guard let act = BulkAct(rawValue: form["do"] ?? ""), officer.may(act.right) else { throw Problem.forbidden }
        var picks: [BulkPick] = []
        for pick in form.all("rows").compactMap(BulkPick.init) where !picks.contains(where: { $0.id == pick.id }) {
            picks.append(pick)
        }
        picks = Array(picks.prefix(CaseOperations.mostAtOnce))
        let rows = try await cases.inboxRows(picks.map(\.id), by: officer, party: request.party)
        guard !rows.isEmpty else {
            return .page(BulkResultPage(act: act, outcomes: [], link: link, token: request.formToken))
        }
        if let consequence = act.consequence, !form.contains("confirmed") {
            return .page(question(act, consequence, rows, form, link, request.formToken))
        }
        var outcomes: [BulkOutcome] = []
        for row in rows {
            guard let pick = picks.first(where: { $0.id == row.id }) else { continue }
            outcomes.append(try await outcome(of: act, pick, row, by: try actor(request)))
        }
        return .page(BulkResultPage(act: act, outcomes: outcomes, link: link, token: request.formToken))
    }

    private func outcome(
        of act: BulkAct, _ pick: BulkPick, _ row: InboxRow, by actor: CaseActor
    ) async throws -> BulkOutcome {
        do {
            let record = try await act.run(pick, with: cases, by: actor)
            return BulkOutcome(row: row, version: record.version, refusal: "")
        } catch CaseRefusal.changedMeanwhile {
            return BulkOutcome(row: row, version: nil, refusal: "刚被别人改动，请打开看过再办")
        } catch let refusal as CaseRefusal {
            return BulkOutcome(row: row, version: nil, refusal: refusal.reason)
        }
    }

    private func question(
        _ act: BulkAct, _ consequence: String, _ rows: [InboxRow], _ form: FormFields, _ link: InboxLink,
        _ token: FormToken
    ) -> ConfirmPage {
        let lines: [HTML] = rows.map {
            "<li>\($0.itemName) · \($0.applicantName) <span class=\"num muted\">\($0.number)</span></li>"
        }
        let carried = form.fields.filter { $0.name != "csrf" } + [.init(name: "confirmed", value: "yes")]
        return ConfirmPage(
            title: "确认\(act.term)这 \(rows.count) 件？",
            consequence: "<p>\(consequence)</p><ul class=\"dots small\">\(lines)</ul>",
            action: "/inbox/bulk", token: token, confirm: "\(act.term) \(rows.count) 件", carrying: carried,
            back: link.address())
    }
}
