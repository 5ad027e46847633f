import GuoMi
package import Markup

/// The style sheet, scripts and icons of all doors: part of the program, named by their content, compressed once.
package struct Assets: Sendable {
    struct File: Sendable {
        let type: String
        let plain: [UInt8]
        let gzip: [UInt8]?
        let tag: String
    }

    /// Files by fingerprinted path.
    let files: [String: File]
    /// Fingerprinted path by name.
    private let paths: [String: String]

    /// The files embedded in the program.
    package static let shared = Assets(Self.embedded)

    /// Sources in the order of their dependence: a style sheet may name the files before it as `asset(name)`.
    init(_ sources: [(name: String, bytes: [UInt8])]) {
        var files: [String: File] = [:]
        var paths: [String: String] = [:]
        for source in sources {
            let bytes = source.name.hasSuffix(".css") ? Self.resolved(source.bytes, paths) : source.bytes
            let digest = Hex.encode(SHA256.hash(bytes).prefix(6))
            let dot = source.name.lastIndex(of: ".") ?? source.name.endIndex
            let path = "/assets/\(source.name[..<dot]).\(digest)\(source.name[dot...])"
            files[path] = File(
                type: Self.type(of: source.name), plain: bytes, gzip: Gzip.compress(bytes), tag: "\"\(digest)\"")
            paths[source.name] = path
        }
        self.files = files
        self.paths = paths
    }

    /// The path under which a file is served.
    package func path(_ name: String) -> String {
        guard let path = paths[name] else { preconditionFailure("There is no asset \(name)") }
        return path
    }

    /// A script of ours for the head of a page.
    package static func script(_ name: String) -> HTML {
        "<script src=\"\(shared.path(name))\" defer></script>"
    }

    private static func resolved(_ bytes: [UInt8], _ paths: [String: String]) -> [UInt8] {
        var text = String(decoding: bytes, as: UTF8.self)
        for (name, path) in paths {
            text = text.split(separator: "asset(\(name))", omittingEmptySubsequences: false)
                .joined(separator: "url(\(path))")
        }
        return Array(text.utf8)
    }

    private static func type(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "txt": "text/plain; charset=utf-8"
        default: "application/octet-stream"
        }
    }
}
