/// A search of the public catalogue.
package struct ItemSearch: Sendable, Hashable {
    /// What was typed; empty lists everything.
    package var text: String
    /// Only official names as written: no everyday words, no forgiving (只按原词查找).
    package var exactOnly: Bool
    package var facets: SearchFacets
    /// Where the page starts, and its length (1 to 100).
    package var offset: Int
    package var limit: Int

    package init(
        text: String = "", exactOnly: Bool = false, facets: SearchFacets = SearchFacets(), offset: Int = 0,
        limit: Int = 10
    ) {
        self.text = text
        self.exactOnly = exactOnly
        self.facets = facets
        self.offset = max(0, offset)
        self.limit = min(max(1, limit), 100)
    }
}

/// What narrows a search; an empty set narrows nothing.
package struct SearchFacets: Sendable, Hashable {
    package var audiences: Set<Audience> = []
    package var ways: Set<Way> = []
    /// Ids of executing bodies.
    package var bodies: Set<Int> = []
    /// Codes of item types.
    package var types: Set<String> = []
    /// 12-digit region codes.
    package var regions: Set<String> = []
    package var theme: String?

    package init(
        audiences: Set<Audience> = [], ways: Set<Way> = [], bodies: Set<Int> = [], types: Set<String> = [],
        regions: Set<String> = [], theme: String? = nil
    ) {
        self.audiences = audiences
        self.ways = ways
        self.bodies = bodies
        self.types = types
        self.regions = regions
        self.theme = theme
    }

    /// How an item can be handled (办理方式).
    package enum Way: String, Sendable, Hashable, CaseIterable {
        /// 可网上办理
        case online
        /// 全程网办
        case complete
        /// 即办
        case instant

        package var term: String {
            switch self {
            case .online: "可网上办理"
            case .complete: "全程网办"
            case .instant: "即办"
            }
        }

        func holds(for item: PublishedItem) -> Bool {
            switch self {
            case .online: item.isOpenOnline
            case .complete: item.isOpenOnline && item.content.onlineDepth == .complete
            case .instant: item.content.projectType == .instant
            }
        }
    }

    /// Number of facets chosen, without the theme.
    package var count: Int { audiences.count + ways.count + bodies.count + types.count + regions.count }
}

/// What a search found.
package struct SearchResult: Sendable {
    package let total: Int
    /// One page of hits, best first.
    package let hits: [SearchHit]
    /// How many items each facet value would leave, the other facets as they are.
    package let counts: FacetCounts
    /// Everyday words that led to the items, in the order of the hits.
    package let synonyms: [String]
    /// Whether some were found only by forgiving a wrong character or a like sound.
    package let isForgiving: Bool
    /// Index entries looked at; the work grows with this number.
    let visits: Int
}

/// An item found, with the handling item and the word that led to it.
package struct SearchHit: Sendable {
    package let item: PublishedItem
    /// The handling item that was meant, if the query said which.
    package let leaf: PublishedHandlingItem?
    /// The everyday word or other name through which it was found, if it was not its own name.
    package let via: String?
    package let score: Int

    package init(item: PublishedItem, leaf: PublishedHandlingItem? = nil, via: String? = nil, score: Int = 0) {
        self.item = item
        self.leaf = leaf
        self.via = via
        self.score = score
    }
}

/// Numbers beside the facet values.
package struct FacetCounts: Sendable, Hashable {
    package var audiences: [Audience: Int] = [:]
    package var ways: [SearchFacets.Way: Int] = [:]
    package var bodies: [Int: Int] = [:]
    package var types: [String: Int] = [:]
    package var regions: [String: Int] = [:]
}

/// A line of the list under the search box.
package struct Suggestion: Sendable, Hashable {
    /// The name of an item, with its handling item where that was meant.
    package let text: String
    package let itemCode: String
    /// The everyday word that led here, or nil.
    package let via: String?
}
