import EmbeddedPostgres
import Foundation
import ServiceLifecycle

/// Starts the private PostgreSQL again when it has fallen, until the program is asked to stop.
struct DatabaseKeeper: Service {
    let server: EmbeddedPostgres

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var wasAlive = true
            while (try? await Task.sleep(for: .seconds(1))) != nil {
                let isAlive = server.isAlive
                // Gone at two looks in a row: an administrator's restart is between two of them.
                if !isAlive, !wasAlive { await revive() }
                wasAlive = isAlive
            }
        }
    }

    private func revive() async {
        complain("数据库停了，正在重新启动。")
        let failure = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: start()) }
        }
        complain(failure.map { "数据库无法启动：\($0)" } ?? "数据库已重新启动。")
    }

    /// Blocks until the server answers; says why it does not.
    private func start() -> String? {
        do {
            _ = try server.start()
            return nil
        } catch {
            return "\(error)"
        }
    }
}
