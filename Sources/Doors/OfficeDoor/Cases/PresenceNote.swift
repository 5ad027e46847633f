import Cases
import Foundation
import Markup
import Web

/// Who else has a case open: information, never a lock (ui-guide 4.6).
enum PresenceNote {
    static func html(_ others: [CasePresence]) -> HTML {
        guard !others.isEmpty else { return .empty }
        let people: [HTML] = others.map { other in "<b>\(other.name)</b> 正在\(other.isEditing ? "编辑" : "查看")" }
        return note(
            "<p>\(HTML.joined(people, separator: "，"))。您可以照常办理；提交时如有改动，会先请您比较。</p>", .warn, icon: .users)
    }
}
