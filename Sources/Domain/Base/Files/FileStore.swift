package import Foundation
package import Typeset

/// Bytes kept under their SM3 digest (`ab/cd/abcd…`) below one folder: the same content is stored once, and a stored file
/// never changes.
///
/// A file is written aside, synchronised, and linked into its place in one step, so that a reader meets either nothing or
/// the whole. All blocking calls run on threads of the store, never on those of Swift concurrency.
package struct FileStore: Sendable {
    /// What is known of stored bytes.
    package struct Content: Sendable, Hashable {
        /// SM3, 64 hexadecimal digits.
        package let digest: String
        package let size: Int
        /// The kind, told by the content.
        package let kind: FileSignature?
    }

    let root: String
    private let disk: Disk

    /// A store below an absolute folder path; `prepare()` makes the folder.
    package init(root: String) {
        self.root = root
        disk = Disk(root: root)
    }

    /// Makes the folders and proves that the store can be written.
    ///
    /// - Throws: `FileStoreError.notWritable`, `FileRefusal.storageFull`.
    package func prepare() async throws {
        try await disk.prepare()
    }

    /// Bytes that the disk can still take.
    package var freeBytes: Int {
        get async throws { try await disk.freeBytes() }
    }

    /// Stores bytes that arrive in pieces.
    ///
    /// - Throws: `FileRefusal` for an empty file, one larger than `limit`, or a full or closed disk.
    package func write<Bytes: AsyncSequence & Sendable>(_ bytes: Bytes, limit: Int) async throws -> Content
    where Bytes.Element == [UInt8] {
        let path = temporaryPath()
        do {
            let file = DiskFile(path: path)
            _ = try await file.open(for: .create)
            var size = 0
            for try await piece in bytes {
                guard size + piece.count <= limit else { throw FileRefusal.tooLarge(limit: limit) }
                try await file.append(piece[...], at: size)
                size += piece.count
            }
            guard size > 0 else { throw FileRefusal.empty }
            let content = Content(
                digest: await file.appendedDigest, size: size, kind: try await kind(of: file, size: size))
            try await file.sync()
            try await disk.place(path, digest: content.digest)
            try await disk.remove(path)
            return content
        } catch {
            try? await disk.remove(path)
            throw error
        }
    }

    /// Stores bytes that are at hand.
    package func write(_ bytes: [UInt8]) async throws -> Content {
        try await write(OnePiece(bytes: bytes), limit: bytes.count)
    }

    /// The bytes of a stored file; nothing is read before the first piece is asked for.
    package func read(_ digest: String, range: Range<Int>) -> StoredBytes {
        StoredBytes(path: disk.path(of: digest), range: range)
    }

    /// Whether the store holds this content.
    package func holds(_ digest: String) async throws -> Bool {
        try await disk.modified(disk.path(of: digest)) != nil
    }

    func temporaryPath() -> String { "\(root)/tmp/\(UUID().text)" }

    func kind(of file: DiskFile, size: Int) async throws -> FileSignature? {
        try await file.withDescriptor { descriptor in
            let window = FileWindow(descriptor: descriptor, size: size)
            let kind = FileSignature(window)
            if let failure = window.failure { throw failure }
            return kind
        }
    }
}

// MARK: - Uploads and what is left over

extension FileStore {
    /// Where the bytes of an unfinished upload lie.
    func partPath(_ id: UUID) -> String { "\(root)/uploads/\(id.text)" }

    /// How many bytes of an upload have arrived.
    func partSize(_ id: UUID) async throws -> Int {
        try await disk.size(partPath(id)) ?? 0
    }

    /// Links a finished upload into the store; the part stays until `removePart`, so that a crash loses nothing.
    func place(part id: UUID, digest: String) async throws {
        try await disk.place(partPath(id), digest: digest)
    }

    func removePart(_ id: UUID) async throws {
        try await disk.remove(partPath(id))
    }

    /// Ids of parts that were last written before `moment`.
    func parts(olderThan moment: Date) async throws -> [UUID] {
        try await disk.names(in: "\(root)/uploads", olderThan: moment).compactMap { UUID(uuidString: $0) }
    }

    /// Removes what writers that died left behind.
    func removeTemporaryFiles(olderThan moment: Date) async throws {
        for name in try await disk.names(in: "\(root)/tmp", olderThan: moment) {
            try await disk.remove("\(root)/tmp/\(name)")
        }
    }

    /// Deletes stored files that were written before `moment` and that nobody uses, folder by folder.
    ///
    /// - Parameter isUsed: of the digests given, those that some record names.
    /// - Returns: how many files were deleted.
    package func removeOrphans(
        olderThan moment: Date, used isUsed: @Sendable ([String]) async throws -> Set<String>
    ) async throws -> Int {
        var removed = 0
        for folder in try await disk.contentFolders() {
            let names = try await disk.names(in: folder, olderThan: moment)
            guard !names.isEmpty else { continue }
            let used = try await isUsed(names)
            for name in names where !used.contains(name) {
                if try await disk.removeContent(name, olderThan: moment) { removed += 1 }
            }
        }
        return removed
    }
}

/// One piece of bytes as a sequence.
private struct OnePiece: AsyncSequence, Sendable {
    let bytes: [UInt8]

    func makeAsyncIterator() -> Iterator { Iterator(rest: bytes[...]) }

    struct Iterator: AsyncIteratorProtocol {
        var rest: ArraySlice<UInt8>

        mutating func next() async -> [UInt8]? {
            guard !rest.isEmpty else { return nil }
            let piece = rest.prefix(DiskFile.pieceSize)
            rest = rest.dropFirst(piece.count)
            return Array(piece)
        }
    }
}
