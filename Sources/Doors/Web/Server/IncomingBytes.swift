import NIOCore

/// Stands before the HTTP decoder. Knows whether the first line of a request has ended, which the decoder does not tell
/// when it gives up, and carries the state of the connection to the guard behind the decoder.
final class IncomingBytes: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    let state: ConnectionState
    /// Whether the first line of the next request is still coming in.
    private(set) var isInFirstLine = true

    init(_ state: ConnectionState) {
        self.state = state
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isInFirstLine, unwrapInboundIn(data).readableBytesView.contains(UInt8(ascii: "\n")) { isInFirstLine = false }
        context.fireChannelRead(data)
    }

    /// The request has been read to its end; what follows is another one.
    func requestEnded() {
        isInFirstLine = true
    }
}
