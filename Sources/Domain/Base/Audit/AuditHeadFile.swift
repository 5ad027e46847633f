package import Foundation

/// The end of the audit chain, written down outside of the database: whoever rewrites or rewinds the chain inside has to
/// rewrite this file too. One line each time: sequence, hash, moment.
package actor AuditHeadFile {
    private let executor = DiskExecutor()
    private let path: String
    private let spacing: TimeInterval
    private let now: TimeSource
    private var last: (sequence: Int, at: Date)?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - path: a file on a disk that the database's administrators do not write.
    ///   - spacing: seconds between two lines at least.
    package init(path: String, spacing: TimeInterval = 5, now: TimeSource = .system) {
        self.path = path
        self.spacing = spacing
        self.now = now
    }

    /// Writes the head down unless it is there already, or another was a moment ago.
    func record(_ head: SealHead) throws {
        let moment = now()
        if let last, last.sequence == head.sequence || moment < last.at.addingTimeInterval(spacing) { return }
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DiskError.last("open") }
        defer { close(descriptor) }
        let line = Array(AuditHeadLine(sequence: head.sequence, hash: head.hash, at: moment).text.utf8)
        let written = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == line.count else { throw DiskError.last("write") }
        guard fsync(descriptor) == 0 else { throw DiskError.last("fsync") }
        last = (head.sequence, moment)
    }

    /// The lines in order, read piece by piece; a missing file has none.
    package nonisolated var lines: AuditHeadLines { AuditHeadLines(path: path) }
}

/// One line of the head file.
package struct AuditHeadLine: Sendable, Hashable {
    package let sequence: Int
    package let hash: String
    /// Text, because it is only shown: `2026-05-01T00:00:00Z`.
    package let moment: String

    init(sequence: Int, hash: String, at moment: Date) {
        self.sequence = sequence
        self.hash = hash
        self.moment = moment.formatted(.iso8601)
    }

    /// Reads a line; nil when it is none of ours, such as one that was cut by a power failure.
    init?(_ line: some StringProtocol) {
        let parts = line.split(separator: " ")
        guard parts.count == 3, let sequence = Int(parts[0]), sequence > 0, parts[1].utf8.count == 64 else {
            return nil
        }
        self.sequence = sequence
        hash = String(parts[1])
        moment = String(parts[2])
    }

    var text: String { "\(sequence) \(hash) \(moment)\n" }
}

/// The lines of a head file.
package struct AuditHeadLines: AsyncSequence, Sendable {
    let path: String

    package func makeAsyncIterator() -> Iterator { Iterator(file: DiskFile(path: path)) }

    package struct Iterator: AsyncIteratorProtocol {
        let file: DiskFile
        private var isOpen = false
        private var isAtEnd = false
        private var offset = 0
        private var pending: [UInt8] = []

        init(file: DiskFile) {
            self.file = file
        }

        /// The next line that can be read.
        package mutating func next() async throws -> AuditHeadLine? {
            while true {
                if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = String(decoding: pending[..<end], as: UTF8.self)
                    pending.removeSubrange(...end)
                    if let line = AuditHeadLine(line) { return line }
                } else if try await !readMore() {
                    return nil
                }
            }
        }

        private mutating func readMore() async throws -> Bool {
            if !isOpen {
                guard try await file.open(for: .read) != nil else { return false }
                isOpen = true
            }
            let piece = try await file.read(at: offset, count: 4096)
            offset += piece.count
            pending += piece
            return !piece.isEmpty
        }
    }
}
