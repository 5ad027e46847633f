import Foundation

/// Runs another program to its end. Blocks.
enum Subprocess {
    /// - Returns: what it printed to standard output.
    /// - Throws: `EmbeddedPostgresError.failed` with its error output when it exits with another code than 0.
    static func run(_ path: String, _ arguments: [String], input: String? = nil) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        // Files instead of pipes: pg_ctl leaves a daemon behind that would keep a pipe open for ever.
        let folder = FileManager.default.temporaryDirectory
        let output = folder.appendingPathComponent("yanmen-\(UUID().uuidString).out")
        FileManager.default.createFile(atPath: output.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: output) }
        let sink = try FileHandle(forWritingTo: output)
        process.standardOutput = sink
        process.standardError = sink
        let source = Pipe()
        process.standardInput = source
        try process.run()
        if let input { source.fileHandleForWriting.write(Data(input.utf8)) }
        try? source.fileHandleForWriting.close()
        process.waitUntilExit()
        try? sink.close()
        let text = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
        guard process.terminationStatus == 0 else {
            let program = URL(fileURLWithPath: path).lastPathComponent
            throw EmbeddedPostgresError.failed(program: "\(program) \(arguments.first ?? "")", output: text)
        }
        return text
    }
}
