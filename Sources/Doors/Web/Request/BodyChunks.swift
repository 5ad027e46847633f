import Hummingbird

/// How slowly a body may come: `grace` from its first byte, then at least `bytesPerSecond` on average. Single stalls are
/// cut by the connection's idle timeout; this stops the sender who keeps a place with a byte now and then.
struct BodyPace: Sendable {
    var grace: Duration = .seconds(30)
    var bytesPerSecond = 4_096

    func isTooSlow(received: Int, after elapsed: Duration) -> Bool {
        elapsed > grace + .seconds(received / bytesPerSecond)
    }
}

/// The body of a request in the pieces in which it arrives, never more than its limit and never slower than its pace.
package struct BodyChunks: AsyncSequence, Sendable {
    let source: RequestBody
    let limit: Int
    let pace: BodyPace
    /// Time since any fixed moment.
    let elapsed: @Sendable () -> Duration
    /// Called before the first read: answers `Expect: 100-continue`.
    let willRead: @Sendable () async throws -> Void

    package struct AsyncIterator: AsyncIteratorProtocol {
        let chunks: BodyChunks
        var inner: RequestBody.AsyncIterator
        var received = 0
        var began: Duration?

        /// - Throws: `Problem` 413 above the limit, 408 below the pace.
        package mutating func next() async throws -> [UInt8]? {
            if began == nil { try await chunks.willRead() }
            // The pace counts from the first reading: the sender is not to blame for our own line.
            let start = began ?? chunks.elapsed()
            began = start
            guard let buffer = try await inner.next() else { return nil }
            received += buffer.readableBytes
            guard received <= chunks.limit else { throw Problem.tooLarge(limit: chunks.limit) }
            guard !chunks.pace.isTooSlow(received: received, after: chunks.elapsed() - start) else {
                throw Problem.tooSlow
            }
            return Array(buffer.readableBytesView)
        }
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(chunks: self, inner: source.makeAsyncIterator())
    }

    /// The whole body.
    func collect() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in self { bytes.append(contentsOf: chunk) }
        return bytes
    }
}
