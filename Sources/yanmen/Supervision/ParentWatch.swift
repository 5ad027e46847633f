import Foundation
import ServiceLifecycle

/// Ends a supervised process when its supervisor is gone, so that nothing holds the ports after a crash.
struct ParentWatch: Service {
    func run() async throws {
        let parent = getppid()
        await cancelWhenGracefulShutdown {
            while getppid() == parent, !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(500))
            }
        }
    }
}
