import Base
import CaseForms
import Cases
import Foundation
import Items
import Markup
import People
import Web

/// 传材料: every material with how it is brought.
struct MaterialsPage: Page {
    var frame: WizardFrame
    let shelf: FileShelf

    var title: String { frame.title }
    var hasErrors: Bool { !frame.errors.isEmpty }
    var head: HTML { Assets.script("upload.js") }
    var actionBar: HTML { WizardFrame.actionBar(back: previous, next: "下一步：核对") }

    private var sheet: DraftSheet { frame.sheet }
    private var previous: String { ApplyAddress.step(sheet.draft.id, .form) }

    var body: HTML {
        let cards: [HTML] = sheet.materials.map(material)
        let next = form(
            action: ApplyAddress.step(sheet.draft.id, .materials), token: frame.token, id: WizardFrame.formID,
            frame.buttons(back: previous, next: "下一步：核对"))
        return frame.page("上传申请材料", "<p class=\"muted\">\(summary)</p>\(cards)\(next)")
    }

    private var summary: String {
        func count(_ delivery: MaterialContent.Delivery) -> Int {
            sheet.materials.count { sheet.delivery($0) == delivery }
        }
        var parts: [String] = []
        if count(.exempt) > 0 { parts.append("\(count(.exempt)) 份免提交") }
        if count(.filledOnline) > 0 { parts.append("\(count(.filledOnline)) 份已在线填写") }
        if count(.upload) > 0 { parts.append("\(count(.upload)) 份需上传") }
        return "您的情形共 \(sheet.materials.count) 份材料：\(parts.joined(separator: "，"))。"
    }

    private func material(_ material: MaterialContent) -> HTML {
        let standard: HTML? = material.acceptanceStandard.map { "<p class=\"small\">受理标准：\($0)</p>" }
        let remark: HTML? = material.note.map { "<p class=\"small muted\">\($0)</p>" }
        return card(
            material.name, more: "<span class=\"row\">\(labels(material))</span>", id: "m-\(material.key)",
            "<div class=\"flow-2\">\(standard)\(remark)\(content(material))</div>")
    }

    private func labels(_ material: MaterialContent) -> HTML {
        let delivery = sheet.delivery(material)
        let tone: Tone = delivery == .exempt ? .ok : delivery == .filledOnline ? .brand : .neutral
        let later: HTML = delivery == .upload && material.need == .tolerable ? tag("可承诺后补", .warn) : .empty
        let choice: HTML = material.need == .optional ? tag("非必要") : .empty
        return "\(tag(delivery.term, tone))\(later)\(choice)"
    }

    private func content(_ material: MaterialContent) -> HTML {
        switch sheet.delivery(material) {
        case .exempt: return "<p>不用提交，由\(material.exemptBy ?? "共享数据")代替。</p>"
        case .filledOnline: return "<p>不用上传，按您填写的申请表生成。</p>"
        case .upload: return upload(material)
        }
    }

    private func upload(_ material: MaterialContent) -> HTML {
        let id = sheet.draft.id
        let name = HandedInFiles.fileName(material.key)
        let files = sheet.files(of: material)
        let rows: [HTML] = files.map { Self.row($0, material: material.key, draft: id, on: shelf, token: frame.token) }
        let need: FieldFace.Need = material.need == .required && files.isEmpty ? .required : .optional
        let face = FieldFace(
            name, files.isEmpty ? "选择“\(material.name)”的文件" : "再加文件", need, hint: HandedInFiles.hint,
            error: frame.errors[name])
        let target = "/uploads?draft=\(ApplyAddress.text(id))&material=\(urlEncoded(material.key))"
        let chooser = fileField(
            face, accept: HandedInFiles.accept, limit: HandedInFiles.largest, isMultiple: true, uploadTo: target)
        let later: HTML =
            material.need == .tolerable && files.isEmpty ? "<p class=\"small\">暂时没有，可以先不传：提交即承诺在告知的期限内补交。</p>" : .empty
        let sending = form(
            action: ApplyAddress.material(id, material.key), token: frame.token, isMultipart: true,
            "\(chooser)<p class=\"mt2 no-js\">\(button("上传所选文件"))</p>")
        return "\(later)<div>\(rows)</div>\(sending)"
    }

    /// An uploaded file with its way out.
    static func row(
        _ file: StoredFile, material: String, draft: UUID, on shelf: FileShelf, token: FormToken
    ) -> HTML {
        shelf.row(
            file,
            action: buttonForm(
                "删除", action: "\(ApplyAddress.material(draft, material))/remove", token: token, kind: .text,
                size: .small,
                fields: ["file": ApplyAddress.text(file.id)]))
    }
}
