import Foundation

/// Runs another program to its end. Blocks.
///
/// Foundation's `Process` waits until every copy of a socket it hands down is closed; the daemon that `pg_ctl start`
/// leaves behind would keep one for ever. `posix_spawn` and `waitpid` wait for the program itself and nothing else.
enum Subprocess {
    /// - Returns: what it printed, standard output and error together.
    /// - Throws: `EmbeddedPostgresError.failed` with that text when it exits with another code than 0.
    static func run(_ path: String, _ arguments: [String], input: String? = nil) throws -> String {
        let folder = FileManager.default.temporaryDirectory
        let output = folder.appendingPathComponent("yanmen-\(UUID().uuidString).out").path
        let source = folder.appendingPathComponent("yanmen-\(UUID().uuidString).in").path
        defer {
            unlink(output)
            unlink(source)
        }
        try Data((input ?? "").utf8).write(to: URL(fileURLWithPath: source))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, source, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)

        let program = URL(fileURLWithPath: path).lastPathComponent
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let started = posix_spawn(&child, path, &actions, nil, &words, environ)
        guard started == 0 else {
            throw EmbeddedPostgresError.failed(program: program, output: String(cString: strerror(started)))
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1 && errno == EINTR {}
        let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
        guard status == 0 else {
            throw EmbeddedPostgresError.failed(program: "\(program) \(arguments.first ?? "")", output: text)
        }
        return text
    }
}
