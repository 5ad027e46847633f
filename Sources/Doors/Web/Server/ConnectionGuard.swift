import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Ends connections that Hummingbird would keep for ever: a reader who takes nothing or next to nothing, a sender whose
/// body nobody reads, what is no HTTP, and any connection that was answered with `Connection: close`.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let unreadLimit: Int
    private let unreadDeadline: TimeAmount
    private var reader: ReaderPace
    private var watch: Scheduled<Void>?
    private var incoming: IncomingBytes?
    private var requests = 0
    private var answers = 0
    private var unreadBytes = 0
    private var isBodyOpen = false
    private var closesAfterAnswer = false
    private var isClosing = false
    private var isEventStream = false

    /// - Parameters:
    ///   - writeDeadline: within this time some bytes must leave when there are any to send.
    ///   - bytesPerSecond: what must leave on average when there is something to send.
    ///   - unreadLimit: bytes of a body that may still come after it was answered.
    ///   - unreadDeadline: how long they may take.
    init(
        writeDeadline: TimeAmount = .seconds(60), bytesPerSecond: Int = 4_096, unreadLimit: Int = 256 * 1_024,
        unreadDeadline: TimeAmount = .seconds(10)
    ) {
        reader = ReaderPace(deadline: writeDeadline, bytesPerSecond: bytesPerSecond)
        self.unreadLimit = unreadLimit
        self.unreadDeadline = unreadDeadline
    }

    func handlerAdded(context: ChannelHandlerContext) {
        incoming = try? context.pipeline.syncOperations.handler(type: IncomingBytes.self)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        switch unwrapInboundIn(data) {
        case .head:
            requests += 1
            unreadBytes = 0
            isBodyOpen = true
            incoming?.state.becameBusy()
        case .body(let buffer) where answers == requests:
            unreadBytes += buffer.readableBytes
            if unreadBytes > unreadLimit { return linger(context) }
        case .body: break
        case .end:
            isBodyOpen = false
            incoming?.requestEnded()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        var part = unwrapOutboundIn(data)
        if case .head(var head) = part, head.status.kind != .informational {
            if incoming?.state.isDraining == true { head.headerFields[.connection] = "close" }
            if head.headerFields[.connection] == "close" { closesAfterAnswer = true }
            isEventStream = head.headerFields[.contentType]?.hasPrefix("text/event-stream") ?? false
            part = .head(head)
        }
        let (size, isEnd) = (part.size, part.isEnd)
        reader.began(at: .now())
        let written = promise ?? context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound((guard: self, context: context), eventLoop: context.eventLoop)
        written.futureResult.whenComplete { _ in
            bound.value.guard.didWrite(size, isEnd: isEnd, context: bound.value.context)
        }
        context.write(wrapOutboundOut(part), promise: written)
        startWatch(context)
    }

    private func didWrite(_ size: Int, isEnd: Bool, context: ChannelHandlerContext) {
        reader.ended(size, at: .now())
        if !reader.isWaiting {
            watch?.cancel()
            watch = nil
        }
        guard isEnd else { return }
        isEventStream = false
        answers += 1
        if closesAfterAnswer { return linger(context) }
        if answers == requests { incoming?.state.becameIdle() }
        if isBodyOpen { endUnread(request: requests, context) }
    }

    private func startWatch(_ context: ChannelHandlerContext) {
        guard watch == nil else { return }
        reader.look()
        let bound = NIOLoopBound((guard: self, context: context), eventLoop: context.eventLoop)
        watch = context.eventLoop.scheduleTask(in: reader.deadline) {
            let handler = bound.value.guard
            handler.watch = nil
            guard handler.reader.isWaiting else { return }
            if handler.reader.isTooSlow(at: .now()) {
                bound.value.context.close(promise: nil)
            } else {
                handler.startWatch(bound.value.context)
            }
        }
    }

    /// A body that was answered before its end has a while to come to it.
    private func endUnread(request: Int, _ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((guard: self, context: context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: unreadDeadline) {
            let handler = bound.value.guard
            if handler.requests == request, handler.isBodyOpen { handler.linger(bound.value.context) }
        }
    }

    /// When the door is being closed, an answer that would go on for ever has come to its end.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent, isEventStream { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    /// The decoder gives up for good: what is at work is still answered, then the connection ends.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        guard !isClosing else { return }
        guard requests == answers else {
            closesAfterAnswer = true
            // The rest of a body that is being read will never come.
            if isBodyOpen { context.close(mode: .input, promise: nil) }
            return
        }
        let refusal = Self.refusal(for: error, isInFirstLine: incoming?.isInFirstLine ?? false)
        requests += 1
        write(context: context, data: wrapOutboundOut(.head(refusal.head)), promise: nil)
        let page = context.channel.allocator.buffer(string: refusal.page)
        write(context: context, data: wrapOutboundOut(.body(page)), promise: nil)
        write(context: context, data: wrapOutboundOut(.end(nil)), promise: nil)
        context.flush()
    }

    static func refusal(for error: HTTPParserError, isInFirstLine: Bool) -> PlainRefusal {
        guard error == .headerOverflow else { return .malformed }
        return isInFirstLine ? .uriTooLong : .headerTooLarge
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

/// How fast a reader takes what there is to send. Time in which there is nothing to send does not count.
struct ReaderPace {
    let deadline: TimeAmount
    let bytesPerSecond: Int
    private var pending = 0
    private var completed = 0
    private var completedAtLook = 0
    private var bytes: Int64 = 0
    private var waited = TimeAmount.zero
    private var waitingSince = NIODeadline.uptimeNanoseconds(0)

    init(deadline: TimeAmount, bytesPerSecond: Int) {
        self.deadline = deadline
        self.bytesPerSecond = bytesPerSecond
    }

    /// Whether something is to be sent.
    var isWaiting: Bool { pending > 0 }

    mutating func began(at now: NIODeadline) {
        if pending == 0 { waitingSince = now }
        pending += 1
    }

    mutating func ended(_ size: Int, at now: NIODeadline) {
        pending -= 1
        completed += 1
        bytes += Int64(size)
        waited = waited + (now - waitingSince)
        waitingSince = now
    }

    /// From here on something must leave within the deadline.
    mutating func look() {
        completedAtLook = completed
    }

    /// Whether nothing has left since the last look, or too little in all.
    func isTooSlow(at now: NIODeadline) -> Bool {
        let allowed = deadline + .seconds(bytes / Int64(bytesPerSecond))
        return completed == completedAtLook || waited + (now - waitingSince) > allowed
    }
}

extension HTTPResponsePart {
    fileprivate var isEnd: Bool {
        if case .end = self { true } else { false }
    }

    fileprivate var size: Int {
        if case .body(let buffer) = self { buffer.readableBytes } else { 0 }
    }
}
