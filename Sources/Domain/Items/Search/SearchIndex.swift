/// What the search knows about the items; built once with each catalogue.
struct SearchIndex: Sendable {
    init(items: [PublishedItem], words: [Int: [String]]) {}
}
