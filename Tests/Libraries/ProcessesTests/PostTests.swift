import Testing

@testable import Processes

struct PostTests {
    /// A post with a holder that is ready.
    private static func held() -> Post {
        var post = Post()
        _ = post.handle(.begin)
        _ = post.handle(.ready(1))
        return post
    }

    @Test("a process is started, is ready, and falls: the next one starts after a pause")
    func restart() {
        var post = Post()

        #expect(post.handle(.begin) == [.start(1)])
        #expect(post.handle(.ready(1)) == [.holds])
        #expect(post.handle(.exited(1, ranFor: .seconds(2))) == [.pause(.milliseconds(500))])
        #expect(!post.isReady)
        #expect(post.handle(.due) == [.start(2)])
        #expect(post.handle(.exited(2, ranFor: .seconds(2))) == [.pause(.seconds(1))])
    }

    @Test("pauses double up to half a minute, and a minute of health ends that")
    func pauses() {
        var policy = RestartPolicy()
        let pauses = (0..<8).map { _ in policy.delay(afterRunning: .zero) }

        #expect(pauses.prefix(3) == [.milliseconds(500), .seconds(1), .seconds(2)])
        #expect(pauses.last == .seconds(30))
        #expect(policy.delay(afterRunning: .seconds(61)) == .milliseconds(500))
    }

    @Test("a successor takes over when it is ready, and only then the former leaves")
    func handingOver() {
        var post = Self.held()

        #expect(post.handle(.replace) == [.start(2)])
        #expect(post.holder == 1)
        #expect(post.handle(.ready(2)) == [.end(1), .replaced(true), .holds])
        #expect(post.holder == 2)
        #expect(post.handle(.exited(1, ranFor: .seconds(9))) == [])
        #expect(post.handle(.late(2)) == [], "it is no successor any more")
    }

    @Test("a successor that falls or is late changes nothing")
    func failedHandingOver() {
        var post = Self.held()
        _ = post.handle(.replace)
        #expect(post.handle(.exited(2, ranFor: .zero)) == [.replaced(false)])
        _ = post.handle(.replace)
        #expect(post.handle(.late(3)) == [.end(3), .replaced(false)])

        #expect(post.holder == 1 && post.isReady)
        #expect(post.handle(.exited(3, ranFor: .zero)) == [])
    }

    @Test("when the holder falls while its successor starts, the successor is not waited for in vain")
    func fallDuringHandingOver() {
        var post = Self.held()
        _ = post.handle(.replace)

        #expect(post.handle(.exited(1, ranFor: .seconds(90))) == [])
        #expect(post.handle(.exited(2, ranFor: .zero)) == [.replaced(false), .pause(.milliseconds(500))])
        #expect(post.handle(.due) == [.start(3)])
    }

    @Test("asked to stop, all are ended, nobody is started, and the last one closes the door")
    func stop() {
        var post = Self.held()
        _ = post.handle(.replace)

        #expect(post.handle(.stop) == [.end(1), .end(2)])
        #expect(post.handle(.due) == [])
        #expect(post.handle(.replace) == [.replaced(false)])
        #expect(post.handle(.exited(1, ranFor: .zero)) == [])
        #expect(post.handle(.exited(2, ranFor: .zero)) == [.replaced(false), .isEmpty])
        var empty = Post()
        #expect(empty.handle(.stop) == [.isEmpty])
    }
}
