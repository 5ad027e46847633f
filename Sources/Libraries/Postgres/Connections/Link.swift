import CLibPQ
import Glibc

/// One `PGconn`. All its calls block; it lives inside an actor with a thread of its own.
final class Link {
    let pointer: OpaquePointer
    let cancelHandle: CancelHandle
    let socket: Int32
    let preparesStatements: Bool
    private let gauge: OpenGauge
    var statements = StatementCache()
    /// A COPY that has begun and not ended.
    var isCopying = false
    /// Set once the connection cannot be used any more.
    var isBroken = false

    /// Opens a connection. Blocks for at most libpq's `connect_timeout` per host.
    init(_ configuration: Configuration, gauge: OpenGauge) throws {
        self.gauge = gauge
        pointer = try ConnectionParameters.connect(configuration)
        cancelHandle = CancelHandle(link: pointer)
        socket = PQsocket(pointer)
        preparesStatements = configuration.preparesStatements
        gauge.opened()
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)
        try enterPipeline()
    }

    deinit {
        PQfinish(pointer)
        gauge.closed()
    }

    enum TransactionState { case none, open, failed, lost }

    var transactionState: TransactionState {
        guard !isBroken else { return .lost }
        return switch PQtransactionStatus(pointer) {
        case PQTRANS_IDLE: .none
        case PQTRANS_INTRANS: .open
        case PQTRANS_INERROR: .failed
        default: .lost
        }
    }

    /// Looks, without waiting, whether the server has closed the connection while nobody used it.
    func isAlive() -> Bool {
        guard !isBroken, !isCopying else { return false }
        for _ in 0..<4 {
            var byte: UInt8 = 0
            let count = recv(socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
            if count < 0 { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR }
            // Something arrived unasked: a setting's new value, a TLS ticket, or the reason for the end.
            guard count > 0, PQconsumeInput(pointer) == 1, PQstatus(pointer) == CONNECTION_OK else { break }
            _ = PQisBusy(pointer)
        }
        isBroken = true
        return false
    }

    func enterPipeline() throws {
        guard PQenterPipelineMode(pointer) == 1 else { throw lost() }
    }

    func leavePipeline() throws {
        guard PQexitPipelineMode(pointer) == 1 else { throw lost() }
    }

    /// Marks the connection as unusable and gives the error to throw.
    func lost(_ message: String? = nil) -> PostgresError {
        isBroken = true
        return .connection(message ?? ServerMessage.connection(pointer))
    }
}
