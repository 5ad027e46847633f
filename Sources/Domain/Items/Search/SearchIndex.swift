/// What the search knows about the items; built once with each catalogue.
///
/// Every name and everyday word is a phrase; a query is compared with the phrases that share a pair of characters,
/// letters of the reading or initials with it. The work grows with the phrases that have something in common.
struct SearchIndex: Sendable {
    enum Kind: UInt8, Sendable {
        case name, leaf, alias, word, body
    }

    struct Phrase: Sendable {
        let item: Int32
        let kind: Kind
        let text: String
        let scalars: [UInt32]
        let pinyin: [UInt8]
        let initials: [UInt8]
        /// Position among the item's handling items, for `leaf`.
        let leaf: Int32
    }

    let phrases: [Phrase]
    private let texts: GramIndex
    private let pinyin: GramIndex
    private let initials: GramIndex

    init(items: [PublishedItem], words: [Int: [String]]) {
        var builder = Builder()
        for (position, item) in items.enumerated() {
            builder.add(item.name, .name, position)
            for alias in item.content.aliases { builder.add(alias, .alias, position) }
            for (number, leaf) in item.handlingItems.enumerated() where leaf.name != item.name {
                builder.add(item.name + leaf.name, .leaf, position, leaf: number)
            }
            for word in words[item.entryID] ?? [] { builder.add(word, .word, position) }
            builder.add(item.body.name, .body, position)
        }
        phrases = builder.phrases
        texts = builder.texts
        pinyin = builder.pinyin
        initials = builder.initials
    }

    private struct Builder {
        var phrases: [Phrase] = []
        var texts = GramIndex()
        var pinyin = GramIndex()
        var initials = GramIndex()
        var reader = Pinyin()

        mutating func add(_ text: String, _ kind: Kind, _ item: Int, leaf: Int = 0) {
            let scalars = SearchText(text).scalars
            guard !scalars.isEmpty else { return }
            let reading = reader.read(text)
            let number = Int32(phrases.count)
            texts.add(scalars, number: number)
            // A body's name would answer every short string of letters.
            if kind != .body {
                pinyin.add(reading.full.map(UInt32.init), number: number)
                initials.add(reading.initials.map(UInt32.init), number: number)
            }
            phrases.append(
                Phrase(
                    item: Int32(item), kind: kind, text: text, scalars: scalars, pinyin: reading.full,
                    initials: reading.initials, leaf: Int32(leaf)))
        }
    }

    /// How well a phrase answers a query.
    struct Match: Sendable {
        let phrase: Int
        let score: Int
        /// Found only because spelling was forgiven.
        let isForgiven: Bool
    }

    /// The matching phrases in no order. `exact` takes official names as they are written, nothing else.
    func matches(_ query: SearchText, exact: Bool, visits: inout Int) -> [Match] {
        guard !query.isEmpty else { return [] }
        var found = textMatches(query.scalars, exact: exact, visits: &visits)
        if exact { return found }
        if query.isLatin {
            found += readingMatches(query.bytes, visits: &visits)
        } else if !found.contains(where: { $0.score >= Score.part }) {
            // Nothing was written like this, but perhaps something sounds like it.
            var reader = Pinyin()
            let sound = reader.read(query.string).full
            if sound.count >= 4 { found += soundMatches(sound, visits: &visits) }
        }
        return found
    }

    private func textMatches(_ query: [UInt32], exact: Bool, visits: inout Int) -> [Match] {
        let pairCount = GramIndex.pairs(of: query).count
        var found: [Match] = []
        for (number, shared) in texts.matches(query, texts: phrases.count, visits: &visits) {
            let phrase = phrases[Int(number)]
            if exact, phrase.kind == .word { continue }
            let whole = Score.of(query, in: phrase.scalars)
            if whole > 0 {
                found.append(Match(phrase: Int(number), score: whole, isForgiven: false))
            } else if !exact, phrase.kind != .body {
                let score = Score.overlap(shared: shared, of: pairCount, phrase: phrase.scalars.count - 1)
                if score > 0 { found.append(Match(phrase: Int(number), score: score, isForgiven: true)) }
            }
        }
        return found
    }

    private func readingMatches(_ query: [UInt8], visits: inout Int) -> [Match] {
        guard query.count > 1 else { return [] }
        let wide = query.map(UInt32.init)
        var found: [Match] = []
        for (number, _) in initials.matches(wide, texts: phrases.count, visits: &visits) {
            let initials = phrases[Int(number)].initials
            // Short initials inside of longer letters mean nothing.
            let score = initials.count < query.count ? 0 : Score.of(query, in: initials)
            if score > 0 { found.append(Match(phrase: Int(number), score: score - 40, isForgiven: false)) }
        }
        return found + soundMatches(query, visits: &visits)
    }

    private func soundMatches(_ query: [UInt8], visits: inout Int) -> [Match] {
        let wide = query.map(UInt32.init)
        let pairCount = GramIndex.pairs(of: wide).count
        var found: [Match] = []
        for (number, shared) in pinyin.matches(wide, texts: phrases.count, visits: &visits) {
            let reading = phrases[Int(number)].pinyin
            let whole = reading.count < 4 && query.count > reading.count ? 0 : Score.of(query, in: reading)
            if whole > 0 {
                found.append(Match(phrase: Int(number), score: whole - 60, isForgiven: false))
            } else if query.count >= 5, shared * 10 >= pairCount * 7,
                Score.isNear(query, reading, allowed: query.count / 6 + 1)
            {
                found.append(Match(phrase: Int(number), score: Score.near, isForgiven: true))
            }
        }
        return found
    }
}
