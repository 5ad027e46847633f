import Foundation
import Synchronization

/// Takes connections off a socket, on a thread of its own, until it is told to stop.
///
/// Not NIO's own listener: that one takes it for granted that whoever is told of a connection also finds it, which is not
/// so when several processes share one queue.
package final class Arrivals: Sendable {
    /// A connection, which now belongs to whoever it was given to.
    package struct Connection: Sendable {
        package let descriptor: Int32
        /// Address of the other side.
        package let peer: String
    }

    private let socket: ListeningSocket
    private let share: QueueShare?
    /// The thread waits on the reading end; a byte on the other one ends it.
    private let bell: (reading: Int32, writing: Int32)
    private let isStopped = Atomic<Bool>(false)

    /// - Parameters:
    ///   - socket: belongs to the arrivals from now on, and is closed at their end.
    ///   - share: of this process in a queue that several take from; whoever is given the connections writes down how
    ///     many it holds.
    package init(_ socket: ListeningSocket, share: QueueShare? = nil) {
        self.socket = socket
        self.share = share
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        _ = socketpair(AF_UNIX, kind, 0, &ends)
        bell = (ends[0], ends[1])
    }

    deinit {
        close(bell.reading)
        close(bell.writing)
    }

    /// - Parameters:
    ///   - take: called with each connection, on the thread.
    ///   - ended: called once, when no more will come.
    package func start(
        _ take: @escaping @Sendable (Connection) -> Void, ended: @escaping @Sendable () -> Void
    ) {
        // The flag stands at the socket, not at the descriptor: all processes that share it agree.
        let flags = fcntl(socket.descriptor, F_GETFL)
        _ = fcntl(socket.descriptor, F_SETFL, flags | O_NONBLOCK)
        Thread.detachNewThread { [self] in
            while !isStopped.load(ordering: .relaxed) {
                var watched = [
                    pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: bell.reading, events: Int16(POLLIN), revents: 0),
                ]
                guard poll(&watched, 2, -1) > 0, watched[1].revents == 0 else { continue }
                takeAll(take)
            }
            share?.leave()
            socket.close()
            ended()
        }
    }

    /// No connection is taken any more; those in the queue stay there for other processes.
    package func stop() {
        guard !isStopped.exchange(true, ordering: .relaxed) else { return }
        var byte: UInt8 = 1
        _ = write(bell.writing, &byte, 1)
    }

    private func takeAll(_ take: (Connection) -> Void) {
        while !isStopped.load(ordering: .relaxed) {
            letOthersTake()
            var address = sockaddr_storage()
            var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let descriptor = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    accept(socket.descriptor, $0, &size)
                }
            }
            if descriptor >= 0 {
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                take(Connection(descriptor: descriptor, peer: Self.text(&address)))
                continue
            }
            switch errno {
            // Another process was faster, or the other side is gone already.
            case EINTR, ECONNABORTED: continue
            case EAGAIN: return
            default:
                // No descriptor or no memory is left: it may be otherwise in a moment.
                poll(nil, 0, 100)
                return
            }
        }
    }

    /// Waits a moment for those who have less to do; one that does not take in spite of it holds nobody up for long.
    private func letOthersTake() {
        guard let share else { return }
        for _ in 0..<5 where !share.isOurTurn {
            usleep(200)
        }
    }

    private static func text(_ address: inout sockaddr_storage) -> String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = Int32(address.ss_family)
        withUnsafePointer(to: &address) { pointer in
            let bytes = UnsafeRawPointer(pointer)
            let offset =
                family == AF_INET6
                ? MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr) : MemoryLayout<sockaddr_in>.offset(of: \.sin_addr)
            _ = inet_ntop(family, bytes + (offset ?? 0), &text, socklen_t(INET6_ADDRSTRLEN))
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
