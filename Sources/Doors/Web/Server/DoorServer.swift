import Foundation
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOPosix
package import Processes
package import ServiceLifecycle

/// Serves a door on a socket until the program is asked to stop.
///
/// Hummingbird's router and HTTP channel do the work; the listener is our own, because a socket that several copies of the
/// program share must be opened by somebody else (decision 10).
package struct DoorServer: Service {
    /// Where connections come from.
    package enum Place: Sendable {
        /// A port that this server opens itself, 0 for any.
        case port(Int, ListeningSocket.Reach)
        /// A socket that was handed down, and this process's share in its queue.
        case socket(ListeningSocket, QueueShare?)
    }

    private let door: Door
    private let place: Place
    private let logger: Logger
    private let limits: ConnectionLimits
    private let onRunning: @Sendable (_ port: Int) async -> Void

    /// - Parameter onRunning: called with the port once connections are taken.
    package init(
        _ door: Door, at place: Place, limits: ConnectionLimits = ConnectionLimits(), logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.door = door
        self.place = place
        self.limits = limits
        self.logger = logger
        self.onRunning = onRunning
    }

    /// Serves until cancelled or told to stop. Then no connection is taken any more, the next answer on an open one is its
    /// last, and what is at work may finish within the limit.
    ///
    /// - Throws: `ListenFailure` when the port cannot be had.
    package func run() async throws {
        let (socket, share) = try queue()
        let settings = door.settings
        let connections = Connections(
            limits, perAddress: { settings.limits().connectionsPerAddress }, share: share,
            trusts: { address in settings.reach().trustedProxies.contains { $0.contains(address) } })
        door.settings.load.add { DoorLoad.Figures(connections: connections.count) }
        let arrivals = Arrivals(socket, share: share)
        let (stream, sink) = AsyncStream<Admitted>.makeStream()
        arrivals.start(
            { connection in
                if let state = connections.admit(from: connection.peer) {
                    sink.yield(Admitted(descriptor: connection.descriptor, state: state))
                } else {
                    PlainRefusal.full.turnAway(connection.descriptor)
                }
            }, ended: { sink.finish() })
        await onRunning(socket.port)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                await withTaskCancellationOrGracefulShutdownHandler {
                    await serve(stream, connections)
                } onCancelOrGracefulShutdown: {
                    connections.drain(within: limits.drain, on: MultiThreadedEventLoopGroup.singleton.any())
                    arrivals.stop()
                }
                return true
            }
            group.addTask {
                try await gracefulShutdown()
                try await Task.sleep(for: limits.shutdown)
                return false
            }
            let isFinished = try await group.next() ?? true
            if !isFinished { logger.warning("requests were still at work when the door was closed") }
            group.cancelAll()
        }
    }

    private func queue() throws(ListenFailure) -> (ListeningSocket, QueueShare?) {
        switch place {
        case .port(let port, let reach): (try ListeningSocket(port: port, reach: reach, backlog: limits.backlog), nil)
        case .socket(let socket, let share): (socket, share)
        }
    }

    private struct Admitted: Sendable {
        let descriptor: Int32
        let state: ConnectionState
    }

    private func serve(_ arriving: AsyncStream<Admitted>, _ connections: Connections) async {
        let http = LoopBoundChannel(HTTP1Channel(responder: responder(), configuration: limits.http1))
        await withDiscardingTaskGroup { group in
            for await admitted in arriving {
                group.addTask {
                    let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                        .channelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
                    do {
                        let connection = try await bootstrap.withConnectedSocket(admitted.descriptor) { channel in
                            channel.eventLoop.flatSubmit { open(channel, admitted.state, connections, http) }
                        }
                        await http.handle(value: connection, logger: logger)
                    } catch {
                        // The other side was gone before it was served.
                        connections.remove(admitted.state)
                    }
                }
            }
        }
    }

    private func open(
        _ channel: any Channel, _ state: ConnectionState, _ connections: Connections,
        _ http: LoopBoundChannel<HTTP1Channel>
    ) -> EventLoopFuture<HTTP1Channel.Value> {
        connections.attach(channel, to: state)
        do {
            try channel.pipeline.syncOperations.addHandler(IncomingBytes(state))
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        return http.setup(channel: channel, logger: logger)
    }

    private func responder() -> HTTPChannelHandler.Responder {
        let responder = door.router().buildResponder()
        let logger = logger
        let clock = HeaderClock()
        return { request, writer, channel in
            let context = DoorContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
            var response: Response
            do {
                response = try await responder.respond(to: request, context: context)
            } catch let error as HTTPParserError {
                throw error
            } catch {
                // Only what fails outside of the pipeline's own answers comes here.
                logger.error("no answer", metadata: ["error": "\(Failure.words(for: error))"])
                response = Response(status: .internalServerError, headers: [.connection: "close"])
            }
            response.headers[.date] = clock.date
            try await writer.write(response: response.head, body: response.body)
        }
    }
}

/// What one connection may cost, and all of them.
package struct ConnectionLimits: Sendable {
    /// Connections to one door of one program copy; beyond it the longest idle ones are closed.
    package var connections = 4_096
    /// Silence after which a connection is closed; also the longest that a request's head may take.
    package var idle = Duration.seconds(30)
    /// The longest that a reader may take nothing while there is something to send.
    package var write = Duration.seconds(60)
    /// What a reader must take on average while there is something to send, after `write`.
    package var bytesPerSecond = 4_096
    /// How long a body may still come after it was answered.
    package var unread = Duration.seconds(10)
    package var headerBytes = 16 * 1_024
    package var headerCount = 100
    /// Connections that may wait to be taken.
    package var backlog = 4_096
    /// After it was asked to stop, a door closes idle connections only after this time: until then their next answer says
    /// that it is the last, so that nobody sends into a closed connection.
    package var drain = Duration.seconds(2)
    /// How long requests at work may finish after the program was asked to stop.
    package var shutdown = Duration.seconds(10)

    package init() {}

    var http1: HTTP1Channel.Configuration {
        let (write, unread, pace) = (TimeAmount(write), TimeAmount(unread), bytesPerSecond)
        return HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                ConnectionGuard(writeDeadline: write, bytesPerSecond: pace, unreadDeadline: unread)
            ],
            idleTimeout: TimeAmount(idle),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: headerBytes, maxHeaderListSize: 2 * headerBytes, maxHeaderFieldCount: headerCount))
    }
}
