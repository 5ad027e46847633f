import Base
import CaseForms
import Cases
import Foundation
import Items
import Markup
import Web

/// 申请材料 on the page of a case: what was handed in, to look at; at the window also ticked, scanned and checked.
struct MaterialsCard {
    let page: CasePage

    private var mayCheck: Bool { page.acts.contains(.checkMaterials) }
    private var materials: [CaseMaterial] { page.detail.materials }

    var html: HTML {
        guard !materials.isEmpty else {
            return card("申请材料", emptyState("不需要材料", hint: "本事项按申请信息办理。"))
        }
        let rows: [HTML] = materials.map(row)
        let more: HTML = "<span class=\"row\"><span class=\"muted small\">\(summary)</span>\(look)</span>"
        guard mayCheck else { return card("申请材料", more: more, id: "materials", "<div class=\"mrows\">\(rows)</div>") }
        let save = button("保存核对结果", icon: .check, key: "Ctrl S")
        let send: HTML = "<span class=\"no-js\">\(button("上传所选文件", name: HandedInFiles.dropName, value: "none"))</span>"
        return """
            <form method="post" action="\(page.path)/check" enctype="multipart/form-data" data-dirty novalidate>\(page.token)\
            \(FormEntry.defaultButton)\(page.listFields)\(hiddenField("version", String(page.record.version)))\
            \(hiddenField("seen", String(page.detail.events.count)))\
            \(card("申请材料", more: more, id: "materials",
                "<div class=\"mrows\">\(rows)</div><p class=\"row wrapx mfoot\">\(save)\(send)<span class=\"muted small\">扫描件和电子文件支持 \(HandedInFiles.kinds)。</span></p>"))</form>
            """
    }

    /// Goes through all files without leaving the page.
    private var look: HTML {
        guard !page.detail.files.isEmpty else { return .empty }
        return """
            <button type="button" class="btn btn-sm js" data-look-all data-key="V">\(icon(.eye, size: .small))<span>逐份查看</span><kbd>V</kbd></button>
            """
    }

    private var summary: String {
        let lacking = materials.filter(\.isLacking).count
        let defective = materials.filter { $0.checked == .defective }.count
        var words = ["\(materials.count) 份"]
        if lacking > 0 { words.append("缺 \(lacking) 份") }
        if defective > 0 { words.append("\(defective) 份有问题") }
        return words.joined(separator: " · ")
    }

    private func row(_ material: CaseMaterial) -> HTML {
        let files: [HTML] = page.detail.files(of: material).map { file($0, of: material) }
        let remark: HTML? =
            material.remark.isEmpty || mayCheck ? nil : "<p class=\"muted small\">\(material.remark)</p>"
        return """
            <div class="mrow mrow-3"><span class="num muted">\(material.sort)</span><div class="mwhat"><p><span class="t">\(material.name)</span> \
            <span class="muted small">\(facts(material))</span></p>\(files)\(remark)\(mayCheck ? counter(material) : .empty)</div>\
            <div class="mstate">\(mayCheck ? verdict(material) : state(material))</div></div>
            """
    }

    private func facts(_ material: CaseMaterial) -> String {
        var words = [material.need.term, material.receipt.term]
        if material.originals > 0 { words.append("原件 \(material.originals) 份") }
        if material.copies > 0 { words.append("复印件 \(material.copies) 份") }
        return words.joined(separator: " · ")
    }

    private func state(_ material: CaseMaterial) -> HTML {
        if material.isLacking { return Web.status("缺少", .error) }
        let tone: Tone =
            switch material.checked {
            case .fine: .ok
            case .defective: .error
            case .unchecked: .neutral
            }
        return Web.status(material.checked.term, tone)
    }

    private func file(_ file: CaseAttachment, of material: CaseMaterial) -> HTML {
        let address = "\(page.path)/files/\(file.id.text)"
        let kind = HandedInFiles.hasPicture(file.mediaType) ? "picture" : "other"
        let isGoing = page.typed.all("remove-\(material.key)").contains(file.id.text)
        let way: HTML =
            mayCheck && file.isFromOffice
            ? """
            <label class="tick"><input type="checkbox" name="remove-\(material.key)" value="\(file.id.text)"\
            \(attribute: "checked", if: isGoing)><span>移除<span class="sr"> \(file.name)</span></span></label>
            """ : "<span></span>"
        return """
            <div class="up up-sm"><span class="th">\(page.intake.shelf.thumbnail(file.id, mediaType: file.mediaType))</span>\
            <a class="ell" href="\(address)?inline" target="_blank" rel="noopener" data-look="\(kind)">\(file.name)</a>\(way)\
            <div class="small muted">\(ByteCount.words(file.size))\(file.isFromOffice ? "，窗口补录" : "")</div></div>
            """
    }

    // MARK: At the window

    private func counter(_ material: CaseMaterial) -> HTML {
        let key = material.key
        let content = page.content.materials?.first { $0.key == key }
        // What was noted as paper before pieces were counted is one original.
        let old = material.receipt == .paper && material.pieces == 0 ? 1 : material.originals
        let original = MaterialTick.original(
            key, count: max(material.originals, content?.originals ?? 0), isTicked: ticked("originals", key, old))
        let copy = MaterialTick.copy(
            key, count: max(material.copies, content?.copies ?? 0), isTicked: ticked("copies", key, material.copies))
        let said = material.receipt == .paper ? MaterialReceipt.missing : material.receipt
        let chooser = page.intake.control(
            key, label: "补录扫描件或文件", need: .unmarked, files: page.arrived[key] ?? [],
            error: page.errors[HandedInFiles.fileName(key)], about: material.name, key: "F4")
        return """
            \(hiddenField("material", key))\(hiddenField("receipt-\(key)", said.rawValue))\
            <div class="row wrapx ticks">\(original)\(copy)</div>\(chooser)
            """
    }

    /// What was ticked in the form that came back, else what the case says.
    private func ticked(_ name: String, _ key: String, _ kept: Int) -> Bool {
        guard page.typed.all("material").contains(key) else { return kept > 0 }
        return (page.typed.integer("\(name)-\(key)") ?? 0) > 0
    }

    private func verdict(_ material: CaseMaterial) -> HTML {
        let key = material.key
        let checked = page.typed["checked-\(key)"] ?? material.checked.rawValue
        let choices: [HTML] = MaterialCheck.allCases.map { check in
            Choice(check.rawValue, check.term).option(selected: checked)
        }
        let lacking: HTML? = material.isLacking ? "<p>\(Web.status("缺少", .error))</p>" : nil
        return """
            \(lacking)<label class="sr" for="c-\(key)">核对 \(material.name)</label>\
            <select class="in in-sm" id="c-\(key)" name="checked-\(key)">\(choices)</select>\
            <label class="sr" for="r-\(key)">备注 \(material.name)</label>\
            <input class="in in-sm" id="r-\(key)" name="remark-\(key)" value="\(page.typed["remark-\(key)"] ?? material.remark)" maxlength="200" placeholder="备注">
            """
    }
}
