/// The listeners of the program, each with its own database role (`yanmen_<name>`), routes and session kind.
package enum DoorName: String, Sendable, CaseIterable, Codable {
    /// Citizens (公众).
    case `public`
    /// Staff (工作人员).
    case office
    /// Other systems.
    case api
    /// Devices of the hall.
    case terminal
    /// Health, metrics, demo messages; loopback only.
    case management
    /// Not a listener: the background worker.
    case worker

    /// The PostgreSQL role this door signs in as.
    package var databaseRole: String { "yanmen_\(rawValue)" }

    /// Distance of the door's port from the base port; the worker has none.
    package var portOffset: Int? {
        switch self {
        case .public: 0
        case .office: 1
        case .api: 2
        case .terminal: 3
        case .management: 4
        case .worker: nil
        }
    }
}
