import Foundation
import ServiceLifecycle

/// A copy of this program to keep running.
struct ChildProcess: Sendable {
    let name: String
    let arguments: [String]
}

/// Keeps child processes running: starts them, restarts the fallen with growing pauses, stops them in the end.
///
/// A trap kills a Swift process whole; the supervisor is the reason why it takes nothing else down.
struct Supervisor: Service {
    let program: String
    let children: [ChildProcess]
    let readiness: Readiness
    let onReady: @Sendable () -> Void

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for child in children {
                group.addTask { try await keepRunning(child) }
            }
            group.addTask {
                guard try await readiness.wait() else { return }
                onReady()
            }
            try await group.waitForAll()
        }
    }

    private func keepRunning(_ child: ChildProcess) async throws {
        var policy = RestartPolicy()
        while !Task.isShuttingDownGracefully {
            let started = ContinuousClock.now
            let running = try RunningProcess(program: program, arguments: child.arguments)
            let status = await withGracefulShutdownHandler {
                await running.exitStatus()
            } onGracefulShutdown: {
                running.stop()
            }
            if Task.isShuttingDownGracefully { return }
            let pause = policy.delay(afterRunning: ContinuousClock.now - started)
            complain("\(child.name) 退出（\(status)），\(pause) 后重新启动。")
            try await cancelWhenGracefulShutdown { try? await Task.sleep(for: pause) }
        }
    }
}

/// One started process; asks it to stop with SIGTERM and kills it when it does not within 15 seconds.
private struct RunningProcess: Sendable {
    private let identifier: Int32
    private let exits: AsyncStream<Int32>

    init(program: String, arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let (exits, continuation) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { ended in
            continuation.yield(ended.terminationStatus)
            continuation.finish()
        }
        try process.run()
        identifier = process.processIdentifier
        self.exits = exits
    }

    func exitStatus() async -> Int32 {
        for await status in exits { return status }
        return -1
    }

    func stop() {
        kill(identifier, SIGTERM)
        let identifier = identifier
        DispatchQueue.global().asyncAfter(deadline: .now() + 15) {
            kill(identifier, SIGKILL)
        }
    }
}
