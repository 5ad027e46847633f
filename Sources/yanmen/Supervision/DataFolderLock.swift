import Foundation
import Processes

/// Somebody else works in the data folder and does not stop.
struct DataFolderInUse: Error, CustomStringConvertible {
    let folder: String
    let holder: FolderLock.Holder

    private var who: String { holder.process.map { "（进程 \($0)）" } ?? "" }
    private var ending: String { holder.process.map { "：kill \($0)" } ?? "" }

    var description: String {
        holder.isStopping
            ? "上一个 yanmen\(who)一直没有停下来，数据文件夹 \(folder) 还不能用。请查看它在等什么，或结束它\(ending)。"
            : "另一个 yanmen\(who)正在使用数据文件夹 \(folder)。请先停掉它\(ending)，或用 --data 换一个文件夹。"
    }
}

/// Puts those who start something in one data folder in order: the next one waits until the one before has stopped, so that
/// nobody's database is stopped under it.
struct DataFolderLock: Sendable {
    /// How long one that stops may take: its children have 15 seconds, then PostgreSQL stops.
    var patience = Duration.seconds(60)
    /// How long one that was just told to stop may take to say so.
    var reaction = Duration.seconds(2)

    let folder: String

    init(_ folder: String) {
        self.folder = folder
    }

    /// Takes the lock, waiting for one that is stopping.
    ///
    /// - Throws: `DataFolderInUse` when the other one does not stop.
    func take() async throws -> FolderLock {
        try makeFolder()
        let began = ContinuousClock.now
        var isTold = false
        while true {
            do {
                return try FolderLock(file: folder + "/up.lock")
            } catch .held(let holder) {
                let limit = holder.isStopping ? patience : reaction
                guard ContinuousClock.now - began < limit else {
                    throw DataFolderInUse(folder: folder, holder: holder)
                }
                if holder.isStopping, !isTold {
                    isTold = true
                    let who = holder.process.map { "（进程 \($0)）" } ?? ""
                    print("正在等上一个 yanmen\(who)停止……")
                    flushOutput()
                }
                try await Task.sleep(for: .milliseconds(100))
            } catch .unusable(let file, let errorNumber) {
                throw FolderFailure(path: file, errorNumber: errorNumber)
            }
        }
    }

    /// PostgreSQL's own user passes through the folder when root has started it.
    private func makeFolder() throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: geteuid() == 0 ? 0o755 : 0o700])
    }
}
