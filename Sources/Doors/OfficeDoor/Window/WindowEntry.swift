import Base
import CaseForms
import Cases
import Foundation
import Identifiers
import Items
import Web
import WorkCalendar

/// What was typed at the window so far.
struct WindowEntry: Sendable {
    let fields: FormFields

    init(_ fields: FormFields) {
        self.fields = fields
    }

    func text(_ name: String) -> String { fields.text(name) ?? "" }

    /// Made once when the form is opened, so that pressing twice takes in one case.
    var key: String { fields.text("key") ?? "window-\(UUID().text)" }

    /// Code of the chosen handling item; a button of the result list comes before what was chosen earlier.
    var leaf: String { fields.contains("again") ? "" : text("leaf") }

    /// What to search the catalogue for.
    var words: String { text("q") }

    var isLegal: Bool { fields["kind"] == "legal" }

    var opinion: String { fields.text("opinion") ?? "申请材料齐全，符合法定形式，当场准予。" }

    /// The applicant, or what is wrong with the entries.
    func applicant(on today: CalendarDate) -> (applicant: Applicant?, problems: [FieldProblem]) {
        var problems: [FieldProblem] = []
        func read<Value>(_ field: String, _ body: () throws(IdentifierError) -> Value) -> Value? {
            do {
                return try body()
            } catch {
                problems.append(FieldProblem(field: field, message: error.message))
                return nil
            }
        }
        if fields["kind"] == nil { problems.append(FieldProblem(field: "kind", message: "请选择申请人是个人还是单位")) }
        let name = text("applicantName")
        if name.isEmpty { problems.append(FieldProblem(field: "applicantName", message: "请填写申请人姓名或单位名称")) }
        let number = text("documentNumber")
        let document: String? =
            isLegal
            ? read("documentNumber") { () throws(IdentifierError) in try UnifiedCreditCode(number).text }
            : read("documentNumber") { () throws(IdentifierError) in try CitizenID(number, on: today).text }
        let phone = read("phone") { () throws(IdentifierError) in try PhoneNumber(text("phone")).text }
        let agent = agent(on: today, problems: &problems)
        guard problems.isEmpty, let document, let phone else { return (nil, problems) }
        let applicant = Applicant(
            kind: isLegal ? .legal : .natural, name: name, documentType: isLegal ? "USCC" : "111",
            documentNumber: document, legalRepresentative: isLegal ? text("legalRepresentative") : "", phone: phone,
            address: text("address"), agent: agent)
        return (applicant, [])
    }

    private func agent(on today: CalendarDate, problems: inout [FieldProblem]) -> Applicant.Agent? {
        let name = text("agentName")
        guard !name.isEmpty else { return nil }
        do {
            let number = try CitizenID(text("agentNumber"), on: today)
            let phone = try PhoneNumber(text("agentPhone"))
            return Applicant.Agent(name: name, documentNumber: number.text, phone: phone.text)
        } catch {
            problems.append(FieldProblem(field: "agentNumber", message: "代理人：\(error.message)"))
            return nil
        }
    }

    func situation(_ content: ItemContent, _ leaf: String) -> SituationAnswers {
        var answers: SituationAnswers = [:]
        for question in content.situations(for: leaf) {
            if let answer = fields.text("s-\(question.key)") { answers[question.key] = answer }
        }
        return content.validAnswers(handlingItem: leaf, answers: answers)
    }

    func form(_ content: ItemContent, _ leaf: String) -> [String: FormValue] {
        FormEntry.values(of: content.form(for: leaf)?.fields ?? [], in: fields)
    }

    func materials(_ content: ItemContent, _ leaf: String) -> [MaterialInput] {
        let wanted = content.effectiveMaterials(handlingItem: leaf, answers: situation(content, leaf))
        return wanted.map { material in
            MaterialInput(
                key: material.key, receipt: receipt(of: material), originals: ticked("originals", material.key),
                copies: ticked("copies", material.key), fileIDs: files(of: material.key))
        }
    }

    /// Pieces of paper that a ticked box stands for.
    func ticked(_ name: String, _ key: String) -> Int { min(99, max(0, fields.integer("\(name)-\(key)") ?? 0)) }

    /// The files that the form carries for a material.
    func files(of key: String) -> [UUID] { HandedInForm.kept(in: fields)[key] ?? [] }

    /// Nothing counts as handed in before the clerk says so; what need not be handed in is marked as such.
    func receipt(of material: MaterialContent) -> MaterialReceipt {
        let pieces = ticked("originals", material.key) + ticked("copies", material.key)
        return said(of: material).settled(hasFiles: !files(of: material.key).isEmpty, pieces: pieces)
    }

    private func said(of material: MaterialContent) -> MaterialReceipt {
        if let given = MaterialReceipt(rawValue: text("receipt-\(material.key)")) { return given }
        switch material.delivery(hasForm: true) {
        case .exempt: return .licence
        case .filledOnline: return .form
        case .upload: return .missing
        }
    }

    /// The rules name fields by their keys, this form by its control names.
    static func renamed(_ refusal: CaseRefusal) -> [FieldProblem] {
        refusal.fields.map { problem in
            let name: String =
                switch refusal {
                case .formInvalid: FormEntry.name(problem.field)
                case .materialsMissing: "receipt-\(problem.field)"
                case .situationUnanswered: "s-\(problem.field)"
                default: problem.field
                }
            return FieldProblem(field: name, message: problem.message)
        }
    }
}
