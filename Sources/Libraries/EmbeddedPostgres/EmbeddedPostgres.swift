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

    /// A system user that may sign in, in these roles and no others; only root can let somebody in.
    package struct Client: Sendable {
        let user: String
        let roles: [String]

        package init(user: String, roles: [String]) {
            self.user = user
            self.roles = roles
        }
    }

    /// The folder that holds everything of this server.
    package let folder: String
    let durability: Durability
    let maxConnections: Int
    let binaries: String
    let serverUser: String?
    let client: Client?

    /// - Parameters:
    ///   - folder: an absolute path; made when missing. With root as caller its parents must be searchable by the user
    ///     `postgres`.
    ///   - client: who else signs in besides root and the server's own user; for root as caller only.
    /// - Throws: `EmbeddedPostgresError` when PostgreSQL's programs are not installed.
    package init(folder: String, durability: Durability, maxConnections: Int = 200, client: Client? = nil) throws {
        self.folder = folder
        self.durability = durability
        self.maxConnections = maxConnections
        binaries = try Self.findBinaries()
        serverUser = geteuid() == 0 ? "postgres" : nil
        self.client = geteuid() == 0 ? client : nil
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
        try makeFolder(folder, mode: client == nil ? "700" : "711")
        try makeFolder(socketFolder, mode: client == nil ? "700" : "750", group: client?.user)
        let fresh = !FileManager.default.fileExists(atPath: dataFolder + "/PG_VERSION")
        if fresh { try initialise() }
        let isChanged = try configure()
        if isRunning {
            guard isChanged else { return fresh }
            try stop()
        }
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

    /// Whether the server's process is there, told without running a program; true while it starts, recovers or stops.
    package var isAlive: Bool {
        guard let lines = try? String(contentsOfFile: dataFolder + "/postmaster.pid", encoding: .utf8),
            let line = lines.split(separator: "\n").first, let number = Int(line),
            let name = try? String(contentsOfFile: "/proc/\(number)/comm", encoding: .utf8)
        else { return false }
        return name.hasPrefix("postgres")
    }

    private func initialise() throws {
        var arguments = ["-D", dataFolder, "-U", Self.superuser, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
        if durability == .none { arguments.append("--no-sync") }
        try run("initdb", arguments)
    }

    /// Writes our settings into files of their own, included last, so that an administrator's postgresql.conf stays.
    ///
    /// - Returns: whether a running server works with others.
    private func configure() throws -> Bool {
        var lines = [
            "listen_addresses = ''", "unix_socket_directories = '\(socketFolder)'",
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
        var isChanged = false
        if let client {
            // The socket's folder keeps others out; who is inside is known by the system and has his roles.
            lines += [
                "unix_socket_permissions = 0777", "hba_file = '\(dataFolder)/yanmen_hba.conf'",
                "ident_file = '\(dataFolder)/yanmen_ident.conf'",
            ]
            isChanged = try write(
                "local all all peer map=yanmen\nlocal replication \(Self.superuser) peer map=yanmen\n",
                to: "yanmen_hba.conf")
            isChanged = try write(identities(client), to: "yanmen_ident.conf") || isChanged
        } else {
            lines.append("unix_socket_permissions = 0700")
        }
        isChanged = try write(lines.joined(separator: "\n") + "\n", to: "yanmen.conf") || isChanged
        let main = dataFolder + "/postgresql.conf"
        let current = try String(contentsOfFile: main, encoding: .utf8)
        guard !current.contains("include 'yanmen.conf'") else { return isChanged }
        try run("tee", ["-a", main], input: "\ninclude 'yanmen.conf'\n", fromBinaries: false)
        return true
    }

    private func identities(_ client: Client) -> String {
        let owners = ["root", "postgres"].flatMap { user in
            ([Self.superuser] + client.roles).map { "yanmen \(user) \($0)" }
        }
        let doors = client.roles.map { "yanmen \(client.user) \($0)" }
        return (owners + doors).joined(separator: "\n") + "\n"
    }

    /// - Returns: whether the file held something else.
    private func write(_ text: String, to name: String) throws -> Bool {
        let path = "\(dataFolder)/\(name)"
        if (try? String(contentsOfFile: path, encoding: .utf8)) == text { return false }
        try run("tee", [path], input: text, fromBinaries: false)
        return true
    }

    private func makeFolder(_ path: String, mode: String, group: String? = nil) throws {
        guard let serverUser else {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            return
        }
        let owner = ["-o", serverUser, "-g", group ?? serverUser, "-m", mode]
        _ = try Subprocess.run("/usr/bin/install", ["-d"] + owner + [path])
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
