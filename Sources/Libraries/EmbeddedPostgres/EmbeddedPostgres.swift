package import Foundation

/// A private PostgreSQL in a folder: made with `initdb`, started on a Unix socket only, owned by an unprivileged user.
///
/// PostgreSQL refuses to run as root, so a root caller hands it to the system user `postgres`. All calls block (they run
/// other programs); call them at start and stop, or from a thread of your own.
package struct EmbeddedPostgres: Sendable {
    /// How carefully commits reach the disk.
    package enum Durability: Sendable {
        /// fsync on: the product.
        case full
        /// fsync off: throw-away test clusters.
        case none
    }

    /// The folder that holds everything of this server.
    package let folder: String
    let durability: Durability
    let maxConnections: Int
    let binaries: String
    let serverUser: String?

    /// - Parameter folder: an absolute path; made when missing. With root as caller its parents must be searchable by
    ///   the user `postgres`.
    /// - Throws: `EmbeddedPostgresError` when PostgreSQL's programs are not installed.
    package init(folder: String, durability: Durability, maxConnections: Int = 200) throws {
        self.folder = folder
        self.durability = durability
        self.maxConnections = maxConnections
        binaries = try Self.findBinaries()
        serverUser = geteuid() == 0 ? "postgres" : nil
    }

    var dataFolder: String { folder + "/cluster" }

    /// Where the Unix socket lies. Socket paths are limited to 107 bytes, so a deep folder gets a short one beside it.
    package var socketFolder: String {
        let near = folder + "/run"
        if near.utf8.count <= 80 { return near }
        let number = folder.utf8.reduce(UInt64(5381)) { ($0 &* 33) ^ UInt64($1) }
        return "/tmp/yanmen-\(geteuid())-\(String(number, radix: 36))"
    }

    /// A libpq connection string for a role and database of this server.
    package func connectionString(role: String, database: String) -> String {
        "host='\(socketFolder)' user=\(role) dbname=\(database)"
    }

    /// The superuser's name; the socket folder is closed to everybody but the server's user and root.
    package static let superuser = "postgres"

    /// Starts the server and waits until it answers; a server of this folder that still runs is adopted.
    /// - Returns: true when the cluster was made just now.
    package func start() throws -> Bool {
        try makeFolder(folder)
        try makeFolder(socketFolder)
        let fresh = !FileManager.default.fileExists(atPath: dataFolder + "/PG_VERSION")
        if fresh { try initialise() }
        try configure()
        if isRunning { return fresh }
        let arguments = ["-w", "-t", "60", "-D", dataFolder, "-l", folder + "/server.log", "start"]
        try run("pg_ctl", arguments)
        return fresh
    }

    /// Stops the server; open transactions are rolled back.
    package func stop() throws {
        guard isRunning else { return }
        try run("pg_ctl", ["-w", "-t", "60", "-D", dataFolder, "-m", "fast", "stop"])
    }

    /// Whether a server runs on this folder.
    package var isRunning: Bool {
        (try? run("pg_ctl", ["-D", dataFolder, "status"])) != nil
    }

    private func initialise() throws {
        var arguments = ["-D", dataFolder, "-U", Self.superuser, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
        if durability == .none { arguments.append("--no-sync") }
        try run("initdb", arguments)
    }

    /// Writes our settings into a file of their own, included last, so that an administrator's postgresql.conf stays.
    private func configure() throws {
        var lines = [
            "listen_addresses = ''", "unix_socket_directories = '\(socketFolder)'", "unix_socket_permissions = 0700",
            "max_connections = \(maxConnections)", "timezone = 'Asia/Shanghai'", "jit = off",
            "log_line_prefix = '%m [%p] %u@%d '", "log_statement = 'ddl'",
        ]
        switch durability {
        case .full:
            lines += [
                "shared_buffers = 256MB", "fsync = on", "synchronous_commit = on", "full_page_writes = on",
                "max_wal_size = 2GB", "random_page_cost = 1.1",
            ]
        case .none:
            lines += ["fsync = off", "synchronous_commit = off", "full_page_writes = off", "shared_buffers = 128MB"]
        }
        let text = lines.joined(separator: "\n") + "\n"
        try run("tee", [dataFolder + "/yanmen.conf"], input: text, fromBinaries: false)
        let main = dataFolder + "/postgresql.conf"
        let current = try String(contentsOfFile: main, encoding: .utf8)
        guard !current.contains("include 'yanmen.conf'") else { return }
        try run("tee", ["-a", main], input: "\ninclude 'yanmen.conf'\n", fromBinaries: false)
    }

    private func makeFolder(_ path: String) throws {
        guard let serverUser else {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            return
        }
        _ = try Subprocess.run("/usr/bin/install", ["-d", "-o", serverUser, "-m", "700", path])
        let searchable = try? Subprocess.run("/usr/sbin/runuser", ["-u", serverUser, "--", "test", "-x", path])
        guard searchable != nil else { throw EmbeddedPostgresError.folderClosed(path: path, user: serverUser) }
    }

    @discardableResult
    private func run(_ program: String, _ arguments: [String], input: String? = nil, fromBinaries: Bool = true) throws
        -> String
    {
        let path = fromBinaries ? "\(binaries)/\(program)" : "/usr/bin/\(program)"
        guard let serverUser else { return try Subprocess.run(path, arguments, input: input) }
        return try Subprocess.run("/usr/sbin/runuser", ["-u", serverUser, "--", path] + arguments, input: input)
    }

    /// Debian keeps server programs per version; the newest from 15 on is taken.
    static func findBinaries() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let usable = versions.compactMap { Int($0) }.filter { $0 >= 15 }.sorted()
        for version in usable.reversed() where FileManager.default.fileExists(atPath: "\(root)/\(version)/bin/initdb") {
            return "\(root)/\(version)/bin"
        }
        throw EmbeddedPostgresError.notInstalled
    }
}

/// Why the private server cannot be used, with what to do.
package enum EmbeddedPostgresError: Error, CustomStringConvertible {
    case notInstalled
    case folderClosed(path: String, user: String)
    case failed(program: String, output: String)

    package var description: String {
        switch self {
        case .notInstalled:
            "PostgreSQL 15 or newer is not installed: apt-get install postgresql-15"
        case .folderClosed(let path, let user):
            "the system user \(user) cannot enter \(path): choose a folder outside of /root, for example --data /var/lib/yanmen"
        case .failed(let program, let output):
            "\(program) failed: \(output)"
        }
    }
}
