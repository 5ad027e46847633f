import Foundation

/// One HTTP request to a door of this very process: enough to have the doors do what they do, no more.
struct LoopbackRequest: Sendable {
    struct Reply: Sendable {
        let status: Int
        let head: String
        let body: String

        /// The value of a cookie that was set.
        func cookie(_ name: String) -> String? {
            head.components(separatedBy: "\r\n").compactMap { line -> String? in
                guard line.lowercased().hasPrefix("set-cookie: \(name)=") else { return nil }
                return line.dropFirst("set-cookie: \(name)=".count).split(separator: ";").first.map(String.init)
            }.first
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    var method = "GET"
    var path: String
    var headers: [String: String] = [:]
    var body: String?

    /// A form that is posted by a signed-in person.
    static func form(_ path: String, _ fields: [(String, String)], headers: [String: String]) -> LoopbackRequest {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        let pairs = fields.map { name, value in
            let words = [name, value].map { $0.addingPercentEncoding(withAllowedCharacters: allowed) ?? "" }
            return words.joined(separator: "=")
        }
        var all = headers
        all["Content-Type"] = "application/x-www-form-urlencoded"
        return LoopbackRequest(method: "POST", path: path, headers: all, body: pairs.joined(separator: "&"))
    }

    /// Sends it and waits for the whole answer, on a thread of its own.
    func send(port: Int) async throws -> Reply {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try exchange(port: port) }) }
        }
    }

    private var bytes: [UInt8] {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        let content = Array((body ?? "").utf8)
        if body != nil { head += "Content-Length: \(content.count)\r\n" }
        return Array((head + "\r\n").utf8) + content
    }

    private func exchange(port: Int) throws -> Reply {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(description: "no socket") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) == 0 }
        }
        guard isConnected else { throw Failure(description: "the door does not answer") }
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, 0) }
            guard sent > 0 else { throw Failure(description: "the door hung up") }
            rest = rest.dropFirst(sent)
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return try read(String(decoding: answer, as: UTF8.self))
    }

    private func read(_ answer: String) throws -> Reply {
        let parts = answer.components(separatedBy: "\r\n\r\n")
        let words = parts[0].split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { throw Failure(description: "no answer of HTTP") }
        return Reply(status: status, head: parts[0], body: parts.dropFirst().joined(separator: "\r\n\r\n"))
    }
}
