import Base
import Logging
import Postgres
import ServiceLifecycle

/// Something kept in memory that follows the city's settings.
protocol SettingsFollower: Sendable {
    /// Reads the settings anew.
    func refresh(from settings: Settings) async throws
}

/// Lets what is kept in memory follow the settings every ten seconds until the process stops; while the database is away
/// the old values hold.
struct SettingsKeeper: Service {
    let followers: [any SettingsFollower]
    let database: Database
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(10))) != nil {
                do {
                    try await refresh()
                } catch {
                    if !Task.isCancelled { logger.warning("settings not read", metadata: ["error": "\(error)"]) }
                }
            }
        }
    }

    /// Once, now.
    func refresh() async throws {
        let settings = Settings(database: database)
        for follower in followers { try await follower.refresh(from: settings) }
    }
}
