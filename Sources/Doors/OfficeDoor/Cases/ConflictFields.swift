import Base
import Cases
import Foundation
import Markup
import Web
import WorkCalendar

/// One entry of a form that met a change: what was typed here, and what the case says now.
struct ConflictField: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case line, lines, date
        case choice([Choice])
    }

    let name: String
    let label: String
    let kind: Kind
    let mine: String
    /// What stands there now; nil where the other wrote nothing of the kind.
    let theirs: String?

    var isSame: Bool { theirs == mine }

    /// A value in words.
    func words(_ value: String) -> String {
        if case .choice(let choices) = kind { return choices.first { $0.value == value }?.words ?? value }
        return value
    }
}

/// The fields of a form of an act beside what the others wrote meanwhile.
struct ConflictFields {
    let act: String
    let mine: FormFields
    let detail: CaseDetail

    /// What happened after the page with the form was opened; at least the last event.
    var since: [CaseEvent] {
        guard let seen = mine.integer("seen"), (0..<detail.events.count).contains(seen) else {
            return Array(detail.events.suffix(1))
        }
        return Array(detail.events.dropFirst(seen))
    }

    var all: [ConflictField] {
        switch act {
        case "check": findings
        case "correct": points
        default: texts
        }
    }

    // MARK: Findings

    private var findings: [ConflictField] {
        let known = mine.all("material")
        return detail.materials.filter { known.contains($0.key) }.flatMap(fields)
    }

    private func fields(of material: CaseMaterial) -> [ConflictField] {
        let key = material.key
        let checks = MaterialCheck.allCases.map { Choice($0.rawValue, $0.term) }
        return [
            ConflictField(
                name: "checked-\(key)", label: "\(material.name)：核对", kind: .choice(checks),
                mine: mine["checked-\(key)"] ?? "", theirs: material.checked.rawValue),
            ConflictField(
                name: "remark-\(key)", label: "\(material.name)：备注", kind: .line,
                mine: mine.text("remark-\(key)") ?? "",
                theirs: material.remark),
            pieces("originals-\(key)", "\(material.name)：原件", material.originals),
            pieces("copies-\(key)", "\(material.name)：复印件", material.copies),
        ]
    }

    /// A tick of pieces of paper; the number goes along.
    private func pieces(_ name: String, _ label: String, _ count: Int) -> ConflictField {
        let typed = max(0, mine.integer(name) ?? 0)
        let counts = Set([0, typed, count]).sorted()
        let choices = counts.map { Choice(String($0), $0 == 0 ? "未收" : "已收 \($0) 份") }
        return ConflictField(
            name: name, label: label, kind: .choice(choices), mine: String(typed), theirs: String(count))
    }

    // MARK: Correction

    private var points: [ConflictField] {
        let open = detail.openCorrection
        var fields: [ConflictField] = mine.fields.compactMap { field in
            guard field.name.hasPrefix("problem-") else { return nil }
            let target = field.name.dropFirst("problem-".count)
            let point = open?.points.first { "\($0.kind.rawValue)-\($0.key)" == target }
            guard !field.value.isEmpty || point != nil else { return nil }
            return ConflictField(
                name: field.name, label: point?.label ?? label(of: String(target)), kind: .line, mine: field.value,
                theirs: point?.problem)
        }
        fields.append(
            ConflictField(
                name: "due", label: "补正截止日期", kind: .date, mine: mine["due"] ?? "", theirs: open?.due.description))
        return fields
    }

    private func label(of target: String) -> String {
        guard target.hasPrefix("material-") else { return "表单：\(target.dropFirst("field-".count))" }
        let key = target.dropFirst("material-".count)
        return detail.materials.first { $0.key == key }?.name ?? String(key)
    }

    // MARK: Opinions

    private static let labels: [(name: String, label: String, kind: ConflictField.Kind)] = [
        (
            "conclusion", "结论",
            .choice([Choice("grant", "准予（拟准予）"), Choice("deny", "不予（拟不予）"), Choice("back", "退回")])
        ),
        ("opinion", "意见", .lines), ("reason", "理由", .lines), ("authority", "应向哪个机关申请", .line),
        ("result", "特别程序的结果", .lines), ("receiverName", "签收人", .line), ("remark", "备注", .line),
    ]

    private var texts: [ConflictField] {
        let written = since.last { !$0.opinion.isEmpty }?.opinion
        return Self.labels.compactMap { name, label, kind in
            guard let typed = mine[name], !typed.isEmpty else { return nil }
            let isOpinion = name == "opinion" || name == "reason"
            return ConflictField(name: name, label: label, kind: kind, mine: typed, theirs: isOpinion ? written : nil)
        }
    }
}
