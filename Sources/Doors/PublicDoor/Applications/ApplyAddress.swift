import Base
package import Foundation
import Web

/// Where the pages of applications and cases are.
package enum ApplyAddress {
    package static let my = "/my"
    package static let track = "/track"
    package static let verify = "/verify"

    /// Where an application for a handling item begins.
    package static func start(_ handlingItem: String) -> String { "/apply/\(urlEncoded(handlingItem))" }

    /// A draft; leads to the step that is to be done next.
    package static func draft(_ id: UUID) -> String { "/apply/drafts/\(text(id))" }

    static func step(_ id: UUID, _ step: ApplyStep) -> String { "\(draft(id))/\(step.rawValue)" }

    static func section(_ id: UUID, _ section: String) -> String { "\(draft(id))/form/\(urlEncoded(section))" }

    static func material(_ id: UUID, _ key: String) -> String { "\(draft(id))/materials/\(urlEncoded(key))" }

    /// The page of one's own case.
    package static func ownCase(_ id: UUID) -> String { "/my/cases/\(text(id))" }

    package static func receipt(_ id: UUID) -> String { "\(ownCase(id))/receipt" }

    package static func correction(_ id: UUID) -> String { "\(ownCase(id))/correction" }

    static func document(_ id: UUID) -> String { "/my/documents/\(text(id))" }

    /// The folder of the files that one may see.
    static let files = "/my/files"

    static func file(_ id: UUID) -> String { "\(files)/\(text(id))" }

    /// The public check of a document.
    package static func verify(_ code: String) -> String { "/verify/\(urlEncoded(code))" }

    static func text(_ id: UUID) -> String { id.text }
}

/// The steps of the wizard that are filled in; 提交 and 回执 follow.
enum ApplyStep: String, Sendable, CaseIterable {
    case situation, form, materials, check

    /// What all steps are called, in order.
    static let names = ["选情形", "填表", "传材料", "核对", "提交", "回执"]

    var position: Int { ApplyStep.allCases.firstIndex(of: self) ?? 0 }
}
