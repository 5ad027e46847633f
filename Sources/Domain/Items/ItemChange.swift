package import Foundation
import Postgres

/// Something that happened to an item; its id is the cursor of "changes since".
package struct ItemChange: Sendable, Hashable {
    package let id: Int
    package let code: String
    package let revision: Int
    package let kind: Kind
    package let at: Date

    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case published, changed, suspended, resumed, abolished
    }

    init(row: Row) throws {
        id = try row.get("id")
        code = try row.get("code")
        revision = try row.get("revision")
        kind = try row.get("kind")
        at = try row.get("at")
    }
}
