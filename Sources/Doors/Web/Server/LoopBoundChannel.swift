import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// Answers the requests of a connection on the connection's own event loop: bytes, handler and answer stay on one thread.
struct LoopBoundChannel<Base: ServerChildChannel>: ServerChildChannel {
    private let base: Base

    init(_ base: Base) {
        self.base = base
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        base.setup(channel: channel, logger: logger)
    }

    func handle(value: Base.Value, logger: Logger) async {
        await withTaskExecutorPreference(LoopExecutor.of(value.channel.eventLoop)) {
            await base.handle(value: value, logger: logger)
        }
    }
}

/// Runs tasks on an event loop.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    private init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    /// The executor of a loop: one each for the loops that the process has for its whole life.
    static func of(_ loop: any EventLoop) -> LoopExecutor {
        own.first { $0.loop === loop } ?? LoopExecutor(loop)
    }

    private static let own = Array(NIOSingletons.posixEventLoopGroup.makeIterator()).map(LoopExecutor.init)
}
