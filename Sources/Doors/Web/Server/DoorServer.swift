import Glibc
package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle

/// Opens a door on a port and serves it until the program is asked to stop.
package struct DoorServer: Service {
    /// Who can reach the port.
    package enum Reach: Sendable {
        /// Every network, IPv6 and IPv4.
        case everywhere
        /// This machine only.
        case thisMachine
    }

    private let door: Door
    private let port: Int
    private let reach: Reach
    private let logger: Logger
    private let limits: ConnectionLimits
    private let onRunning: @Sendable (_ port: Int) async -> Void

    /// - Parameters:
    ///   - port: 0 lets the system choose.
    ///   - onRunning: called with the port once connections are taken.
    package init(
        _ door: Door, port: Int, reach: Reach = .everywhere, limits: ConnectionLimits = ConnectionLimits(),
        logger: Logger, onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.door = door
        self.port = port
        self.reach = reach
        self.limits = limits
        self.logger = logger
        self.onRunning = onRunning
    }

    /// Serves until cancelled or told to stop; then no new connections, and those at work may finish within the limit.
    ///
    /// - Throws: `ListenFailure` when the port cannot be had.
    package func run() async throws {
        let application = makeApplication()
        let grace = limits.shutdown
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    try await application.run()
                } catch let error as IOError {
                    throw ListenFailure(port: port, errorNumber: error.errnoCode)
                }
                return true
            }
            group.addTask {
                try await gracefulShutdown()
                try await Task.sleep(for: grace)
                return false
            }
            let isFinished = try await group.next() ?? true
            if !isFinished { logger.warning("requests were still at work when the door was closed") }
            group.cancelAll()
        }
    }

    /// The application without its task, for tests.
    package func makeApplication() -> Application<RouterResponder<DoorContext>> {
        let limits = limits
        let onRunning = onRunning
        return Application(
            router: door.router(),
            server: HTTPServerBuilder { responder in
                LoopBoundChannel(HTTP1Channel(responder: responder, configuration: limits.http1))
            },
            configuration: ApplicationConfiguration(
                address: .hostname(reach.host, port: port), serverName: nil, backlog: limits.backlog),
            onServerRunning: { await onRunning($0.localAddress?.port ?? 0) }, logger: logger)
    }
}

/// What one connection may cost.
package struct ConnectionLimits: Sendable {
    /// Silence after which a connection is closed; also the longest that a request's head may take.
    package var idle = Duration.seconds(30)
    /// The longest that a reader may take nothing while there is something to send.
    package var write = Duration.seconds(60)
    package var headerBytes = 16 * 1_024
    package var headerCount = 100
    package var backlog = 1_024
    /// How long requests at work may finish after the program was asked to stop.
    package var shutdown = Duration.seconds(10)

    package init() {}

    var http1: HTTP1Channel.Configuration {
        let write = TimeAmount(write)
        return HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionGuard(writeDeadline: write)], idleTimeout: TimeAmount(idle),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: headerBytes, maxHeaderListSize: 2 * headerBytes, maxHeaderFieldCount: headerCount))
    }
}

/// Why a port could not be opened.
package struct ListenFailure: Error, Hashable, CustomStringConvertible {
    package let port: Int
    package let errorNumber: Int32

    package var description: String {
        switch errorNumber {
        case EADDRINUSE: "端口 \(port) 已被占用。请用 --port-base 换一组端口，或先停止占用它的程序。"
        case EACCES: "没有权限使用端口 \(port)。1024 以下的端口需要系统授权。"
        default: "端口 \(port) 打不开：\(String(cString: strerror(errorNumber)))"
        }
    }
}

extension DoorServer.Reach {
    /// `::` takes IPv4 as well; on a machine without IPv6 there is `0.0.0.0`.
    var host: String {
        switch self {
        case .thisMachine: "127.0.0.1"
        case .everywhere: Self.hasIPv6 ? "::" : "0.0.0.0"
        }
    }

    private static let hasIPv6: Bool = {
        let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        let size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) == 0 }
        }
    }()
}
