import Synchronization
import Testing

@testable import People

@Suite("Identity cache")
struct IdentityCacheTests {
    /// Counts how often a value is read.
    private final class Source: Sendable {
        let reads = Mutex(0)
        let value: String?

        init(_ value: String?) { self.value = value }

        func read() -> String? {
            reads.withLock { $0 += 1 }
            return value
        }

        var count: Int { reads.withLock { $0 } }
    }

    @Test("a token is read once while it is remembered")
    func remembers() async throws {
        let cache = IdentityCache<String>(lifetime: .seconds(60))
        let source = Source("li")
        for _ in 0..<3 { #expect(try await cache.value(of: "t", read: source.read) == "li") }
        #expect(source.count == 1)
    }

    @Test("a value that must be fresh is read each time, and what was remembered is dropped")
    func fresh() async throws {
        let cache = IdentityCache<String>(lifetime: .seconds(60))
        _ = try await cache.value(of: "t", read: Source("old").read)
        #expect(try await cache.value(of: "t", mustBeFresh: true, read: Source("new").read) == "new")
        let after = Source("newest")
        #expect(try await cache.value(of: "t", read: after.read) == "newest")
        #expect(after.count == 1)
    }

    @Test("unknown tokens, values that do not last and old values are not remembered")
    func forgets() async throws {
        let cache = IdentityCache<String>(lifetime: .zero)
        let unknown = Source(nil)
        let old = Source("li")
        let passing = Source("wang")
        let lasting = IdentityCache<String>(lifetime: .seconds(60))
        for _ in 0..<2 {
            #expect(try await lasting.value(of: "u", read: unknown.read) == nil)
            #expect(try await cache.value(of: "t", read: old.read) == "li")
            #expect(try await lasting.value(of: "p", isLasting: { _ in false }, read: passing.read) == "wang")
        }
        #expect(unknown.count == 2 && old.count == 2 && passing.count == 2)
        #expect(lasting.count == 0)
    }

    @Test("a value that was being read while something was forgotten is not remembered")
    func race() async throws {
        let cache = IdentityCache<String>(lifetime: .seconds(60))
        let value = try await cache.value(of: "t") {
            cache.forget()
            return "outdated"
        }
        #expect(value == "outdated")
        #expect(cache.count == 0)
    }

    @Test("only what is outdated is forgotten, and memory is bounded")
    func bounded() async throws {
        let cache = IdentityCache<String>(lifetime: .seconds(60), maximumCount: 10)
        for index in 0..<25 { _ = try await cache.value(of: "t\(index)", read: Source("v\(index % 2)").read) }
        #expect(cache.count <= 10)
        cache.forget { $0 == "v0" }
        let kept = Source("again")
        _ = try await cache.value(of: "t23", read: kept.read)
        let gone = Source("again")
        _ = try await cache.value(of: "t24", read: gone.read)
        #expect(kept.count == 0 && gone.count == 1)
    }
}
