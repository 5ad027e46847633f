import Identifiers

extension Catalogue {
    /// Finds items by name, other names, everyday words, pinyin, initials or code; best first.
    package func search(_ search: ItemSearch) -> SearchResult {
        var visits = 0
        let ranked = rank(search.text, exactOnly: search.exactOnly, visits: &visits)
        let counting = count(ranked, facets: search.facets)
        let page = counting.passing.dropFirst(search.offset).prefix(search.limit)
        var synonyms: [String] = []
        for hit in counting.passing.prefix(20) {
            if let via = hit.via, !synonyms.contains(via), synonyms.count < 6 { synonyms.append(via) }
        }
        return SearchResult(
            total: counting.passing.count, hits: page.map(hit), counts: counting.counts, synonyms: synonyms,
            isForgiving: counting.passing.first?.isForgiven ?? false, visits: visits)
    }

    /// Items whose names, words or readings go on from what was typed so far.
    package func suggest(_ prefix: String, limit: Int = 8) -> [Suggestion] {
        var visits = 0
        let ranked = rank(prefix, exactOnly: false, visits: &visits)
        guard !SearchText(prefix).isEmpty else { return [] }
        return ranked.prefix(min(max(limit, 1), 20)).map { found in
            let item = items[found.item]
            let leaf = found.leaf.map { item.handlingItems[$0] }
            let text = leaf.map { "\(item.name)（\($0.name)）" } ?? item.name
            return Suggestion(text: text, itemCode: item.code, via: found.via)
        }
    }

    /// An item with the points it gets for a query.
    struct Ranked {
        let item: Int
        var score: Int
        var leaf: Int?
        var via: String?
        var isForgiven: Bool
    }

    private func hit(_ ranked: Ranked) -> SearchHit {
        let item = items[ranked.item]
        return SearchHit(
            item: item, leaf: ranked.leaf.map { item.handlingItems[$0] }, via: ranked.via, score: ranked.score)
    }

    private func rank(_ text: String, exactOnly: Bool, visits: inout Int) -> [Ranked] {
        let typed = SearchText(text)
        if typed.isEmpty {
            // What can be done online stands first.
            let open = items.indices.filter { items[$0].isOpenOnline }
            let rest = items.indices.filter { !items[$0].isOpenOnline }
            return (open + rest).map { Ranked(item: $0, score: 0, isForgiven: false) }
        }
        if let found = byCode(typed) { return found }
        var best: [Int: Ranked] = [:]
        let terms = text.split(whereSeparator: \.isWhitespace).map { SearchText($0) }.filter { !$0.isEmpty }
        for term in terms {
            let core = exactOnly ? term : term.core
            var ofTerm: [Int: Ranked] = [:]
            for match in index.matches(core, exact: exactOnly, visits: &visits) {
                let candidate = ranked(match)
                if let known = ofTerm[candidate.item], known.score >= candidate.score { continue }
                ofTerm[candidate.item] = candidate
            }
            for (item, found) in ofTerm {
                guard let known = best[item] else {
                    best[item] = found
                    continue
                }
                best[item]?.score = known.score + found.score
                best[item]?.leaf = known.leaf ?? found.leaf
                best[item]?.isForgiven = known.isForgiven && found.isForgiven
            }
        }
        return sorted(best)
    }

    private func sorted(_ best: [Int: Ranked]) -> [Ranked] {
        let top = best.values.map(\.score).max() ?? 0
        // Far weaker hits are noise beside a good one.
        let found = best.values.filter { $0.score * 100 >= top * 55 }
        return found.sorted { left, right in
            if left.score != right.score { return left.score > right.score }
            let leftReady = items[left.item].isOpenOnline
            let rightReady = items[right.item].isOpenOnline
            if leftReady != rightReady { return leftReady }
            return left.item < right.item
        }
    }

    private func ranked(_ match: SearchIndex.Match) -> Ranked {
        let phrase = index.phrases[match.phrase]
        let score: Int
        switch phrase.kind {
        case .name: score = match.score
        case .word: score = match.score - 10
        case .leaf: score = match.score - 30
        case .alias: score = match.score - 40
        case .body: score = match.score - 350
        }
        let isOther = phrase.kind == .word || phrase.kind == .alias
        return Ranked(
            item: Int(phrase.item), score: max(score, 1), leaf: phrase.kind == .leaf ? Int(phrase.leaf) : nil,
            via: isOther ? phrase.text : nil, isForgiven: match.isForgiven)
    }

    /// An item or handling item by its local or national code.
    private func byCode(_ typed: SearchText) -> [Ranked]? {
        guard typed.isLatin, typed.scalars.contains(where: { (48...57).contains($0) }) else { return nil }
        let code = typed.string.uppercased()
        if let found = handlingItem(code: code), let position = position(of: found.item.code) {
            let leaf = found.item.handlingItems.firstIndex(of: found.leaf)
            return [Ranked(item: position, score: Score.same, leaf: leaf, isForgiven: false)]
        }
        let positions = items.indices.filter { index in
            let item = items[index]
            return item.code == code || item.taskCode == code || item.content.codes.contains { $0.code.text == code }
        }
        guard !positions.isEmpty else { return nil }
        return positions.map { Ranked(item: $0, score: Score.same, isForgiven: false) }
    }

    private func count(_ ranked: [Ranked], facets: SearchFacets) -> (passing: [Ranked], counts: FacetCounts) {
        var counts = FacetCounts()
        var passing: [Ranked] = []
        for found in ranked {
            let item = items[found.item]
            if let theme = facets.theme, !item.content.themes.contains(theme) { continue }
            let fits = FacetFit(item, facets)
            if fits.all { passing.append(found) }
            if fits.allBut(fits.audience) {
                for audience in item.audiences { counts.audiences[audience, default: 0] += 1 }
            }
            if fits.allBut(fits.way) {
                for way in SearchFacets.Way.allCases where way.holds(for: item) { counts.ways[way, default: 0] += 1 }
            }
            if fits.allBut(fits.body) { counts.bodies[item.body.id, default: 0] += 1 }
            if fits.allBut(fits.type) { counts.types[item.content.typeCode, default: 0] += 1 }
            if fits.allBut(fits.region) { counts.regions[item.body.regionCode, default: 0] += 1 }
        }
        return (passing, counts)
    }
}

/// Which facets an item satisfies.
private struct FacetFit {
    let audience: Bool
    let way: Bool
    let body: Bool
    let type: Bool
    let region: Bool
    private let misses: Int

    init(_ item: PublishedItem, _ facets: SearchFacets) {
        audience = facets.audiences.isEmpty || !facets.audiences.isDisjoint(with: item.audiences)
        way = facets.ways.allSatisfy { $0.holds(for: item) }
        body = facets.bodies.isEmpty || facets.bodies.contains(item.body.id)
        type = facets.types.isEmpty || facets.types.contains(item.content.typeCode)
        region = facets.regions.isEmpty || facets.regions.contains(item.body.regionCode)
        misses = [audience, way, body, type, region].count { !$0 }
    }

    var all: Bool { misses == 0 }

    /// Whether all facets fit but perhaps this one, given by its own fit.
    func allBut(_ own: Bool) -> Bool { misses == (own ? 0 : 1) }
}
