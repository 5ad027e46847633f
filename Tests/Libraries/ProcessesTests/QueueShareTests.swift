import Foundation
import Synchronization
import Testing

@testable import Processes

struct QueueShareTests {
    @Test("whoever holds clearly more lets the others take")
    func turns() throws {
        let words = SharedWords(count: QueueShare.size)
        let one = try #require(QueueShare(words))
        let other = try #require(QueueShare(words))

        #expect(one.isOurTurn && other.isOurTurn)
        one.hold(1)
        #expect(!one.isOurTurn && other.isOurTurn)
        other.hold(1)
        #expect(one.isOurTurn && other.isOurTurn)
        // Among many connections a few more are no reason to wait.
        one.hold(105)
        other.hold(100)
        #expect(one.isOurTurn)
        one.hold(107)
        #expect(!one.isOurTurn)
    }

    @Test("who has left or died is not waited for, and its place is free again")
    func departed() throws {
        let words = SharedWords(count: QueueShare.size)
        let one = try #require(QueueShare(words))
        let other = try #require(QueueShare(words))
        one.hold(5)
        #expect(!one.isOurTurn)

        other.leave()
        #expect(one.isOurTurn)
        // A process that cannot be: greater than any the kernel gives out.
        words.store(1, 0x7FFF_FFFF << 32)
        #expect(one.isOurTurn)
        #expect(QueueShare(words) != nil)
        #expect(words.load(1) >> 32 == UInt64(getpid()))
    }

    @Test("no process is given a place when there is none left, and queues do not meddle with each other")
    func places() throws {
        let words = SharedWords(count: 2 * QueueShare.size)
        let other = try #require(QueueShare(words, first: QueueShare.size))
        let shares = (0...QueueShare.size).map { _ in QueueShare(words) }

        #expect(shares.compactMap { $0 }.count == QueueShare.size)
        shares[0]?.hold(3)
        #expect(other.isOurTurn)
    }

    @Test("two that take from one queue come away with about as much")
    func balance() async throws {
        let words = SharedWords(count: QueueShare.size)
        let socket = try ListeningSocket(port: 0, reach: .thisMachine)
        let port = socket.port
        let taken = [Counter(), Counter()]
        let takers = try [socket, ListeningSocket(descriptor: dup(socket.descriptor))].enumerated().map {
            index, socket in
            let share = try #require(QueueShare(words))
            let arrivals = Arrivals(socket, share: share)
            arrivals.start({ connection in share.hold(taken[index].add(connection.descriptor)) }, ended: {})
            return arrivals
        }
        defer { for taker in takers { taker.stop() } }

        let clients = (0..<40).map { _ in connected(to: port) }
        defer { for client in clients { close(client) } }
        let deadline = ContinuousClock.now + .seconds(20)
        while taken[0].value + taken[1].value < 40, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(2))
        }

        #expect(taken[0].value + taken[1].value == 40)
        // Left to itself the first one awake takes nearly all; a busy machine may still let one wait too short.
        #expect(min(taken[0].value, taken[1].value) >= 10)
    }

    private func connected(to port: Int) -> Int32 {
        let client = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return client
    }
}

/// Counts connections and closes them at the end.
private final class Counter: Sendable {
    private let descriptors = Mutex<[Int32]>([])

    var value: Int { descriptors.withLock { $0.count } }

    func add(_ descriptor: Int32) -> Int {
        descriptors.withLock {
            $0.append(descriptor)
            return $0.count
        }
    }

    deinit {
        descriptors.withLock { for descriptor in $0 { close(descriptor) } }
    }
}
