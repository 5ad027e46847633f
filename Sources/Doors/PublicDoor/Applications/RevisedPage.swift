import Cases
import Items
import Markup
import People
import Web
import WorkCalendar

/// What an item asks for now and did not ask for when the draft was begun, and the other way round.
struct RevisionChanges {
    let sentences: [String]

    init(from old: ItemContent, to new: ItemContent, sheet: DraftSheet) {
        let key = sheet.leaf.key
        var sentences: [String] = []
        let oldMaterials = old.effectiveMaterials(handlingItem: key, answers: sheet.draft.situation)
        let newMaterials = new.effectiveMaterials(handlingItem: key, answers: sheet.draft.situation)
        sentences += Self.changes(
            "申请材料", oldMaterials.map { ($0.key, $0.name) }, newMaterials.map { ($0.key, $0.name) })
        let oldFields = old.form(for: key)?.fields ?? []
        let newFields = new.form(for: key)?.fields ?? []
        sentences += Self.changes("填写内容", oldFields.map { ($0.key, $0.label) }, newFields.map { ($0.key, $0.label) })
        sentences += Self.changes(
            "情形问题", old.situations(for: key).map { ($0.key, $0.text) },
            new.situations(for: key).map { ($0.key, $0.text) })
        if old.promisedLimit != new.promisedLimit, let limit = new.promisedLimit {
            sentences.append("承诺时限现为 \(limit.amount) \(limit.unit.term)")
        }
        if old.fees != new.fees, let fees = new.fees {
            sentences.append(fees.charged ? "现在收费，标准见办事指南" : "现在不收费")
        }
        self.sentences = sentences
    }

    /// Things told apart by their key: what came, what went, what is called otherwise.
    private static func changes(
        _ kind: String, _ old: [(key: String, name: String)], _ new: [(key: String, name: String)]
    ) -> [String] {
        let before = Dictionary(old.map { ($0.key, $0.name) }) { first, _ in first }
        let after = Dictionary(new.map { ($0.key, $0.name) }) { first, _ in first }
        let added = new.filter { before[$0.key] == nil }.map { "新增\(kind)“\($0.name)”" }
        let removed = old.filter { after[$0.key] == nil }.map { "不再需要\(kind)“\($0.name)”" }
        let renamed = new.compactMap { entry -> String? in
            guard let name = before[entry.key], name != entry.name else { return nil }
            return "\(kind)“\(name)”改为“\(entry.name)”"
        }
        return added + removed + renamed
    }
}

/// The item was revised after the draft was begun: what is new, and on with it; answers are kept.
struct RevisedPage: Page {
    let sheet: DraftSheet
    let changes: [String]
    let token: FormToken

    var title: String { "办理要求已更新 - \(sheet.item.name)" }
    var actionBar: HTML { WizardFrame.actionBar(back: nil, next: "按新要求继续") }

    var body: HTML {
        let items: [HTML] = changes.map { "<li>\($0)</li>" }
        let list: HTML =
            items.isEmpty ? "<p>更新的内容不影响您已填的部分。</p>" : "<ul class=\"dots\">\(items)</ul>"
        return """
            <div class="wrap problem"><section class="card card-b flow"><h1>办理要求已更新</h1>
            <p>您开始填写后，“\(sheet.item.name)”的办理要求有变化：</p>
            \(list)
            <p>已填的内容和已传的文件会保留，只需补充新的部分。</p>
            \(form(action: "\(ApplyAddress.draft(sheet.draft.id))/revised", token: token, id: WizardFrame.formID, buttons))
            </section></div>
            """
    }

    private var buttons: HTML {
        """
        <p class="row wrapx">\(button("按新要求继续", kind: .primary))\
        \(linkButton("看新的办事指南", to: ItemAddress.guide(sheet.item.code)))</p>
        """
    }
}
