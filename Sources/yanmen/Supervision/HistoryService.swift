import Foundation
import ManagementDoor
import Postgres
import ServiceLifecycle

/// Writes down every minute how the platform does, for the charts of the status page.
struct HistoryService: Service {
    let shared: SharedState
    let database: Database

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var sampler = HistorySampler(
                history: shared.history, metrics: shared.metrics, board: shared.board, database: database)
            while (try? await Task.sleep(for: .seconds(60))) != nil { await sampler.sample(at: .now) }
        }
    }
}
