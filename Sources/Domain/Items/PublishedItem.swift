/// A published item with the body that carries it out: what pages, cases and interfaces read.
package final class PublishedItem: Sendable {
    package let id: Int
    /// Local implementation code (地方实施编码), for example `XZ0004`.
    package let code: String
    /// 31-character national code (实施编码), once assigned.
    package let taskCode: String?
    package let revision: Int
    package let entryID: Int
    package let body: ExecutingBody
    package let handlingItems: [PublishedHandlingItem]
    package let content: ItemContent
    /// Whom the item serves: persons (个人), organisations (法人), or both.
    package let audiences: Set<Audience>
    /// Whether one may apply for it here.
    package let isOpenOnline: Bool

    package init(
        id: Int, code: String, taskCode: String?, revision: Int, entryID: Int, body: ExecutingBody,
        handlingItems: [PublishedHandlingItem], content: ItemContent
    ) {
        self.id = id
        self.code = code
        self.taskCode = taskCode
        self.revision = revision
        self.entryID = entryID
        self.body = body
        self.handlingItems = handlingItems
        self.content = content
        audiences = Set(content.serverTypes.map { $0 == "1" ? .personal : .legal })
        isOpenOnline = content.canApplyOnline
    }

    package var name: String { content.name }

    /// Item and handling item as one name; the latter only when there is something to tell apart.
    package func title(of leaf: PublishedHandlingItem) -> String {
        if handlingItems.count < 2 { return name }
        return leaf.name.contains("（") ? "\(name)：\(leaf.name)" : "\(name)（\(leaf.name)）"
    }

    /// The handling item with that code.
    package func handlingItem(code: String) -> PublishedHandlingItem? {
        handlingItems.first { $0.code == code }
    }
}

// A reference, because pages go through hundreds of items of forty fields each: copying them cost more than the pages.
extension PublishedItem: Hashable {
    /// A revision never changes.
    package static func == (left: PublishedItem, right: PublishedItem) -> Bool {
        left === right || (left.id, left.revision, left.body) == (right.id, right.revision, right.body)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(revision)
    }
}

/// A handling item as stored: the leaf that cases hang on.
package struct PublishedHandlingItem: Sendable, Hashable {
    package let id: Int
    /// The item's code and two digits, for example `XZ000401`.
    package let code: String
    /// The two digits, under which `ItemContent` knows it.
    package let key: String
    package let name: String

    package init(id: Int, code: String, key: String, name: String) {
        self.id = id
        self.code = code
        self.key = key
        self.name = name
    }
}

/// The organisation that carries out an item (实施主体).
package struct ExecutingBody: Sendable, Hashable {
    package let id: Int
    package let name: String
    package let regionCode: String
    package let regionName: String
    package let telephone: String?
    package let complaintTelephone: String?
    package let address: String?
    package let openingHours: String?

    package init(
        id: Int, name: String, regionCode: String, regionName: String, telephone: String? = nil,
        complaintTelephone: String? = nil, address: String? = nil, openingHours: String? = nil
    ) {
        self.id = id
        self.name = name
        self.regionCode = regionCode
        self.regionName = regionName
        self.telephone = telephone
        self.complaintTelephone = complaintTelephone
        self.address = address
        self.openingHours = openingHours
    }
}

/// Natural persons (个人) or organisations (法人).
package enum Audience: String, Codable, Sendable, Hashable, CaseIterable {
    case personal, legal

    package var term: String { self == .personal ? "个人" : "法人" }
}
