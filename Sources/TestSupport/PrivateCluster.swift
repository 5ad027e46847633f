import Foundation
package import Postgres

/// A PostgreSQL server for tests: its own data folder, a Unix socket only, nothing forced to disk. It ends with the
/// process, however that ends.
package final class PrivateCluster: Sendable {
    /// Where the socket and the data are.
    package let folder: String
    private let watchdog: Watchdog

    private static let starting = Task { try await start() }

    /// The one server of this test process, started when it is first asked for.
    package static func shared() async throws -> PrivateCluster {
        try await starting.value
    }

    /// Starts a server of one's own, for tests that stop it or need other settings.
    package static func start(settings: [String: String] = [:]) async throws -> PrivateCluster {
        let cluster = try PrivateCluster()
        try await cluster.initialise(settings)
        try await cluster.start()
        return cluster
    }

    private init() throws {
        folder = NSTemporaryDirectory() + "pg-" + UUID().uuidString.prefix(8).lowercased()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        watchdog = try Watchdog(folder: folder)
    }

    /// How to reach a database of this server through its socket.
    package func connectionString(database: String = "postgres", user: String = "postgres") -> String {
        "host=\(folder) dbname=\(database) user=\(user)"
    }

    /// A pool for a database of this server.
    package func connect(
        database: String = "postgres", user: String = "postgres", poolSize: Int = 4
    ) -> Database {
        let string = connectionString(database: database, user: user)
        return Database(configuration: Configuration(connectionString: string, poolSize: poolSize))
    }

    /// Starts the server again after `stop`.
    package func start() async throws {
        try await Program.pgCtl(["-w", "-l", "\(folder)/log", "start"], folder: folder)
    }

    /// Stops the server: `fast` ends sessions in order, `immediate` as in a crash.
    package func stop(mode: String = "fast") async throws {
        try await Program.pgCtl(["-w", "-m", mode, "stop"], folder: folder)
    }

    /// Stops and starts the server.
    package func restart(mode: String = "fast") async throws {
        try await stop(mode: mode)
        try await start()
    }

    /// What the server wrote to its log.
    package func log() throws -> String {
        try String(contentsOfFile: "\(folder)/log", encoding: .utf8)
    }

    private func initialise(_ settings: [String: String]) async throws {
        if Program.isRoot { try await Program.run(["/bin/chown", "postgres", folder]) }
        try await Program.asServer([
            Program.folder + "/initdb", "-D", "\(folder)/data", "-U", "postgres", "--auth=trust", "--no-sync", "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ])
        var lines: [String: String] = [
            "listen_addresses": "", "unix_socket_directories": folder, "fsync": "off", "synchronous_commit": "off",
            "full_page_writes": "off", "max_connections": "400", "wal_level": "minimal", "max_wal_senders": "0",
        ]
        lines.merge(settings) { _, given in given }
        try append(lines)
    }

    /// Changes settings and restarts the server with them. Files that they name are given to the server first.
    package func configure(_ settings: [String: String]) async throws {
        for file in settings.values where file.hasPrefix(folder) && Program.isRoot {
            try await Program.run(["/bin/chown", "postgres", file])
        }
        try append(settings)
        try await restart()
    }

    private func append(_ settings: [String: String]) throws {
        let text = settings.map { "\($0.key) = '\($0.value)'\n" }.sorted().joined()
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: "\(folder)/data/postgresql.conf"))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }
}

/// A shell that waits for the end of this process, whether orderly or a crash, then stops the server and removes it.
private final class Watchdog: Sendable {
    private let process: Process
    private let line: Pipe

    init(folder: String) throws {
        let stop = Program.serverCommand([
            Program.folder + "/pg_ctl", "-D", "\(folder)/data", "-m", "immediate", "stop",
        ])
        let script =
            "trap '' INT TERM HUP; read line; \(stop.joined(separator: " ")) >/dev/null 2>&1; rm -rf '\(folder)'"
        line = Pipe()
        // The server must not inherit this end, or the shell would wait for the server that it is to stop.
        _ = fcntl(line.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        process.standardInput = line
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }
}
