import ArgumentParser
import Foundation
import Processes

/// What must be right before the program starts.
enum Preflight {
    /// Less free space than this and PostgreSQL could stop in the middle of the day.
    static let leastFreeBytes: UInt64 = 512 << 20

    static func checkDisk(_ folder: String) throws {
        var existing = folder
        while !FileManager.default.fileExists(atPath: existing), existing != "/" {
            existing = URL(fileURLWithPath: existing).deletingLastPathComponent().path
        }
        guard let free = freeBytes(of: existing), free < leastFreeBytes else { return }
        complain("磁盘空间不足：\(folder) 只剩 \(free >> 20) MB，至少需要 \(leastFreeBytes >> 20) MB。")
        throw Exit.diskFull
    }

    static func freeBytes(of path: String) -> UInt64? {
        var figures = statvfs()
        guard statvfs(path, &figures) == 0 else { return nil }
        return UInt64(figures.f_bavail) * UInt64(figures.f_frsize)
    }

    /// Why nothing can be stored in the folder of files, in a sentence; nil when all is well or it has not been made yet.
    ///
    /// Told from the folders' rights, because root, who asks, may do what the doors may not.
    static func faultOfStore(_ root: String) -> String? {
        var figures = statvfs()
        guard statvfs(root, &figures) == 0 else {
            return errno == ENOENT ? nil : "\(root) 读不到：\(String(cString: strerror(errno)))"
        }
        if UInt(figures.f_flag) & UInt(ST_RDONLY) != 0 {
            return "\(root) 所在的文件系统是只读的；修复后执行 mount -o remount,rw"
        }
        let wanted: mode_t = S_IRUSR | S_IWUSR | S_IXUSR
        let closed = [root, root + "/tmp", root + "/uploads"].filter { path in
            var found = stat()
            guard stat(path, &found) == 0 else { return errno != ENOENT }
            return found.st_mode & wanted != wanted || (geteuid() != 0 && access(path, W_OK | X_OK) != 0)
        }
        return closed.isEmpty ? nil : "没有写的权限；请执行 chmod u+rwx \(closed.joined(separator: " "))"
    }

    /// Whether a listener could be opened on the port.
    static func isFree(port: Int) -> Bool {
        guard let socket = try? ListeningSocket(port: port) else { return false }
        socket.close()
        return true
    }
}

/// Writes a sentence for the operator to standard error.
func complain(_ sentence: String) {
    FileHandle.standardError.write(Data((sentence + "\n").utf8))
}
