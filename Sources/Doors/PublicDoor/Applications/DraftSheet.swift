import Base
import Cases
import Foundation
import Identifiers
import Items
import People
import WorkCalendar

/// A draft with the item it applies for and who applies: what every step of the wizard shows and checks.
struct DraftSheet: Sendable {
    var draft: Draft
    let item: PublishedItem
    let leaf: PublishedHandlingItem
    let account: ApplicantAccount
    let today: CalendarDate
    /// Records of the uploaded files.
    var files: [UUID: StoredFile] = [:]

    /// The same sheet after the draft was saved.
    func with(_ saved: Draft) -> DraftSheet {
        var sheet = self
        sheet.draft = saved
        return sheet
    }

    var content: ItemContent { item.content }

    var isRevised: Bool { draft.itemRevision != item.revision }

    var questions: [SituationQuestion] { content.situations(for: leaf.key) }

    var answers: SituationAnswers { content.validAnswers(handlingItem: leaf.key, answers: draft.situation) }

    var unanswered: [SituationQuestion] { content.unanswered(handlingItem: leaf.key, answers: draft.situation) }

    var definition: FormDefinition { content.form(for: leaf.key) ?? FormDefinition(sections: []) }

    var materials: [MaterialContent] { content.effectiveMaterials(handlingItem: leaf.key, answers: answers) }

    func delivery(_ material: MaterialContent) -> MaterialContent.Delivery { material.delivery(hasForm: true) }

    func files(of material: MaterialContent) -> [StoredFile] {
        (draft.materials[material.key] ?? []).compactMap { files[$0] }
    }

    /// Fields of a section that are asked under the values given, or under those of the draft.
    func fields(of section: FormSection, under values: [String: FormValue]? = nil) -> [FormField] {
        section.fields.filter { definition.isShown($0, values ?? draft.form) }
    }

    /// The sections that have something to ask.
    var sections: [FormSection] { definition.sections.filter { !fields(of: $0).isEmpty } }

    /// What the account says for a field; the identity of the applicant is not to be typed anew.
    func known(_ field: FormField) -> String? { account.value(for: field) }

    func isFixed(_ field: FormField) -> Bool {
        switch field.prefill {
        case .applicantName, .documentNumber, .legalRepresentative: !(known(field) ?? "").isEmpty
        case .phone, .address, nil: false
        }
    }
}

// MARK: - What is still to do

extension DraftSheet {
    var formProblems: [FieldProblem] { definition.check(draft.form, on: today).problems }

    func problems(of section: FormSection) -> [FieldProblem] {
        let keys = Set(section.fields.map(\.key))
        return formProblems.filter { keys.contains($0.field) }
    }

    /// Whether somebody has been in a section already.
    func isBegun(_ section: FormSection) -> Bool {
        section.fields.contains { field in
            draft.form[field.key].map { !$0.isEmpty && $0.text != known(field) } ?? false
        }
    }

    var materialProblems: [FieldProblem] {
        materials.compactMap { material in
            let mustUpload = material.need == .required && delivery(material) == .upload
            guard mustUpload, files(of: material).isEmpty else { return nil }
            return FieldProblem(field: material.key, message: "请上传“\(material.name)”")
        }
    }

    /// The first section after `key` that is not done; without a key the first of all.
    func openSection(after key: String? = nil) -> FormSection? {
        let all = sections
        let start = key.flatMap { key in all.firstIndex { $0.key == key } }.map { $0 + 1 } ?? 0
        let rest = all[min(start, all.count)...] + all[..<min(start, all.count)]
        return rest.first { !problems(of: $0).isEmpty }
    }

    /// The step to go on with.
    var nextStep: ApplyStep {
        if !unanswered.isEmpty { return .situation }
        if !formProblems.isEmpty { return .form }
        return materialProblems.isEmpty ? .check : .materials
    }

    var nextAddress: String { ApplyAddress.step(draft.id, nextStep) }
}

// MARK: - Who applies

extension DraftSheet {
    /// The applicant with the contact that the form names.
    func applicant(_ citizen: Citizen) -> Applicant {
        let phone = typed(.phone).flatMap { try? PhoneNumber($0, accepting: [.mobile, .landline]).text }
        let agent = Applicant.Agent(
            name: citizen.name, documentNumber: citizen.documentNumber, phone: citizen.phone)
        return Applicant(
            kind: account.isOrganisation ? .legal : .natural, name: account.name, documentType: account.documentType,
            documentNumber: account.documentNumber, legalRepresentative: account.legalRepresentative,
            phone: phone ?? (account.phone.isEmpty ? citizen.phone : account.phone),
            address: typed(.address) ?? account.address, agent: citizen.actingFor == nil ? nil : agent)
    }

    private func typed(_ prefill: FormField.Prefill) -> String? {
        guard let field = definition.fields.first(where: { $0.prefill == prefill }) else { return nil }
        let text = draft.form[field.key]?.text ?? ""
        return text.isEmpty ? nil : text
    }
}

extension PublishedItem {
    /// Whether the item is for applicants of that kind (服务对象).
    func serves(_ account: ApplicantAccount) -> Bool {
        audiences.isEmpty || audiences.contains(account.isOrganisation ? .legal : .personal)
    }
}

extension ApplicantAccount {
    /// What fills a field with that rule (自动带入).
    func value(_ prefill: FormField.Prefill?) -> String? {
        switch prefill {
        case .applicantName: name
        case .documentNumber: documentNumber
        case .phone: phone
        case .address: address
        case .legalRepresentative: legalRepresentative
        case nil: nil
        }
    }

    /// What fills a field: a form for persons and companies asks for numbers of both kinds, and an account has one.
    func value(for field: FormField) -> String? {
        let wantsOther = field.kind == .creditCode && !isOrganisation || field.kind == .citizenID && isOrganisation
        return field.prefill == .documentNumber && wantsOther ? nil : value(field.prefill)
    }

    /// The values that a new draft of this form begins with.
    func prefilled(_ form: FormDefinition) -> [String: FormValue] {
        var values: [String: FormValue] = [:]
        for field in form.fields {
            if let known = value(for: field), !known.isEmpty { values[field.key] = .text(known) }
        }
        return values
    }

    /// `140902********0021`: number as the holder recognises it.
    var maskedNumber: String {
        guard documentNumber.count >= 8 else { return documentNumber }
        if isOrganisation { return documentNumber }
        let hidden = String(repeating: "*", count: documentNumber.count - 8)
        return "\(documentNumber.prefix(4))\(hidden)\(documentNumber.suffix(4))"
    }
}
