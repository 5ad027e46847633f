/// All published items at one moment, immutable and indexed; replaced as a whole when items change.
package final class Catalogue: Sendable {
    /// In the order of their codes.
    package let items: [PublishedItem]
    package let themes: [Theme]
    /// The city and its counties, in their order.
    package let regions: [CatalogueRegion]
    /// Id of the last change that the snapshot contains.
    package let cursor: Int
    /// Names of dictionary codes: list → code → name.
    package let dictionary: [String: [String: String]]
    let index: SearchIndex

    private let byCode: [String: Int]
    private let byID: [Int: Int]
    private let byHandlingCode: [String: Int]
    private let byHandlingID: [Int: Int]
    private let byTheme: [String: [Int]]
    private let byBody: [Int: [Int]]

    package init(
        items: [PublishedItem], themes: [Theme] = [], words: [Int: [String]] = [:],
        dictionary: [String: [String: String]] = [:], regions: [CatalogueRegion] = [],
        cursor: Int = 0
    ) {
        let sorted = items.sorted { $0.code < $1.code }
        self.items = sorted
        self.dictionary = dictionary
        self.regions = regions
        self.cursor = cursor
        var byCode: [String: Int] = [:]
        var byID: [Int: Int] = [:]
        var byHandlingCode: [String: Int] = [:]
        var byHandlingID: [Int: Int] = [:]
        var byTheme: [String: [Int]] = [:]
        var byBody: [Int: [Int]] = [:]
        for (position, item) in sorted.enumerated() {
            byCode[item.code] = position
            byID[item.id] = position
            byBody[item.body.id, default: []].append(position)
            for leaf in item.handlingItems {
                byHandlingCode[leaf.code] = position
                byHandlingID[leaf.id] = position
            }
            for theme in item.content.themes { byTheme[theme, default: []].append(position) }
        }
        self.byCode = byCode
        self.byID = byID
        self.byHandlingCode = byHandlingCode
        self.byHandlingID = byHandlingID
        self.byTheme = byTheme
        self.byBody = byBody
        // An empty theme is not shown.
        self.themes = themes.filter { byTheme[$0.code] != nil }.sorted { $0.sort < $1.sort }
        index = SearchIndex(items: sorted, words: words)
    }

    package static let empty = Catalogue(items: [])

    /// Position of the item with that local code.
    func position(of code: String) -> Int? { byCode[code] }

    /// The item with that local code.
    package func item(code: String) -> PublishedItem? { byCode[code].map { items[$0] } }

    package func item(id: Int) -> PublishedItem? { byID[id].map { items[$0] } }

    /// The item and its handling item with that code.
    package func handlingItem(code: String) -> (item: PublishedItem, leaf: PublishedHandlingItem)? {
        guard let position = byHandlingCode[code], let leaf = items[position].handlingItem(code: code)
        else { return nil }
        return (items[position], leaf)
    }

    /// The item and its handling item with that row id.
    package func handlingItem(id: Int) -> (item: PublishedItem, leaf: PublishedHandlingItem)? {
        guard let position = byHandlingID[id],
            let leaf = items[position].handlingItems.first(where: { $0.id == id })
        else { return nil }
        return (items[position], leaf)
    }

    /// The items under a theme, perhaps of one region only.
    package func items(theme: String, region: String? = nil) -> [PublishedItem] {
        pick(byTheme[theme], region)
    }

    /// The items that a body carries out.
    package func items(body: Int) -> [PublishedItem] { pick(byBody[body], nil) }

    /// Bodies that carry out items, by number of items, then name.
    package func bodies(region: String? = nil) -> [(body: ExecutingBody, count: Int)] {
        var bodies: [(body: ExecutingBody, count: Int)] = []
        for positions in byBody.values {
            guard let first = positions.first else { continue }
            let body = items[first].body
            if region == nil || body.regionCode == region { bodies.append((body, positions.count)) }
        }
        return bodies.sorted { ($1.count, $0.body.name) < ($0.count, $1.body.name) }
    }

    /// Number of items for each theme code, perhaps of one region only.
    package func countsByTheme(region: String? = nil) -> [String: Int] {
        region == nil ? byTheme.mapValues(\.count) : byTheme.mapValues { pick($0, region).count }
    }

    /// Number of items for each region code; regions without items are missing.
    package func countsByRegion() -> [String: Int] {
        var counts: [String: Int] = [:]
        for item in items { counts[item.body.regionCode, default: 0] += 1 }
        return counts
    }

    /// Number of items for an audience, perhaps of one region only.
    package func count(audience: Audience, region: String? = nil) -> Int {
        items.count { $0.audiences.contains(audience) && (region == nil || $0.body.regionCode == region) }
    }

    /// The name of a dictionary code, or the code itself when the dictionary lacks it.
    package func term(_ list: String, _ code: String) -> String { dictionary[list]?[code] ?? code }

    private func pick(_ positions: [Int]?, _ region: String?) -> [PublishedItem] {
        let found = (positions ?? []).map { items[$0] }
        guard let region else { return found }
        return found.filter { $0.body.regionCode == region }
    }
}

/// A theme (主题) by which people look for items.
package struct Theme: Codable, Sendable, Hashable {
    package let code: String
    package let name: String
    package let audience: Audience
    /// Name of an icon of the page kit, without `i-`.
    package let icon: String
    package let sort: Int

    package init(code: String, name: String, audience: Audience, icon: String, sort: Int) {
        self.code = code
        self.name = name
        self.audience = audience
        self.icon = icon
        self.sort = sort
    }
}

/// A region (行政区划) that has bodies of its own.
package struct CatalogueRegion: Sendable, Hashable {
    /// 12 digits.
    package let code: String
    package let name: String

    package init(code: String, name: String) {
        self.code = code
        self.name = name
    }
}
