import ArgumentParser
import Base
import Foundation

/// What must be right before the program starts: ports free, disk not full.
enum Preflight {
    /// Less free space than this and PostgreSQL could stop in the middle of the day.
    static let leastFreeBytes: UInt64 = 512 << 20

    static func check(_ configuration: CityConfiguration) throws {
        try checkDisk(configuration.dataFolder)
        for door in DoorName.allCases where door.portOffset != nil {
            try checkPort(configuration.port(of: door))
        }
    }

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

    static func checkPort(_ port: Int) throws {
        guard !isFree(port: port) else { return }
        complain("端口 \(port) 已被占用。请停掉占用它的程序，或用 --port-base 换一组端口。")
        throw Exit.portTaken
    }

    /// Tries to bind the port on all addresses.
    static func isFree(port: Int) -> Bool {
        let handle = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        guard handle >= 0 else { return isFreeOnIPv4(port: port) }
        defer { close(handle) }
        var on: Int32 = 1
        setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = in_port_t(UInt16(port).bigEndian)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(handle, generic, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
            }
        }
    }

    private static func isFreeOnIPv4(port: Int) -> Bool {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard handle >= 0 else { return false }
        defer { close(handle) }
        var on: Int32 = 1
        setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(handle, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}

/// Writes a sentence for the operator to standard error.
func complain(_ sentence: String) {
    FileHandle.standardError.write(Data((sentence + "\n").utf8))
}
