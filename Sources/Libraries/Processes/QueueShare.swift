import Glibc

/// How many connections of one queue this process holds, written where the others that take from the queue see it, so
/// that none takes a connection while another one clearly has less to do.
///
/// The kernel gives a connection to whoever asks first; without this, one copy of a program often took them all.
package struct QueueShare: Sendable {
    /// Words that the shares of one queue take: as many processes may share it.
    package static let size = 16

    private let words: SharedWords
    private let own: Int
    private let queue: Range<Int>

    /// Takes a place among those who share a queue.
    ///
    /// - Parameter first: where the words of the queue begin.
    /// - Returns: nil when more processes share it than there are places.
    package init?(_ words: SharedWords, first: Int = 0) {
        precondition(words.count >= first + Self.size, "too few words for the shares of a queue")
        let queue = first..<(first + Self.size)
        for word in queue {
            let holder = words.load(word)
            guard holder == 0 || !Self.lives(holder) else { continue }
            guard words.exchange(word, from: holder, to: Self.pack(0)) else { continue }
            self.words = words
            self.own = word
            self.queue = queue
            return
        }
        return nil
    }

    /// Writes down how many connections this process holds now.
    package func hold(_ count: Int) {
        words.store(own, Self.pack(count))
    }

    /// Takes from the queue no more.
    package func leave() {
        words.store(own, 0)
    }

    /// Whether no other living process holds clearly fewer. A sixteenth more is as good as even: beyond a few
    /// connections it is not worth waiting for.
    package var isOurTurn: Bool {
        let mine = Self.count(words.load(own))
        let enough = mine - mine / 16
        return !queue.contains { word in
            let other = words.load(word)
            return word != own && other != 0 && Self.count(other) < enough && Self.lives(other)
        }
    }

    // A word is the process in its upper half, the count in its lower one.

    private static func pack(_ count: Int) -> UInt64 {
        UInt64(UInt32(bitPattern: getpid())) << 32 | UInt64(UInt32(clamping: count))
    }

    private static func count(_ word: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: word)) }

    private static func lives(_ word: UInt64) -> Bool {
        kill(Int32(truncatingIfNeeded: word >> 32), 0) == 0 || errno == EPERM
    }
}
