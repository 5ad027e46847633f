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
