import Items
import Web

/// A search as its address says it.
struct SearchQuery: Sendable {
    let fields: FormFields
    let search: ItemSearch
    let page: Int

    static let pageLength = 10

    init(_ fields: FormFields) {
        self.fields = fields
        page = min(max(fields.integer("page") ?? 1, 1), 1_000)
        var facets = SearchFacets()
        facets.audiences = Set(fields.all("for").compactMap(Audience.init(rawValue:)))
        facets.ways = Set(fields.all("way").compactMap(SearchFacets.Way.init(rawValue:)))
        facets.bodies = Set(fields.all("body").compactMap { Int($0) })
        facets.types = Set(fields.all("type").filter { $0.count == 2 })
        facets.regions = Set(fields.all("region").filter { $0.count == 12 })
        search = ItemSearch(
            text: String((fields.text("q") ?? "").prefix(100)), exactOnly: fields["exact"] == "1", facets: facets,
            offset: (page - 1) * Self.pageLength, limit: Self.pageLength)
    }

    var text: String { search.text }

    /// The search of one theme only.
    func within(theme: String) -> ItemSearch {
        var search = search
        search.facets.theme = theme
        return search
    }

    /// The same search with changes, back on its first page unless that is changed.
    func address(_ path: String, changing changes: [String: String?]) -> String {
        let query = fields.encoded(changing: ["page": nil].merging(changes) { $1 })
        return query.isEmpty ? path : "\(path)?\(query)"
    }

    /// What was typed, if it looks like the number of a case (办件编号).
    var caseNumber: String? {
        let number = text.filter { !$0.isWhitespace }
        let isLong = (8...50).contains(number.count) && number.count { $0.isNumber } >= 8
        return isLong && number.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) ? number : nil
    }
}
