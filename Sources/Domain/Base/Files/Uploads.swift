package import Foundation
package import Postgres
import Typeset

/// Takes files in and gives them out: in one go or in chunks that survive a cut connection (R2.4).
///
/// What has arrived is what lies on the disk: after any interruption the sender asks `progress` and goes on from there.
package struct Uploads: Sendable {
    let database: Database
    let store: FileStore
    let settings: Settings
    let now: TimeSource

    package init(database: Database, store: FileStore, settings: Settings, now: TimeSource = .system) {
        self.database = database
        self.store = store
        self.settings = settings
        self.now = now
    }

    // MARK: In one go

    /// Stores a file that arrives in pieces; how many files one may hand in is the caller's rule.
    ///
    /// - Throws: `FileRefusal` for its name, size or kind, or for a full disk.
    package func store<Bytes: AsyncSequence & Sendable>(
        name: String, bytes: Bytes, caseID: UUID? = nil, by party: ActingParty
    ) async throws -> StoredFile where Bytes.Element == [UInt8] {
        let name = try FileName(name)
        let content = try await store.write(bytes, limit: settings.value(.maximumUploadBytes))
        return try await record(file(name, content, caseID: caseID), by: party)
    }

    /// Stores bytes that this program made, such as a document.
    package func store(name: String, bytes: [UInt8], caseID: UUID? = nil, by party: ActingParty) async throws
        -> StoredFile
    {
        try await record(prepare(name: name, bytes: bytes, caseID: caseID), by: party)
    }

    /// Stores the bytes only: the caller adds `StoredFile.insertion` to a transaction of its own.
    package func prepare(name: String, bytes: [UInt8], caseID: UUID? = nil) async throws -> StoredFile {
        guard !bytes.isEmpty else { throw FileRefusal.empty }
        return try file(FileName(name), await store.write(bytes), caseID: caseID)
    }

    private func file(_ name: FileName, _ content: FileStore.Content, caseID: UUID?) throws -> StoredFile {
        guard let kind = content.kind else { throw FileRefusal.wrongType }
        let moment = now()
        return StoredFile(
            id: .ordered(at: moment), name: name.fitting(kind), mediaType: kind.mediaType, size: content.size,
            digest: content.digest, caseID: caseID, createdAt: moment)
    }

    private func record(_ file: StoredFile, by party: ActingParty) async throws -> StoredFile {
        _ = try await database.pipeline(settings: party.settings, [file.insertion(by: party)])
        return file
    }

    // MARK: In chunks

    /// Announces a file of `size` bytes.
    ///
    /// - Throws: `FileRefusal` for its name or size, or when the disk has no room for it.
    package func begin(name: String, size: Int, by party: ActingParty) async throws -> Upload {
        let name = try FileName(name)
        let limit = try await settings.value(.maximumUploadBytes)
        guard size > 0 else { throw FileRefusal.empty }
        guard size <= limit else { throw FileRefusal.tooLarge(limit: limit) }
        guard try await store.freeBytes > size else { throw FileRefusal.storageFull }
        let id = UUID.ordered(at: now())
        let owner = FileOwner(party)
        let insertion: SQL = """
            INSERT INTO base.upload (id, name, total_size, account_id, staff_id, client_id)
            VALUES (\(id), \(name.text), \(size), \(owner.accountID), \(owner.staffID), \(owner.clientID))
            """
        _ = try await database.pipeline(settings: party.settings, [insertion])
        return Upload(id: id, name: name.text, size: size, received: 0, fileID: nil)
    }

    /// How far an upload has come.
    ///
    /// - Throws: `FileRefusal.uploadUnknown` when it does not exist or belongs to somebody else.
    package func progress(_ id: UUID, by party: ActingParty) async throws -> Upload {
        let upload = try await record(of: id, by: party)
        guard upload.fileID == nil else { return upload }
        return upload.with(received: try await store.partSize(id))
    }

    /// Adds bytes from `offset` on. Bytes that have arrived before are skipped, so a repeated chunk does no harm.
    ///
    /// Whatever arrived before a cut is kept.
    /// - Throws: `FileRefusal` when `offset` lies beyond the end, the file becomes larger than announced, or another
    ///   connection is sending it.
    package func append<Bytes: AsyncSequence & Sendable>(
        _ id: UUID, at offset: Int, bytes: Bytes, by party: ActingParty
    ) async throws -> Upload where Bytes.Element == [UInt8] {
        let upload = try await record(of: id, by: party)
        guard upload.fileID == nil else { return upload }
        let file = DiskFile(path: store.partPath(id))
        guard var end = try await file.open(for: .extend), try await file.isStillInPlace() else {
            throw FileRefusal.uploadBusy
        }
        guard (0...end).contains(offset) else { throw FileRefusal.offsetAhead(expected: end) }
        var position = offset
        for try await piece in bytes {
            let fresh = piece.dropFirst(max(0, end - position))
            position += piece.count
            guard !fresh.isEmpty else { continue }
            guard end + fresh.count <= upload.size else { throw FileRefusal.beyondAnnounced }
            try await file.write(fresh, at: end)
            end += fresh.count
        }
        try await file.sync()
        let update: SQL = "UPDATE base.upload SET received = \(end), updated_at = now() WHERE id = \(id)"
        _ = try await database.pipeline(settings: party.settings, [update])
        return upload.with(received: end)
    }

    /// Makes a file of an upload that has arrived whole; asked again, gives the same file.
    ///
    /// - Throws: `FileRefusal.incomplete`, or `.wrongType` (the upload is then removed).
    package func finish(_ id: UUID, caseID: UUID? = nil, by party: ActingParty) async throws -> StoredFile {
        let upload = try await record(of: id, by: party)
        if let fileID = upload.fileID { return try await find(fileID, by: party) }
        let part = DiskFile(path: store.partPath(id))
        guard let size = try await part.open(for: .extend), try await part.isStillInPlace() else {
            throw FileRefusal.uploadBusy
        }
        guard size == upload.size else { throw FileRefusal.incomplete(received: size, total: upload.size) }
        let content = FileStore.Content(
            digest: try await part.wholeDigest(), size: size, kind: try await store.kind(of: part, size: size))
        guard content.kind != nil else {
            try await cancel(id, by: party)
            throw FileRefusal.wrongType
        }
        let file = try file(FileName(upload.name), content, caseID: caseID)
        try await part.sync()
        try await store.place(part: id, digest: content.digest)
        _ = try await database.pipeline(
            settings: party.settings,
            [
                file.insertion(by: party),
                "UPDATE base.upload SET file_id = \(file.id), received = \(size), updated_at = now() WHERE id = \(id)",
            ])
        try await store.removePart(id)
        return file
    }

    /// Gives an upload up.
    package func cancel(_ id: UUID, by party: ActingParty) async throws {
        _ = try await record(of: id, by: party)
        try await store.removePart(id)
        _ = try await database.pipeline(settings: party.settings, ["DELETE FROM base.upload WHERE id = \(id)"])
    }

    private func record(of id: UUID, by party: ActingParty) async throws -> Upload {
        let query: SQL = "SELECT id, name, total_size, received, file_id FROM base.upload WHERE id = \(id)"
        let results = try await database.pipeline(settings: party.settings, [query])
        guard let row = results[0].first else { throw FileRefusal.uploadUnknown }
        return try Upload(row: row)
    }

    // MARK: Giving out

    /// The record of a file that the party may see.
    ///
    /// - Throws: `FileRefusal.notFound`, also when the file belongs to somebody else.
    package func find(_ id: UUID, by party: ActingParty) async throws -> StoredFile {
        let query: SQL = "SELECT \(StoredFile.columns) FROM base.file WHERE id = \(id)"
        let results = try await database.pipeline(settings: party.settings, [query])
        guard let row = results[0].first else { throw FileRefusal.notFound }
        return try StoredFile(row: row)
    }

    /// The bytes of a file, or of a part of it.
    package func bytes(of file: StoredFile, range: Range<Int>? = nil) -> StoredBytes {
        store.read(file.digest, range: range ?? 0..<file.size)
    }
}

extension Upload {
    init(row: Row) throws {
        self.init(
            id: try row.get("id"), name: try row.get("name"), size: try row.get("total_size"),
            received: try row.get("received"), fileID: try row.get("file_id"))
    }

    func with(received: Int) -> Upload {
        Upload(id: id, name: name, size: size, received: received, fileID: fileID)
    }
}
