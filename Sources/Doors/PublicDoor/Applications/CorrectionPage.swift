import Base
import CaseForms
import Cases
import Foundation
import Items
import Markup
import Web
import WorkCalendar

/// The answer to a correction notice: only what it points at, each with what is wrong beside it.
struct CorrectionPage: Page {
    let detail: CaseDetail
    let correction: Correction
    let definition: FormDefinition
    var values: [String: FormValue]
    let today: CalendarDate
    let token: FormToken
    let intake: FileIntake
    /// Files handed in with this form, by material.
    var uploaded: [String: [StoredFile]] = [:]
    var problems: [FieldProblem] = []
    var refusal: String?

    var title: String { "补正 - \(detail.record.service.itemName)" }
    var hasErrors: Bool { !problems.isEmpty || refusal != nil }
    var head: HTML { Assets.script("upload.js") }
    var actionBar: HTML { WizardFrame.actionBar(back: nil, next: "提交补正") }

    var materialPoints: [CorrectionPoint] { correction.points.filter { $0.kind == .material } }

    /// The fields pointed at, in the order of the form.
    var fields: [FormField] {
        definition.fields.filter { field in correction.points.contains { $0.kind == .field && $0.key == field.key } }
    }

    /// A problem of the rules under the name that its field has on this page.
    func named(_ problem: FieldProblem) -> FieldProblem {
        let isMaterial = materialPoints.contains { $0.key == problem.field }
        let name = isMaterial ? HandedInFiles.fileName(problem.field) : FormEntry.name(problem.field)
        return FieldProblem(field: name, message: problem.message)
    }

    private var errors: FieldErrors { FieldErrors(problems) }

    var body: HTML {
        let record = detail.record
        let complaint: HTML = refusal.map { note("<p>\($0)</p>", .error, icon: .alert, isLive: true) } ?? .empty
        let answer = form(
            action: ApplyAddress.correction(record.id), token: token, isMultipart: true, warnsBeforeLeaving: true,
            id: WizardFrame.formID, content)
        return """
            <div class="wrap">\(breadcrumb([Link("首页", "/"), Link("我的", "/my"), Link("办件进度", ApplyAddress.ownCase(record.id))], here: "补正"))
            <div class="mid flow-6">\(errorSummary(errors))\(complaint)
            <div><h1>补正申请</h1><p class="muted">\(record.service.itemName) · 编号 <span class="num">\(record.number)</span></p></div>
            \(note("<p>请在 \(CaseWords.day(correction.due, submitted: record.submittedAt))前补正下面 \(correction.points.count) 处。没有指出的内容不用改。</p>", .warn, icon: .alert))
            \(answer)</div></div>
            """
    }

    private var content: HTML {
        let points: [HTML] = correction.points.map(point)
        return """
            \(FormEntry.defaultButton)\(hiddenField("version", String(detail.record.version)))\(FormEntry.shown(fields))
            <div class="flow">\(points)</div>
            <p class="row acts only-pc mt4">\(button("提交补正", kind: .primary, size: .large))\
            \(linkButton("以后再补", to: ApplyAddress.ownCase(detail.record.id)))</p>
            """
    }

    private func point(_ point: CorrectionPoint) -> HTML {
        let problem = note("<p><b>需要补正：</b>\(point.problem)</p>", .warn, icon: .alert)
        let control: HTML
        switch point.kind {
        case .field:
            guard let field = definition.field(point.key) else { return .empty }
            control = FormEntry.control(
                field, value: values[field.key], error: errors[FormEntry.name(field.key)], on: today)
        case .material: control = material(point)
        }
        return card(point.label, "<div class=\"flow\">\(problem)\(control)</div>")
    }

    private func material(_ point: CorrectionPoint) -> HTML {
        let old: [HTML] = detail.materials.filter { $0.key == point.key }.flatMap { detail.files(of: $0) }.map { file in
            "<li><a href=\"\(ApplyAddress.file(file.id))\">\(file.name)</a></li>"
        }
        let before: HTML =
            old.isEmpty ? .empty : "<p class=\"small\">原来提交的文件（将被替换）：</p><ul class=\"dots small\">\(old)</ul>"
        let files = uploaded[point.key] ?? []
        let chooser = intake.control(
            point.key, label: files.isEmpty ? "重新上传“\(point.label)”" : "再加文件",
            need: files.isEmpty ? .required : .optional, files: files,
            error: errors[HandedInFiles.fileName(point.key)], hint: HandedInFiles.hint)
        return "\(before)\(chooser)"
    }
}
