import Foundation
import GuoMi

/// One open file, read and written on a thread of its own.
///
/// The bytes written in order are digested on the way, so that a stored file need not be read again for its name.
actor DiskFile {
    /// How a file is opened.
    enum Purpose {
        case read
        /// A file that must not exist yet.
        case create
        /// A file that grows; held alone until it is closed.
        case extend
    }

    /// Pieces in which files are read and written.
    static let pieceSize = 64 * 1024

    private let executor = DiskExecutor()
    private let path: String
    private var descriptor: Int32 = -1
    private var hasher = SM3Hasher()

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(path: String) {
        self.path = path
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Opens the file.
    ///
    /// - Returns: its size, or nil when there is no such file.
    /// - Throws: `FileRefusal.uploadBusy` when another writer holds it, `FileRefusal.storageFull` or `.storageReadOnly`,
    ///   `DiskError`.
    func open(for purpose: Purpose) throws -> Int? {
        precondition(descriptor < 0, "a DiskFile is opened once")
        let flags: Int32 =
            switch purpose {
            case .read: O_RDONLY
            case .create: O_RDWR | O_CREAT | O_EXCL
            case .extend: O_RDWR | O_CREAT
            }
        descriptor = Foundation.open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            if purpose != .read { throw DiskError.lastChange("open") }
            if errno == ENOENT { return nil }
            throw DiskError.last("open")
        }
        if purpose == .extend {
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw FileRefusal.uploadBusy }
        }
        return try status().size
    }

    /// Whether the path still leads to the file that was opened: it may have been finished and removed meanwhile.
    func isStillInPlace() throws -> Bool {
        var found = stat()
        guard lstat(path, &found) == 0 else {
            if errno == ENOENT { return false }
            throw DiskError.last("lstat")
        }
        return found.st_ino == (try status().inode)
    }

    private func status() throws -> (size: Int, inode: UInt64) {
        var found = stat()
        guard fstat(descriptor, &found) == 0 else { throw DiskError.last("fstat") }
        return (Int(found.st_size), UInt64(found.st_ino))
    }

    /// At most `count` bytes from `offset` on; empty at the end of the file.
    func read(at offset: Int, count: Int) throws -> [UInt8] {
        let descriptor = descriptor
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let place = buffer.baseAddress.map { $0 + filled }
                let got = pread(descriptor, place, count - filled, off_t(offset + filled))
                if got < 0, errno == EINTR { continue }
                guard got >= 0 else { throw DiskError.last("read") }
                if got == 0 { return }
                filled += got
            }
        }
    }

    /// Writes all bytes at `offset`.
    ///
    /// - Throws: `FileRefusal.storageFull` or `.storageReadOnly`, `DiskError`.
    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws {
        try bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let put = pwrite(
                    descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
                if put < 0, errno == EINTR { continue }
                guard put >= 0 else { throw DiskError.lastChange("write") }
                done += put
            }
        }
    }

    /// Writes the next bytes of a new file and adds them to its digest.
    func append(_ bytes: ArraySlice<UInt8>, at offset: Int) throws {
        try write(bytes, at: offset)
        hasher.update(bytes)
    }

    /// The SM3 digest of all that was appended, as 64 hexadecimal digits.
    var appendedDigest: String { Hex.encode(hasher.digestSoFar()) }

    /// The SM3 digest of the whole file, as 64 hexadecimal digits.
    func wholeDigest() throws -> String {
        var hasher = SM3Hasher()
        var offset = 0
        while true {
            let piece = try read(at: offset, count: Self.pieceSize)
            guard !piece.isEmpty else { return Hex.encode(hasher.finalize()) }
            hasher.update(piece)
            offset += piece.count
        }
    }

    /// Runs `body` with the open descriptor on the file's own thread.
    func withDescriptor<Value: Sendable>(_ body: @Sendable (Int32) throws -> Value) rethrows -> Value {
        try body(descriptor)
    }

    /// Waits until the bytes are on the disk.
    func sync() throws {
        guard fsync(descriptor) == 0 else { throw DiskError.lastChange("fsync") }
    }
}
