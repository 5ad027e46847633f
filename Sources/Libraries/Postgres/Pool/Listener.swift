import CLibPQ
import Foundation
import Glibc
import Synchronization

extension Database {
    /// What a listener hears.
    package enum Notification: Sendable, Hashable {
        /// Somebody called `NOTIFY`.
        case message(channel: String, payload: String)
        /// Messages may have been missed: the connection was lost and is back, or the reader was too slow.
        case reconnected
    }

    /// Listens on a connection and thread of its own until the stream is no longer read. It reconnects by itself and
    /// says so, because what was sent meanwhile is lost.
    package func listen(_ channels: [String]) -> AsyncStream<Notification> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Notification.self, bufferingPolicy: .bufferingOldest(1024))
        let listener = Listener(configuration: configuration, channels: channels, output: continuation)
        let registration = listeners.add(listener)
        continuation.onTermination = { [listeners] _ in
            listeners.remove(registration)
            listener.stop()
        }
        listener.start()
        return stream
    }
}

/// The listeners that `Database.close` must stop.
final class ListenerRegistry: Sendable {
    private let listeners = Mutex<(next: Int, running: [Int: Listener])>((0, [:]))

    func add(_ listener: Listener) -> Int {
        listeners.withLock { state in
            state.next += 1
            state.running[state.next] = listener
            return state.next
        }
    }

    func remove(_ number: Int) {
        listeners.withLock { $0.running[number] = nil }
    }

    func stopAll() {
        let running = listeners.withLock { Array($0.running.values) }
        for listener in running { listener.stop() }
    }
}

/// One thread that waits for notifications.
final class Listener: Sendable {
    private let configuration: Configuration
    private let channels: [String]
    private let output: AsyncStream<Database.Notification>.Continuation
    private let isStopped = Atomic<Bool>(false)
    /// The thread waits on the reading end; closing the writing end wakes it.
    private let bell = Bell()

    init(configuration: Configuration, channels: [String], output: AsyncStream<Database.Notification>.Continuation) {
        self.configuration = configuration
        self.channels = channels
        self.output = output
    }

    func start() {
        Thread.detachNewThread { [self] in
            Thread.nameCurrent("\(configuration.applicationName.prefix(8))-listen")
            run()
        }
    }

    func stop() {
        isStopped.store(true, ordering: .relaxed)
        bell.ring()
    }

    private func run() {
        var isFirst = true
        var hasMissed = false
        var pause: Int32 = 100
        while !isStopped.load(ordering: .relaxed) {
            pause = min(2 * pause, 5000)
            // A server that is away is what the next attempt is for.
            if let link = try? connect() {
                pause = 100
                if !isFirst { hasMissed = true }
                isFirst = false
                listen(on: link, hasMissed: &hasMissed)
            }
            bell.wait(milliseconds: pause)
        }
        output.finish()
    }

    private func connect() throws -> Link {
        let link = try Link(configuration, gauge: OpenGauge())
        _ = try link.exchange(channels.map { "LISTEN " + SQL.identifier($0) })
        return link
    }

    /// Delivers until the connection is lost or the listener is stopped.
    private func listen(on link: Link, hasMissed: inout Bool) {
        while !isStopped.load(ordering: .relaxed) {
            if hasMissed, case .enqueued = output.yield(.reconnected) { hasMissed = false }
            while let message = PQnotifies(link.pointer) {
                let channel = String(cString: message.pointee.relname)
                let payload = String(cString: message.pointee.extra)
                PQfreemem(message)
                if case .dropped = output.yield(.message(channel: channel, payload: payload)) { hasMissed = true }
            }
            // While something is missing, look now and then whether the reader has made room.
            bell.wait(milliseconds: hasMissed ? 200 : -1, socket: link.socket)
            guard PQconsumeInput(link.pointer) == 1, PQstatus(link.pointer) == CONNECTION_OK else { return }
        }
    }
}

/// Wakes a thread that waits in `poll`.
private final class Bell: Sendable {
    private let reading: Int32
    private let writing: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        _ = pipe(&ends)
        reading = ends[0]
        writing = ends[1]
    }

    deinit {
        Glibc.close(reading)
        Glibc.close(writing)
    }

    func ring() {
        var byte: UInt8 = 1
        _ = write(writing, &byte, 1)
    }

    /// Waits until the bell rings, the socket has something to read, or the time is over (-1: never).
    func wait(milliseconds: Int32, socket: Int32 = -1) {
        var watched = [
            pollfd(fd: reading, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&watched, 2, milliseconds)
    }
}
