import Foundation
import GuoMi
import Testing
import Typeset

@testable import Base

struct FileStoreTests {
    let folder: TemporaryFolder
    let store: FileStore

    init() async throws {
        folder = try TemporaryFolder()
        store = FileStore(root: folder.path)
        try await store.prepare()
    }

    private func collect(_ bytes: StoredBytes) async throws -> [UInt8] {
        var all: [UInt8] = []
        for try await piece in bytes { all += piece }
        return all
    }

    @Test("content lies under its SM3 digest and reads back")
    func roundTrip() async throws {
        let bytes = pdf(size: 300_000)

        let content = try await store.write(bytes)

        #expect(content.digest == Digest.sm3(bytes))
        #expect(content.size == 300_000)
        #expect(content.kind == .pdf)
        let path =
            "\(folder.path)/\(content.digest.prefix(2))/\(content.digest.dropFirst(2).prefix(2))/\(content.digest)"
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(try await collect(store.read(content.digest, range: 0..<300_000)) == bytes)
    }

    @Test("any range reads back exactly", arguments: [0..<0, 0..<1, 65_535..<65_537, 1..<200_000, 199_999..<200_000])
    func ranges(range: Range<Int>) async throws {
        let bytes = pdf(size: 200_000, seed: 3)
        let content = try await store.write(bytes)

        #expect(try await collect(store.read(content.digest, range: range)) == Array(bytes[range]))
    }

    @Test("the same content is stored once and nothing is left behind")
    func dedupe() async throws {
        let first = try await store.write(pdf(size: 5000))
        let second = try await store.write(pdf(size: 5000))

        #expect(first == second)
        let all = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        let files = all.filter { $0.hasSuffix(first.digest) }
        #expect(files.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/tmp").isEmpty)
    }

    @Test("writers of the same content at the same moment all succeed")
    func together() async throws {
        let digests = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try await store.write(pdf(size: 100_000)).digest } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }

        #expect(digests == [Digest.sm3(pdf(size: 100_000))])
    }

    @Test("too much, nothing at all, and a cut stream leave nothing behind")
    func refusals() async throws {
        await #expect(throws: FileRefusal.tooLarge(limit: 10)) {
            try await store.write(Pieces(pieces: [[1, 2, 3], Array(repeating: 0, count: 8)]), limit: 10)
        }
        await #expect(throws: FileRefusal.empty) { try await store.write(Pieces(pieces: [[]]), limit: 10) }
        await #expect(throws: CutConnection.self) {
            try await store.write(Pieces(pieces: [[1, 2]], isCut: true), limit: 10)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/tmp").isEmpty)
    }

    @Test("a full disk is a refusal that says so")
    func fullDisk() async throws {
        // The device that is always full.
        let file = DiskFile(path: "/dev/full")
        _ = try await file.open(for: .extend)

        await #expect(throws: FileRefusal.storageFull) { try await file.write([1, 2, 3], at: 0) }
    }

    @Test("a store that takes nothing now is a refusal that says so", arguments: [EROFS, EACCES, EPERM])
    func readOnlyStore(code: Int32) {
        errno = code
        let change = DiskError.lastChange("open")
        errno = code
        let reading: any Error = DiskError.last("open")

        #expect(change as? FileRefusal == .storageReadOnly)
        #expect(reading is DiskError, "who only reads is not told about storing")
        #expect(FileRefusal.storageReadOnly.kind == .unavailable)
    }

    @Test("nothing can be stored where the system forbids it")
    func forbidden() async throws {
        // Nobody makes files there, not even root.
        await #expect(throws: FileRefusal.storageReadOnly) { try await DiskFile(path: "/sys/new").open(for: .create) }
        let digest = String(repeating: "a", count: 64)
        await #expect(throws: FileRefusal.storageReadOnly) {
            try await Disk(root: "/sys").place("/sys/new", digest: digest)
        }
    }

    @Test("a missing and a shortened file are failures, not empty answers")
    func damage() async throws {
        let content = try await store.write(pdf(size: 1000))
        let missing = String(repeating: "a", count: 64)
        await #expect(throws: FileStoreError.missing) { try await collect(store.read(missing, range: 0..<1)) }
        await #expect(throws: FileStoreError.cut) { try await collect(store.read(content.digest, range: 0..<1001)) }
    }

    @Test("a store that cannot be written says which folder")
    func readOnly() async throws {
        try Data().write(to: URL(fileURLWithPath: folder.path + "/occupied"))
        let store = FileStore(root: folder.path + "/occupied/store")
        await #expect(throws: FileStoreError.self) { try await store.prepare() }
    }

    @Test("only old content that nobody names is removed")
    func orphans() async throws {
        let used = try await store.write(pdf(size: 100, seed: 1))
        let orphan = try await store.write(pdf(size: 100, seed: 2))
        let later = Date().addingTimeInterval(60)

        let early = try await store.removeOrphans(olderThan: .distantPast) { _ in [] }
        let removed = try await store.removeOrphans(olderThan: later) { Set($0).intersection([used.digest]) }

        #expect(early == 0)
        #expect(removed == 1)
        #expect(try await store.holds(used.digest))
        #expect(try await !store.holds(orphan.digest))
    }

    @Test("kinds are told from a window of the file as from the whole")
    func windows() async throws {
        let png: [UInt8] = [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1,
            8, 2, 0,
            0, 0, 0x90, 0x77, 0x53, 0xDE, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
        ]
        #expect(try await store.write(png).kind == .png)
        #expect(try await store.write(Array("plain text".utf8)).kind == nil)
        #expect(try await store.write(Array("%PDF-1.4 <script>alert(1)</script> %%EOF".utf8)).kind == nil)
    }
}
