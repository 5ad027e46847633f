import Foundation
import Glibc

/// A client that says exactly the bytes it is given, as broken and hostile clients do.
struct RawConnection: Sendable {
    struct Outcome: Sendable {
        var text = ""
        /// Whether the server ended the connection within the time given.
        var isClosed = false
    }

    /// Sends `bytes`, then, while nothing has ended the connection, `drip` every ten milliseconds; reads all the time.
    ///
    /// - Parameters:
    ///   - seconds: the longest that it waits for the server to close.
    ///   - stop: ends the exchange early, when what was waited for has come.
    ///   - reads: false leaves the answer in the network.
    static func exchange(
        port: Int, _ bytes: String, drip: String? = nil, reads: Bool = true, seconds: Double = 10,
        until stop: @escaping @Sendable (String) -> Bool = { _ in false }
    ) async -> Outcome {
        await withCheckedContinuation { continuation in
            // A thread of its own: on the shared pool a waiting client would take the server's place.
            Thread.detachNewThread {
                continuation.resume(returning: blockingExchange(port, bytes, drip, reads, seconds, stop))
            }
        }
    }

    private static func blockingExchange(
        _ port: Int, _ bytes: String, _ drip: String?, _ reads: Bool, _ seconds: Double, _ stop: (String) -> Bool
    ) -> Outcome {
        guard let descriptor = connect(port) else { return Outcome() }
        defer { close(descriptor) }
        send(descriptor, bytes)
        return blockingRead(descriptor, drip, reads, seconds, stop)
    }

    /// Reads until the server closes, or `stop` has what it waited for.
    static func read(
        _ descriptor: Int32, seconds: Double = 10, until stop: @escaping @Sendable (String) -> Bool
    ) async -> Outcome {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: blockingRead(descriptor, nil, true, seconds, stop))
            }
        }
    }

    private static func blockingRead(
        _ descriptor: Int32, _ drip: String?, _ reads: Bool, _ seconds: Double, _ stop: (String) -> Bool
    ) -> Outcome {
        var outcome = Outcome()
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline, !stop(outcome.text) {
            var ready = pollfd(fd: descriptor, events: Int16(reads ? POLLIN : 0), revents: 0)
            _ = poll(&ready, 1, 10)
            if reads, ready.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 {
                var buffer = [UInt8](repeating: 0, count: 65_536)
                let count = recv(descriptor, &buffer, buffer.count, 0)
                guard count > 0 else {
                    outcome.isClosed = true
                    break
                }
                outcome.text += String(decoding: buffer[..<count], as: UTF8.self)
            } else if let drip, send(descriptor, drip) == false {
                outcome.isClosed = true
                break
            }
        }
        return outcome
    }

    static func connect(_ port: Int) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    @discardableResult
    static func send(_ descriptor: Int32, _ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }
}
