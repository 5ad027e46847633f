import NIOCore
import Processes
import Synchronization

/// All open connections of a door: bounds their number, closes idle ones when there are too many, ends them in order.
final class Connections: Sendable {
    private struct Entry {
        /// Nil until NIO has it.
        var channel: (any Channel)?
        let network: String?
        let state: ConnectionState
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var lastNumber = 0
        var perNetwork: [String: Int] = [:]
        var isQuiescing = false
    }

    private let maximum: Int
    private let maximumPerAddress: @Sendable () -> Int
    private let trusts: @Sendable (ClientAddress) -> Bool
    private let share: QueueShare?
    private let state = Mutex(State())
    private let draining = Draining()

    /// - Parameters:
    ///   - perAddress: how many one address may have; asked for each newcomer.
    ///   - share: where to write down how many there are.
    ///   - trusts: whether many people may come from an address, because a proxy stands there.
    init(
        _ limits: ConnectionLimits, perAddress: @escaping @Sendable () -> Int, share: QueueShare? = nil,
        trusts: @escaping @Sendable (ClientAddress) -> Bool = { _ in false }
    ) {
        self.share = share
        maximum = limits.connections
        maximumPerAddress = perAddress
        self.trusts = trusts
    }

    var count: Int { state.withLock { $0.entries.count } }

    /// Takes a new connection in, at the expense of idle ones if need be.
    ///
    /// - Returns: nil when its sender has too many already, or when all connections are at work.
    func admit(from peer: String) -> ConnectionState? {
        let address = ClientAddress(peer)
        let network = address.isThisMachine || trusts(address) ? nil : address.network
        let perAddress = maximumPerAddress()
        var leaving: [any Channel] = []
        let admitted = state.withLock { state -> ConnectionState? in
            if let network, state.perNetwork[network, default: 0] >= perAddress { return nil }
            if state.entries.count >= maximum {
                leaving = removeIdle(&state)
                guard state.entries.count < maximum else { return nil }
            }
            state.lastNumber += 1
            let connection = ConnectionState(number: state.lastNumber, draining)
            state.entries[connection.number] = Entry(network: network, state: connection)
            if let network { state.perNetwork[network, default: 0] += 1 }
            share?.hold(state.entries.count)
            return connection
        }
        for channel in leaving { channel.close(promise: nil) }
        return admitted
    }

    /// The admitted connection has its channel; it counts until that is closed.
    func attach(_ channel: any Channel, to connection: ConnectionState) {
        let isQuiescing = state.withLock { state in
            state.entries[connection.number]?.channel = channel
            return state.isQuiescing
        }
        channel.closeFuture.whenComplete { [self] _ in remove(connection) }
        if isQuiescing { Self.quiesce(channel) }
    }

    /// The admitted connection did not come to be.
    func remove(_ connection: ConnectionState) {
        state.withLock { remove(connection.number, &$0) }
    }

    /// From now on each answer is the last of its connection; what is still idle after `limit` is closed.
    func drain(within limit: Duration, on loop: any EventLoop) {
        draining.begin()
        loop.scheduleTask(in: TimeAmount(limit)) { [self] in
            let open = state.withLock { state in
                state.isQuiescing = true
                return state.entries.values.compactMap(\.channel)
            }
            for channel in open { Self.quiesce(channel) }
        }
    }

    /// Hummingbird closes an idle connection at this event, and one at work after its answer.
    private static func quiesce(_ channel: any Channel) {
        channel.eventLoop.execute {
            channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    /// Many at once, so that a flood does not search through all connections for each newcomer.
    private func removeIdle(_ state: inout State) -> [any Channel] {
        let idle = state.entries.values.compactMap { entry in
            entry.channel.flatMap { channel in entry.state.idleSince.map { (channel, entry.state.number, $0) } }
        }
        return idle.sorted { $0.2 < $1.2 }.prefix(max(1, maximum / 32)).map { channel, number, _ in
            remove(number, &state)
            return channel
        }
    }

    private func remove(_ number: Int, _ state: inout State) {
        guard let entry = state.entries.removeValue(forKey: number) else { return }
        share?.hold(state.entries.count)
        guard let network = entry.network else { return }
        let left = state.perNetwork[network, default: 1] - 1
        state.perNetwork[network] = left > 0 ? left : nil
    }
}

/// Whether the door is being closed.
final class Draining: Sendable {
    private let hasBegun = Atomic<Bool>(false)

    var isOn: Bool { hasBegun.load(ordering: .relaxed) }

    func begin() {
        hasBegun.store(true, ordering: .relaxed)
    }
}

/// What is known about one connection outside of its own event loop.
final class ConnectionState: Sendable {
    let number: Int
    private let idle = Atomic<UInt64>(NIODeadline.now().uptimeNanoseconds)
    private let draining: Draining

    init(number: Int, _ draining: Draining) {
        self.number = number
        self.draining = draining
    }

    /// Since when no request is at work on it, in nanoseconds; nil while one is.
    var idleSince: UInt64? {
        let value = idle.load(ordering: .relaxed)
        return value == 0 ? nil : value
    }

    var isDraining: Bool { draining.isOn }

    func becameBusy() {
        idle.store(0, ordering: .relaxed)
    }

    func becameIdle() {
        idle.store(NIODeadline.now().uptimeNanoseconds, ordering: .relaxed)
    }
}
