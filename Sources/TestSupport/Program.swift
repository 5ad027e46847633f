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

    /// Runs a program to its end without blocking a thread of the pool. Throws with what it wrote if it fails.
    ///
    /// Not by Foundation's `Process`: that waits until every descendant is gone, and `pg_ctl start` leaves one.
    package static func run(_ command: [String]) async throws {
        let log = NSTemporaryDirectory() + "program-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: log) }
        let child = try spawn(command, log: log)
        let status = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var status: Int32 = 0
                while waitpid(child, &status, 0) < 0 && errno == EINTR {}
                continuation.resume(returning: status)
            }
        }
        guard status == 0 else {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            throw ProgramFailure(description: "\(command.joined(separator: " ")): status \(status >> 8)\n\(text)")
        }
    }

    /// Starts a program whose output goes to a file; a server that goes on running would keep a pipe open.
    private static func spawn(_ command: [String], log: String) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var arguments = command.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        arguments.append(nil)
        var child: pid_t = 0
        let problem = posix_spawn(&child, command[0], &actions, nil, arguments, environ)
        guard problem == 0 else {
            throw ProgramFailure(description: "\(command[0]): \(String(cString: strerror(problem)))")
        }
        return child
    }
}
