package import Base
import Hummingbird

extension FileContent {
    /// A stored file, read from the file store range by range.
    package init(_ file: StoredFile, uploads: Uploads, disposition: Disposition = .attachment) {
        self.init(
            name: file.name, type: file.mediaType, size: file.size, version: file.digest, disposition: disposition
        ) { range, write in
            for try await chunk in uploads.bytes(of: file, range: range) { try await write(chunk) }
        }
    }
}

extension Answer {
    /// The same answer, to be saved under a name instead of shown.
    package func attached(as name: String) -> Answer {
        let file = FileContent(name: name, type: "", bytes: [], version: name)
        return header(.contentDisposition, file.dispositionHeader)
    }
}

extension Answer {
    /// An answer of unknown length, such as an export: `body` gets a closure that sends a piece and waits until the
    /// reader has taken it.
    package static func pieces(
        type: String, _ body: @escaping @Sendable (_ send: ([UInt8]) async throws -> Void) async throws -> Void
    ) -> Answer {
        .stream(type: type) { writer in
            try await body { piece in try await writer.write(ByteBuffer(bytes: piece)) }
        }
    }
}
