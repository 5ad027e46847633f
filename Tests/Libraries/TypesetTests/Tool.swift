import Foundation

/// Programs of poppler and zbar that read what we write.
enum Tool {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    static func isInstalled(_ name: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path(name))
    }

    /// Output of a program, run outside the cooperative pool.
    static func run(_ name: String, _ arguments: [String]) async throws -> Data {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try runBlocking(name, arguments) })
            }
        }
    }

    private static func path(_ name: String) -> String { "/usr/bin/\(name)" }

    private static func runBlocking(_ name: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path(name))
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(name) ended with \(process.terminationStatus)")
        }
        return data
    }

    /// A folder for one test, gone afterwards.
    static func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "typeset-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    /// Text of a PDF in reading order, one string per page.
    static func pages(of pdf: [UInt8], raw: Bool = false) async throws -> [String] {
        try await withFolder { folder in
            let file = folder.appending(path: "a.pdf")
            try Data(pdf).write(to: file)
            let text = try await run("pdftotext", (raw ? ["-raw"] : ["-layout"]) + [file.path, "-"])
            let pages = String(decoding: text, as: UTF8.self).components(separatedBy: "\u{0C}")
            return Array(pages.dropLast())
        }
    }

    /// The text of all pages without white space.
    static func characters(of pdf: [UInt8]) async throws -> String {
        let pages = try await pages(of: pdf, raw: true)
        return String(pages.joined().filter { !$0.isWhitespace })
    }
}
