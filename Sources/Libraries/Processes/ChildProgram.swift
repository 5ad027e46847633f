import Foundation
import Synchronization

/// A program to start as a child of this one.
package struct ChildProgram: Sendable {
    package var path: String
    package var arguments: [String]
    /// Set on top of the environment of this process.
    package var environment: [String: String]
    /// Descriptors that it gets under the same numbers.
    package var inherited: [Int32]
    /// Whether it understands `readyOption`.
    package var saysReady: Bool

    package init(
        path: String, arguments: [String], environment: [String: String] = [:], inherited: [Int32] = [],
        saysReady: Bool = false
    ) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
        self.inherited = inherited
        self.saysReady = saysReady
    }

    /// The option by which a child learns where to say that it is ready: any byte on that descriptor.
    package static let readyOption = "--ready-descriptor"

    /// Runs it to its end.
    ///
    /// - Returns: its exit code; 128 and more when a signal ended it.
    package func run() async throws -> Int32 {
        let status = try await withCheckedThrowingContinuation { continuation in
            do {
                _ = try start(onReady: {}, onExit: { continuation.resume(returning: $0) })
            } catch {
                continuation.resume(throwing: error)
            }
        }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// Starts it in a process group of its own, with the system's own handling of signals.
    ///
    /// - Parameters:
    ///   - onReady: called at most once, when the child says so.
    ///   - onExit: called once with the status of `waitpid`, after `onReady`.
    /// - Throws: `StartFailure` when there is no such program or it may not be run.
    package func start(
        onReady: @escaping @Sendable () -> Void, onExit: @escaping @Sendable (Int32) -> Void
    ) throws -> RunningChild {
        var ends: [Int32] = [-1, -1]
        // A pair of sockets, because a pipe cannot be made without the moment in which another start would inherit it.
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw StartFailure(path: path, errorNumber: errno) }
        let (reading, writing) = (ends[0], ends[1])
        let words = [path] + arguments + (saysReady ? [Self.readyOption, String(writing)] : [])
        let identifier: pid_t
        do {
            identifier = try Self.spawn(path, words, environment, inherited + [writing])
        } catch {
            close(reading)
            close(writing)
            throw error
        }
        close(writing)
        let child = RunningChild(identifier: identifier)
        // A thread of its own: both calls block, for as long as the child lives.
        Thread.detachNewThread {
            var byte: UInt8 = 0
            var count = 0
            repeat { count = read(reading, &byte, 1) } while count < 0 && errno == EINTR
            close(reading)
            if count == 1 { onReady() }
            var status: Int32 = 0
            while waitpid(identifier, &status, 0) == -1, errno == EINTR {}
            child.hasEnded()
            onExit(status)
        }
        return child
    }

    private static func spawn(
        _ path: String, _ arguments: [String], _ environment: [String: String], _ inherited: [Int32]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        // Onto itself: that takes the mark away which closes it at the start of a program.
        for descriptor in inherited { posix_spawn_file_actions_adddup2(&actions, descriptor, descriptor) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What this process ignores because it handles it otherwise, the child must not ignore.
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        // Ctrl-C at the terminal is for the parent, which ends its children in order.
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var variables = ProcessInfo.processInfo.environment
        variables.merge(environment) { _, new in new }
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            for word in words { free(word) }
            for setting in settings { free(setting) }
        }
        var identifier: pid_t = 0
        let failure = posix_spawn(&identifier, path, &actions, &attributes, &words, &settings)
        guard failure == 0 else { throw StartFailure(path: path, errorNumber: failure) }
        return identifier
    }
}

/// A child that was started.
package final class RunningChild: Sendable {
    package let identifier: Int32
    /// Afterwards the number may belong to somebody else.
    private let isGone = Mutex(false)

    init(identifier: Int32) {
        self.identifier = identifier
    }

    func hasEnded() {
        isGone.withLock { $0 = true }
    }

    /// Asks it to end (SIGTERM) and kills it when it is still there after `patience`.
    package func end(patience: Duration) {
        send(SIGTERM)
        let milliseconds = DispatchTimeInterval.milliseconds(Int(patience / .milliseconds(1)))
        DispatchQueue.global().asyncAfter(deadline: .now() + milliseconds) { [self] in send(SIGKILL) }
    }

    private func send(_ signal: Int32) {
        isGone.withLock { isGone in
            if !isGone { kill(identifier, signal) }
        }
    }
}

/// Why a child could not be started.
package struct StartFailure: Error, Hashable, CustomStringConvertible {
    package let path: String
    package let errorNumber: Int32

    package var description: String { "\(path): \(String(cString: strerror(errorNumber)))" }
}
