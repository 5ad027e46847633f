import Base
import Foundation
import Logging
import People
import Postgres
import Synchronization
import TestSupport
import Testing

extension TestDatabase.Template {
    /// The schemas `base` and `people`.
    static let base = TestDatabase.Template("base_people") { database in
        _ = try await Migrator(BaseMigrations.all + PeopleMigrations.all).run(on: database)
    }
}

extension Logger {
    /// Says nothing.
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

extension ActingParty {
    static let tester = ActingParty.system("test")
}

/// A citizen with an open session, as row-level security sees one.
struct SignedInCitizen {
    let party: ActingParty

    init(_ name: String, in database: Database) async throws {
        let id = UUID()
        let token = UUID().uuidString
        try await database.pipeline([
            """
            INSERT INTO people.account (id, kind, name, document_type, document_number, phone)
            VALUES (\(id), 'natural', \(name), '111', \(id.uuidString), \(String(id.uuidString.prefix(11))))
            """,
            """
            INSERT INTO people.session (token_hash, account_id, csrf_token, expires_at)
            VALUES (sha256(convert_to(\(token), 'UTF8')), \(id), 'x', now() + interval '1 hour')
            """,
        ])
        party = ActingParty(
            kind: .citizen, id: id.uuidString.lowercased(), name: name, door: .public, clientAddress: "2001:db8::1",
            requestID: "r-1", sessionToken: token)
    }
}

/// An auditor with an open session.
struct SignedInAuditor {
    let party: ActingParty

    init(in database: Database) async throws {
        let id = UUID()
        let token = UUID().uuidString
        let login = "auditor-\(id.uuidString.prefix(8).lowercased())"
        try await database.pipeline([
            "INSERT INTO people.staff (id, login, name, category, state) VALUES (\(id), \(login), '审计员', 'auditor', 'active')",
            """
            INSERT INTO people.session (token_hash, staff_id, rights, csrf_token, expires_at)
            VALUES (sha256(convert_to(\(token), 'UTF8')), \(id), '{readAudit}', 'x', now() + interval '1 hour')
            """,
        ])
        party = ActingParty(
            kind: .staff, id: id.uuidString.lowercased(), name: "审计员", door: .office, sessionToken: token)
    }
}

/// A folder that is removed when the test is over.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "yanmen-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Waits until a condition holds, at most `limit`; the test fails when it does not.
func eventually(
    _ what: Comment, within limit: Duration = .seconds(20), sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record(what, sourceLocation: sourceLocation)
}

/// Pieces of bytes as a sequence; it fails with `CutConnection` at its end when `isCut`.
struct Pieces: AsyncSequence, Sendable {
    let pieces: [[UInt8]]
    var isCut = false

    func makeAsyncIterator() -> Iterator { Iterator(rest: pieces[...], isCut: isCut) }

    struct Iterator: AsyncIteratorProtocol {
        var rest: ArraySlice<[UInt8]>
        let isCut: Bool

        mutating func next() async throws -> [UInt8]? {
            if let piece = rest.popFirst() { return piece }
            if isCut { throw CutConnection() }
            return nil
        }
    }
}

struct CutConnection: Error {}

/// Bytes that pass for a PDF, of exactly `size` bytes; `seed` makes different contents.
func pdf(size: Int, seed: UInt8 = 0) -> [UInt8] {
    var bytes = Array("%PDF-1.7\n".utf8)
    bytes += (0..<(size - bytes.count - 6)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ Int(seed)) & 0x3F }
    return bytes + Array("%%EOF\n".utf8)
}

/// Adds text to the end of a file.
func append(_ text: String, to path: String) throws {
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
}

/// Something that becomes true once.
final class Flag: Sendable {
    private let mark = Atomic(false)

    var isSet: Bool { mark.load(ordering: .relaxed) }

    func set() { mark.store(true, ordering: .relaxed) }
}
