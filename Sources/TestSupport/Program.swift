import Foundation

/// A program that did not end well.
package struct ProgramFailure: Error, CustomStringConvertible {
    package let description: String
}

/// Runs other programs, PostgreSQL's above all.
package enum Program {
    static var isRoot: Bool { getuid() == 0 }

    /// PostgreSQL's own programs, in the newest version that is installed.
    static let folder: String = {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let newest = versions.compactMap { Int($0) }.max() ?? 15
        return "/usr/lib/postgresql/\(newest)/bin"
    }()

    /// The command as the unprivileged user that PostgreSQL insists on.
    static func serverCommand(_ command: [String]) -> [String] {
        isRoot ? ["/usr/sbin/runuser", "-u", "postgres", "--"] + command : command
    }

    static func asServer(_ command: [String]) async throws {
        try await run(serverCommand(command))
    }

    static func pgCtl(_ arguments: [String], folder data: String) async throws {
        try await asServer([folder + "/pg_ctl", "-D", "\(data)/data"] + arguments)
    }

    /// Runs a program to its end without blocking a thread. Throws with what it wrote if it fails.
    package static func run(_ command: [String]) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        let log = NSTemporaryDirectory() + "program-" + UUID().uuidString
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: log) }
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        process.standardInput = FileHandle.nullDevice
        // A file and no pipe: a server that goes on running would keep a pipe open.
        process.standardOutput = handle
        process.standardError = handle
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        guard status == 0 else {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            throw ProgramFailure(description: "\(command.joined(separator: " ")): status \(status)\n\(text)")
        }
    }
}
