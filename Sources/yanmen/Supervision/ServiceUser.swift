import ArgumentParser
import Base
import CLinux
import EmbeddedPostgres
import Foundation
import Processes

/// The system user without rights as which doors and worker run when `yanmen up` was started by root.
///
/// Its own user and not PostgreSQL's: a door that was taken over may neither read the database's files nor sign in as the
/// database's owner.
struct ServiceUser: Sendable {
    static let name = "yanmen"

    let name: String
    let user: uid_t
    let group: gid_t

    /// The user of the doors; made when it is missing.
    static func prepare() async throws -> ServiceUser {
        if let known = find(name) { return known }
        let adding = ChildProgram(
            path: "/usr/sbin/useradd",
            arguments: [
                "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell",
                "/usr/sbin/nologin", name,
            ])
        let code = try? await adding.run()
        guard code == 0, let made = find(name) else {
            complain("无法建立系统用户 \(name)。请先执行：useradd --system \(name)，或用普通用户运行。")
            throw Exit.missing
        }
        return made
    }

    static func named(_ name: String) throws -> ServiceUser {
        guard let known = find(name) else {
            complain("没有名为 \(name) 的系统用户。")
            throw Exit.missing
        }
        return known
    }

    static func find(_ name: String) -> ServiceUser? {
        guard let entry = getpwnam(name) else { return nil }
        return ServiceUser(name: name, user: entry.pointee.pw_uid, group: entry.pointee.pw_gid)
    }

    /// This process becomes that user, for good.
    func become() throws {
        guard geteuid() == 0 else { return }
        guard initgroups(name, group) == 0, setgid(group) == 0, setuid(user) == 0, setuid(0) != 0 else {
            complain("无法换成系统用户 \(name)。")
            throw ExitCode.failure
        }
        _ = yanmen_allow_backtraces()
        _ = yanmen_forbid_new_rights()
    }

    /// Makes the folder if it is missing, closes it to others, and takes over what earlier versions of the program made in
    /// it as root.
    ///
    /// - Parameter isLarge: then it is not looked through when it is the user's already. It changes its owner last: as long
    ///   as it is another's, the work is not finished.
    func takeOver(folder: String, isLarge: Bool) throws {
        let files = FileManager.default
        try files.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        if isLarge, owner(of: folder) == user { return }
        for case let name as String in files.enumerator(atPath: folder) ?? .init() {
            try give("\(folder)/\(name)")
        }
        try give(folder)
        guard chmod(folder, 0o700) == 0 else { throw FolderFailure(path: folder, errorNumber: errno) }
    }

    /// As `takeOver(folder:)`, for one file.
    func takeOver(file: String) throws {
        let handle = open(file, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard handle >= 0 else { throw FolderFailure(path: file, errorNumber: errno) }
        defer { close(handle) }
        guard fchown(handle, user, group) == 0 else { throw FolderFailure(path: file, errorNumber: errno) }
    }

    private func give(_ path: String) throws {
        // Of a link, the link itself: nobody is to be led out of the folder.
        guard lchown(path, user, group) == 0 else { throw FolderFailure(path: path, errorNumber: errno) }
    }

    func owner(of path: String) -> uid_t? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.ownerAccountID] as? NSNumber)?.uint32Value
    }
}

/// Why a folder cannot be handed to the doors.
struct FolderFailure: Error, CustomStringConvertible {
    let path: String
    let errorNumber: Int32

    var description: String { "\(path)：\(String(cString: strerror(errorNumber)))" }
}

/// What of the data folder belongs to doors and worker.
struct ServiceFolders {
    let dataFolder: String

    private var small: [String] { [dataFolder + "/secrets", SharedState.folder(in: dataFolder), cache] }
    /// Contents of files of many years.
    private var large: String { dataFolder + "/files" }
    var cache: String { dataFolder + "/cache" }
    var auditHead: String { dataFolder + "/audit-head.log" }

    func handOver(to user: ServiceUser) throws {
        // They pass through the folder; they own nothing else in it.
        guard chmod(dataFolder, 0o755) == 0 else { throw FolderFailure(path: dataFolder, errorNumber: errno) }
        for folder in small { try user.takeOver(folder: folder, isLarge: false) }
        try user.takeOver(folder: large, isLarge: true)
        try user.takeOver(file: auditHead)
    }

    /// A command of root is about to make files here: the next start looks through all of them again.
    func willBeChangedByRoot() {
        if geteuid() == 0 { lchown(large, 0, 0) }
    }

    /// A command of root has made files here while the doors may be at work: they get them at once.
    func handOverWhatRootMade() throws {
        guard geteuid() == 0, let user = ServiceUser.find(ServiceUser.name) else { return }
        try user.takeOver(folder: large, isLarge: false)
        try user.takeOver(file: auditHead)
    }

    /// What is wrong with the owners now, for `yanmen doctor`.
    func faults(for user: ServiceUser) -> [String] {
        (small + [large, auditHead]).filter { user.owner(of: $0).map { $0 != user.user } ?? false }
    }
}

extension CityConfiguration {
    /// The private PostgreSQL of the data folder. Under root the user of the doors may sign in, in their roles only.
    func privateServer() throws -> EmbeddedPostgres {
        let user = geteuid() == 0 ? ServiceUser.find(ServiceUser.name) : nil
        return try EmbeddedPostgres(
            folder: dataFolder + "/postgres", durability: .full,
            client: user.map { .init(user: $0.name, roles: DoorName.allCases.map(\.databaseRole)) })
    }
}
