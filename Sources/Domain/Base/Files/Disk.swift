import Foundation

/// The folders of a file store: names, links and leftovers. Its calls block its own thread only.
actor Disk {
    private let executor = DiskExecutor()
    private let root: String

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(root: String) {
        self.root = root
    }

    /// The place of a content.
    nonisolated func path(of digest: String) -> String { "\(folder(of: digest))/\(digest)" }

    private nonisolated func folder(of digest: String) -> String {
        "\(root)/\(digest.prefix(2))/\(digest.dropFirst(2).prefix(2))"
    }

    func prepare() throws {
        do {
            for folder in [root, "\(root)/tmp", "\(root)/uploads"] { try makeFolder(folder) }
            let probe = "\(root)/tmp/probe-\(UUID().uuidString)"
            let descriptor = Foundation.open(probe, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw DiskError.last("open") }
            close(descriptor)
            try remove(probe)
        } catch let error as DiskError {
            if error.refusal == .storageFull { throw FileRefusal.storageFull }
            throw FileStoreError.notWritable("\(root), \(error)")
        }
    }

    func freeBytes() throws -> Int {
        var found = statvfs()
        guard statvfs(root, &found) == 0 else { throw DiskError.last("statvfs") }
        return Int(found.f_bavail) * Int(found.f_frsize)
    }

    /// Links a finished file into its place. Content that is there already is only marked as used now.
    func place(_ path: String, digest: String) throws {
        let first = digest.prefix(2)
        try makeFolder(first, in: root)
        try makeFolder(digest.dropFirst(2).prefix(2), in: "\(root)/\(first)")
        let lock = try StoreLock(root: root, exclusive: false)
        defer { lock.release() }
        let target = self.path(of: digest)
        if link(path, target) != 0 {
            guard errno == EEXIST else { throw DiskError.lastChange("link") }
            guard utimensat(AT_FDCWD, target, nil, 0) == 0 else { throw DiskError.lastChange("utimensat") }
        }
        try syncFolder(folder(of: digest))
    }

    /// Removes a content that is still older than `moment`; a writer that stores it again meanwhile wins.
    func removeContent(_ digest: String, olderThan moment: Date) throws -> Bool {
        let lock = try StoreLock(root: root, exclusive: true)
        defer { lock.release() }
        guard let modified = try modified(path(of: digest)), modified < moment else { return false }
        try remove(path(of: digest))
        return true
    }

    func remove(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw DiskError.lastChange("unlink") }
    }

    func size(_ path: String) throws -> Int? { try status(path).map { Int($0.st_size) } }

    /// When a file was last written, or nil when there is none.
    func modified(_ path: String) throws -> Date? {
        try status(path).map { found in
            Date(timeIntervalSince1970: Double(found.st_mtim.tv_sec) + Double(found.st_mtim.tv_nsec) / 1e9)
        }
    }

    private func status(_ path: String) throws -> stat? {
        var found = stat()
        guard lstat(path, &found) == 0 else {
            if errno == ENOENT { return nil }
            throw DiskError.last("lstat")
        }
        return found
    }

    /// Names of the files in a folder that were last written before `moment`.
    func names(in folder: String, olderThan moment: Date) throws -> [String] {
        try list(folder).filter { name in
            guard let modified = try modified("\(folder)/\(name)") else { return false }
            return modified < moment
        }
    }

    /// The folders that hold contents, two levels down.
    func contentFolders() throws -> [String] {
        try list(root).filter { $0.utf8.count == 2 }.sorted().flatMap { first in
            try list("\(root)/\(first)").sorted().map { "\(root)/\(first)/\($0)" }
        }
    }

    private func list(_ folder: String) throws -> [String] {
        guard let handle = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw DiskError.last("opendir")
        }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private func makeFolder(_ path: String) throws(DiskError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw DiskError.last("mkdir") }
    }

    /// Makes a folder below `parent` that outlives a power cut.
    private func makeFolder(_ name: Substring, in parent: String) throws {
        guard mkdir("\(parent)/\(name)", 0o700) != 0 else { return try syncFolder(parent) }
        guard errno == EEXIST else { throw DiskError.lastChange("mkdir") }
    }

    private func syncFolder(_ path: String) throws {
        let descriptor = Foundation.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DiskError.last("open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw DiskError.lastChange("fsync") }
    }
}

/// Keeps the deleting of a content apart from its being stored again, also between processes.
private struct StoreLock {
    private let descriptor: Int32

    init(root: String, exclusive: Bool) throws {
        descriptor = Foundation.open("\(root)/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DiskError.lastChange("open") }
        var result = flock(descriptor, exclusive ? LOCK_EX : LOCK_SH)
        while result != 0, errno == EINTR { result = flock(descriptor, exclusive ? LOCK_EX : LOCK_SH) }
        guard result == 0 else {
            close(descriptor)
            throw DiskError.last("flock")
        }
    }

    func release() { close(descriptor) }
}
