import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends connections that Hummingbird would keep for ever: a reader who takes nothing, a sender whose body nobody reads,
/// and any connection that was answered with `Connection: close`.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let writeDeadline: TimeAmount
    private let unreadLimit: Int
    private var pendingWrites = 0
    private var completedWrites = 0
    private var watch: Scheduled<Void>?
    private var requests = 0
    private var answers = 0
    private var unreadBytes = 0
    private var closesAfterAnswer = false
    private var isClosing = false

    /// - Parameters:
    ///   - writeDeadline: within this time some bytes must leave when there are any to send.
    ///   - unreadLimit: bytes of a body that may still come after it was answered.
    init(writeDeadline: TimeAmount = .seconds(60), unreadLimit: Int = 256 * 1_024) {
        self.writeDeadline = writeDeadline
        self.unreadLimit = unreadLimit
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        switch unwrapInboundIn(data) {
        case .head:
            requests += 1
            unreadBytes = 0
        case .body(let buffer) where answers == requests:
            unreadBytes += buffer.readableBytes
            if unreadBytes > unreadLimit { return linger(context) }
        case .body, .end: break
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part = unwrapOutboundIn(data)
        if case .head(let head) = part, head.headerFields[.connection] == "close" { closesAfterAnswer = true }
        pendingWrites += 1
        let written = promise ?? context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound((guard: self, context: context), eventLoop: context.eventLoop)
        written.futureResult.whenComplete { _ in
            bound.value.guard.didWrite(isEnd: part.isEnd, context: bound.value.context)
        }
        context.write(data, promise: written)
        startWatch(context)
    }

    private func didWrite(isEnd: Bool, context: ChannelHandlerContext) {
        pendingWrites -= 1
        completedWrites += 1
        if pendingWrites == 0 {
            watch?.cancel()
            watch = nil
        }
        guard isEnd else { return }
        answers += 1
        if closesAfterAnswer { linger(context) }
    }

    private func startWatch(_ context: ChannelHandlerContext) {
        guard watch == nil else { return }
        let seen = completedWrites
        let bound = NIOLoopBound((guard: self, context: context), eventLoop: context.eventLoop)
        watch = context.eventLoop.scheduleTask(in: writeDeadline) {
            let handler = bound.value.guard
            handler.watch = nil
            guard handler.pendingWrites > 0 else { return }
            if handler.completedWrites == seen {
                bound.value.context.close(promise: nil)
            } else {
                handler.startWatch(bound.value.context)
            }
        }
    }

    /// Closes our side at once and the rest soon: a plain close with unread bytes would take the answer away from the
    /// sender before it was read.
    private func linger(_ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        isClosing = true
        context.close(mode: .output, promise: nil)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .seconds(1)) { bound.value.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        watch?.cancel()
        watch = nil
        context.fireChannelInactive()
    }
}

extension HTTPResponsePart {
    fileprivate var isEnd: Bool {
        if case .end = self { true } else { false }
    }
}
