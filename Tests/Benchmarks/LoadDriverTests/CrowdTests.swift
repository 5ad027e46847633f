import Histogram
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import LoadDriver

/// Runs against a server that behaves as the test says; each run is bounded by its plan.
@Suite(.timeLimit(.minutes(1)))
struct CrowdTests {
    private static let fine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    private static let nothing: @Sendable (Int) -> FakeServer.Reply = { _ in .nothing }
    private static let plainly: @Sendable (Int) -> FakeServer.Reply = { _ in .text(fine) }

    private func gets(
        _ plan: RunPlan = RunPlan(ramp: 0, seconds: 0.4), connections: Int = 4,
        _ answer: @escaping @Sendable (Int) -> FakeServer.Reply
    ) async throws -> Tally {
        try await FakeServer.running(answering: answer) { port, loop in
            let crowd = try Crowd(city: .bare("http://127.0.0.1:\(port)"), plan: plan, on: loop)
            return await crowd.capacity(.get, connections: connections, at: Peer(cases: 10))
        }
    }

    @Test("everything that is answered well is counted, and nothing else")
    func plain() async throws {
        let tally = try await gets { _ in .text(Self.fine) }

        #expect(tally.operations == [.get])
        #expect(tally[.get].times.totalCount > 20)
        #expect(tally.answered >= Int(tally[.get].times.totalCount))
        #expect(tally.all.errors == 0)
    }

    @Test("what comes before the end of the ramp is work but no measurement")
    func ramp() async throws {
        let tally = try await gets(RunPlan(ramp: 0.3, seconds: 0.1)) { _ in .text(Self.fine) }

        #expect(tally.answered > Int(tally[.get].times.totalCount))
    }

    @Test("errors are told apart, and a 409 is none")
    func statuses() async throws {
        let tally = try await gets { number in
            switch number % 4 {
            case 0: .text("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
            case 1: .text("HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n")
            case 2: .text("SSH-2.0\r\n")
            default: .text(Self.fine)
            }
        }

        let line = tally[.get]
        #expect(line.times.totalCount > 0)
        #expect(line.conflicts > 0)
        #expect(Set(line.troubles.keys) == [.status(503), .malformed])
    }

    @Test("a server may end a connection between two requests")
    func reconnecting() async throws {
        let tally = try await gets { number in number % 2 == 0 ? .text(Self.fine) : .textThenClose(Self.fine) }

        #expect(tally[.get].times.totalCount > 10)
        #expect(tally.all.errors == 0)
    }

    @Test("an answer that ends its connection counts as what it says")
    func busy() async throws {
        let tally = try await gets { _ in
            .textThenClose("HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbusy")
        }

        #expect(Set(tally[.get].troubles.keys) == [.status(503)])
    }

    @Test("an answer that never comes is a timeout, and the run ends")
    func silence() async throws {
        let tally = try await gets(RunPlan(ramp: 0, seconds: 0.3, patience: 0.2)) { _ in .nothing }

        #expect(tally[.get].troubles[.timeout, default: 0] >= 4)
        #expect(tally[.get].times.totalCount == 0)
    }

    @Test("a door that is shut is unreachable")
    func nobodyThere() async throws {
        let port = try await FakeServer.running(answering: Self.nothing) { port, _ in port }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let crowd = try Crowd(
            city: .bare("http://127.0.0.1:\(port)"), plan: RunPlan(ramp: 0, seconds: 0.1), on: group.next())

        let tally = await crowd.capacity(.get, connections: 2, at: Peer(cases: 10))
        try await group.shutdownGracefully()

        #expect(tally[.get].troubles[.unreachable, default: 0] > 0)
    }

    @Test("in an open loop a stall counts for everybody who was due meanwhile")
    func coordinatedOmission() async throws {
        // One connection, a hundred acts a second, and the first answer takes half a second.
        let plan = RunPlan(ramp: 0, seconds: 1, rate: 100)
        let stalled: @Sendable (Int) -> FakeServer.Reply = { number in
            number == 0 ? .late(Self.fine, .milliseconds(500)) : .text(Self.fine)
        }
        let open = try await gets(plan, connections: 1, stalled)
        let closed = try await gets(RunPlan(ramp: 0, seconds: 1), connections: 1, stalled)

        #expect(open[.get].times.count(within: 100_000...Tally.longest) > 15)
        #expect(closed[.get].times.count(within: 400_000...Tally.longest) == 1)
        #expect((60...140).contains(open[.get].times.totalCount))
    }

    @Test("the people of a day do what their roles do")
    func day() async throws {
        let tally = try await FakeServer.running(answering: Self.plainly) { port, loop in
            let crowd = try Crowd(
                city: .bare("http://127.0.0.1:\(port)"), plan: RunPlan(ramp: 0, seconds: 0.5, rate: 400), on: loop)
            return await crowd.day(users: 100, at: Peer(cases: 10))
        }

        #expect(Set(tally.operations).isSuperset(of: [.items, .item, .search, .inbox, .caseFile]))
    }
}

/// A server that answers the n-th request as it is told; understands requests without a body.
enum FakeServer {
    enum Reply: Sendable {
        case text(String)
        case textThenClose(String)
        case late(String, TimeAmount)
        case nothing
    }

    /// Lends the port of a running server and an event loop for its clients.
    static func running<Result: Sendable>(
        answering answer: @escaping @Sendable (Int) -> Reply, _ use: (Int, any EventLoop) async throws -> Result
    ) async throws -> Result {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let clients = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let counter = RequestCounter()
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(answer: answer, counter: counter))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let result = try await use(channel.localAddress?.port ?? 0, clients.next())
            try await end(channel, group, clients)
            return result
        } catch {
            try await end(channel, group, clients)
            throw error
        }
    }

    private static func end(_ channel: any Channel, _ groups: MultiThreadedEventLoopGroup...) async throws {
        try await channel.close()
        for group in groups { try await group.shutdownGracefully() }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let answer: @Sendable (Int) -> Reply
        private let counter: RequestCounter
        private var last: [UInt8] = []

        init(answer: @escaping @Sendable (Int) -> Reply, counter: RequestCounter) {
            self.answer = answer
            self.counter = counter
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            for byte in unwrapInboundIn(data).readableBytesView {
                last = last.suffix(3) + [byte]
                if last == [13, 10, 13, 10] { reply(answer(counter.next()), context.channel) }
            }
        }

        private func reply(_ reply: Reply, _ channel: any Channel) {
            switch reply {
            case .text(let text): channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
            case .textThenClose(let text):
                channel.writeAndFlush(ByteBuffer(string: text)).whenComplete { _ in channel.close(promise: nil) }
            case .late(let text, let delay):
                channel.eventLoop.scheduleTask(in: delay) {
                    channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
                }
            case .nothing: break
            }
        }
    }
}

/// Numbers requests over all connections.
final class RequestCounter: Sendable {
    private let count = Atomic(0)

    func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).oldValue }
}
