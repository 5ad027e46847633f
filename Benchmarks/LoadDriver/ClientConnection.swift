import NIOCore

/// One keep-alive connection with at most one request on its way. Lives on the event loop of its crowd.
final class ClientConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var parser = AnswerParser()
    private var waiting: CheckedContinuation<HTTPAnswer, any Error>?
    private var hasBytes = false
    private(set) var channel: (any Channel)?
    /// When the last answer came.
    private(set) var idleSince = NIODeadline.now()
    /// Until when the answer may take.
    private var deadline = NIODeadline.distantFuture

    /// The connection ended; `isUntouched` when the server had not said a word to the request.
    struct Ended: Error {
        let isUntouched: Bool
    }

    struct TimedOut: Error {}

    var isOpen: Bool { channel?.isActive ?? false }

    /// Sends a request; `continuation` gets the answer.
    func send(
        _ bytes: ByteBuffer, readsBody: Bool, until deadline: NIODeadline,
        _ continuation: CheckedContinuation<HTTPAnswer, any Error>
    ) {
        guard let channel, channel.isActive, waiting == nil else {
            return continuation.resume(throwing: Ended(isUntouched: true))
        }
        waiting = continuation
        hasBytes = false
        self.deadline = deadline
        parser = AnswerParser(keepsBody: readsBody)
        channel.writeAndFlush(bytes, promise: nil)
    }

    /// Gives up when the time is over.
    func checkDeadline(_ now: NIODeadline) {
        guard waiting != nil, deadline <= now else { return }
        end(TimedOut())
        close()
    }

    func close() {
        channel?.close(promise: nil)
        channel = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        channel = context.channel
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var input = unwrapInboundIn(data)
        hasBytes = true
        do {
            guard let answer = try parser.feed(&input) else { return }
            // Nobody asked for more: what stands behind an answer is a fault of the server.
            if input.readableBytes > 0 { throw AnswerFault.malformed }
            idleSince = .now()
            let asking = waiting
            waiting = nil
            // Closing tells `channelInactive` at once, which must find nobody waiting any more.
            if answer.closes { close() }
            asking?.resume(returning: answer)
        } catch {
            end(error)
            close()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        channel = nil
        guard waiting != nil else { return }
        if let answer = try? parser.end() {
            waiting?.resume(returning: answer)
            waiting = nil
        } else {
            end(Ended(isUntouched: !hasBytes))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func end(_ error: any Error) {
        waiting?.resume(throwing: error)
        waiting = nil
    }
}
