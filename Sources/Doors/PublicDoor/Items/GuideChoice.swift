import Items
import Web

/// What a reader of a guide has chosen: the handling item and the answers about their situation.
struct GuideChoice: Sendable {
    let item: PublishedItem
    /// The first one until another is chosen.
    let leaf: PublishedHandlingItem
    let answers: SituationAnswers

    init(_ item: PublishedItem, _ query: FormFields) {
        self.item = item
        let wanted = query["leaf"]
        let chosen = item.handlingItems.first { $0.key == wanted || $0.code == wanted }
        let leaf =
            chosen ?? item.handlingItems.first
            ?? PublishedHandlingItem(id: 0, code: item.code, key: "", name: item.name)
        self.leaf = leaf
        answers = item.content.validAnswers(
            handlingItem: leaf.key, answers: SituationField.answers(in: query))
    }

    var content: ItemContent { item.content }

    var title: String { item.title(of: leaf) }

    var questions: [SituationQuestion] { content.situations(for: leaf.key) }

    var materials: [MaterialContent]? {
        content.materials == nil ? nil : content.effectiveMaterials(handlingItem: leaf.key, answers: answers)
    }

    var possibleMaterials: [MaterialContent] {
        content.possibleMaterials(handlingItem: leaf.key, answers: answers)
    }

    var canApply: Bool { content.canApplyOnline(leaf.key) }

    /// The address of a page about the same choice.
    func address(of path: String) -> String {
        path + ItemAddress.query(answers, leaf: item.handlingItems.count > 1 ? leaf.key : nil)
    }

    var applyAddress: String { ItemAddress.apply(leaf.code, answers: answers) }
}
