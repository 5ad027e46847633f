import Glibc

/// The right to be the only one at work in a folder: held until it is given back or its process ends, however it ends.
///
/// The system keeps it (`flock`), so nothing has to be cleared away after a crash; children do not inherit it. What stands in
/// the file is for those who find it taken.
package struct FolderLock: Sendable {
    /// Whoever has the lock.
    package struct Holder: Sendable, Hashable {
        /// Its process; nil while it has not written it down yet.
        package let process: Int32?
        /// Whether it has said that it is on its way out.
        package let isStopping: Bool
    }

    private static let stopping = "stopping"

    private let descriptor: Int32

    /// Takes the lock, or says at once who has it.
    ///
    /// - Parameter file: made when it is missing, in a folder that is there; it is never taken away.
    /// - Throws: `FolderLockFailure`.
    package init(file: String) throws(FolderLockFailure) {
        let opened = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else { throw .unusable(file: file, errorNumber: errno) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            let holder = Self.holder(opened)
            close(opened)
            throw reason == EWOULDBLOCK ? .held(holder) : .unusable(file: file, errorNumber: reason)
        }
        descriptor = opened
        write("\(getpid())\n")
    }

    /// Tells those who wait that it will not be long.
    package func saysItStops() { write("\(getpid()) \(Self.stopping)\n") }

    /// The next one may have the folder.
    package func giveBack() {
        ftruncate(descriptor, 0)
        // A child that is being started at this moment still has a copy of the descriptor.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private func write(_ text: String) {
        // Only the words for others are lost when the disk is full, not the lock.
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.utf8.count, 0)
    }

    private static func holder(_ descriptor: Int32) -> Holder {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = max(0, pread(descriptor, &bytes, bytes.count, 0))
        let words = String(decoding: bytes[..<count], as: UTF8.self).split { $0 == " " || $0 == "\n" }
        return Holder(process: words.first.flatMap { Int32($0) }, isStopping: words.contains(Substring(stopping)))
    }
}

/// Why a folder's lock was not given.
package enum FolderLockFailure: Error, Hashable {
    case held(FolderLock.Holder)
    case unusable(file: String, errorNumber: Int32)
}
