package import Cases
import Foundation
import Identifiers
package import Items
import People
package import WorkCalendar

/// A handling item for which one may apply online, with what an applicant would answer.
package struct SampleService: Sendable {
    package let item: PublishedItem
    package let leaf: PublishedHandlingItem
    package let form: FormDefinition

    var isInstant: Bool { item.content.projectType == .instant }
    var isForPersons: Bool { item.audiences.isEmpty || item.audiences.contains(.personal) }
    var isForCompanies: Bool { item.audiences.contains(.legal) }

    /// All that are open online, in the order of their codes.
    package static func all(of catalogue: Catalogue) -> [SampleService] {
        catalogue.items.flatMap { item in
            item.handlingItems.compactMap { leaf in
                guard item.content.canApplyOnline(leaf.key), let form = item.content.form(for: leaf.key),
                    item.content.promisedLimit ?? item.content.statutoryLimit?.limit != nil
                else { return nil }
                return SampleService(item: item, leaf: leaf, form: form)
            }
        }
    }

    /// Answers to the situation questions; `choose` picks among so many.
    package func situation(_ choose: (Int) -> Int = { _ in 0 }) -> SituationAnswers {
        var answers: SituationAnswers = [:]
        for question in item.content.situations(for: leaf.key) where !question.options.isEmpty {
            answers[question.key] = question.options[choose(question.options.count)].key
        }
        return answers
    }

    /// The materials of these answers, each with whether it has to be uploaded.
    package func materials(_ answers: SituationAnswers) -> [(material: MaterialContent, isUpload: Bool)] {
        item.content.effectiveMaterials(handlingItem: leaf.key, answers: answers).map { material in
            (material, material.delivery(hasForm: true) == .upload && material.need == .required)
        }
    }

    /// A filled-in form that every check accepts on that day.
    package func values(
        of applicant: Applicant, on day: CalendarDate, _ choose: (Int) -> Int = { _ in 0 }
    ) -> [String: FormValue] {
        var values: [String: FormValue] = [:]
        for field in form.fields { values[field.key] = value(of: field, applicant, day, choose) }
        return values
    }

    private func value(
        of field: FormField, _ applicant: Applicant, _ day: CalendarDate, _ choose: (Int) -> Int
    ) -> FormValue {
        if let known = field.prefill.map({ prefill in known(prefill, of: applicant) }), fits(known, field, applicant) {
            return .text(known)
        }
        switch field.kind {
        case .text: return .text(shortened("样例内容", to: field.maxLength))
        case .multilineText: return .text(shortened("样例说明，内容与任何真实的人和事无关。", to: field.maxLength))
        case .number, .money:
            let least = field.minimum ?? 1
            let greatest = max(least, min(field.maximum ?? least + 99, least + 99))
            return .text(String(least + choose(greatest - least + 1)))
        case .date:
            let days = field.dates == .notBeforeToday ? 30 : -30
            return .text(day.adding(days: days).description)
        case .choice: return .text(field.options.isEmpty ? "" : field.options[choose(field.options.count)].value)
        case .multiChoice: return .list(field.options.prefix(1).map(\.value))
        case .citizenID: return .text(SyntheticIdentity.citizenID(number: choose(200)).text)
        case .creditCode: return .text(SyntheticIdentity.creditCode(number: choose(200)).text)
        case .phone: return .text(SyntheticIdentity.mobile(number: choose(200)).text)
        case .address: return .text("山西省忻州市忻府区样例街 1 号")
        }
    }

    /// One form serves persons and companies, and asks for numbers of both kinds.
    private func fits(_ known: String, _ field: FormField, _ applicant: Applicant) -> Bool {
        switch field.kind {
        case .citizenID: applicant.kind == .natural
        case .creditCode: applicant.kind == .legal
        default: !known.isEmpty
        }
    }

    private func known(_ prefill: FormField.Prefill, of applicant: Applicant) -> String {
        switch prefill {
        case .applicantName: applicant.name
        case .documentNumber: applicant.documentNumber
        case .phone: applicant.phone
        case .address: applicant.address
        case .legalRepresentative: applicant.legalRepresentative
        }
    }

    private func shortened(_ text: String, to limit: Int?) -> String { String(text.prefix(limit ?? text.count)) }
}
