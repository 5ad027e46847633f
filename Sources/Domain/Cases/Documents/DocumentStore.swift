package import Base

/// Keeps the bytes of documents under their digest.
package protocol DocumentStore: Sendable {
    /// Stores bytes once and answers their SM3 digest.
    func store(_ bytes: [UInt8]) async throws -> String
    /// The bytes of a digest, or nil when the store does not hold them.
    func open(_ digest: String, size: Int) async throws -> [UInt8]?
}

extension FileStore: DocumentStore {
    package func store(_ bytes: [UInt8]) async throws -> String {
        try await write(bytes).digest
    }

    package func open(_ digest: String, size: Int) async throws -> [UInt8]? {
        guard try await holds(digest) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        for try await piece in read(digest, range: 0..<size) { bytes += piece }
        return bytes
    }
}
