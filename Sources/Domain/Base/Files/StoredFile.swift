package import Foundation
package import Postgres

/// One use of stored bytes: a name, a kind, an owner, perhaps a case (`base.file`).
package struct StoredFile: Sendable, Hashable {
    package let id: UUID
    package let name: String
    package let mediaType: String
    /// In bytes.
    package let size: Int
    /// SM3 of the bytes, 64 hexadecimal digits: the strong validator of a download.
    package let digest: String
    package let caseID: UUID?
    package let createdAt: Date

    package init(
        id: UUID, name: String, mediaType: String, size: Int, digest: String, caseID: UUID?, createdAt: Date
    ) {
        self.id = id
        self.name = name
        self.mediaType = mediaType
        self.size = size
        self.digest = digest
        self.caseID = caseID
        self.createdAt = createdAt
    }

    /// The INSERT for a transaction of the caller; the party becomes the owner.
    package func insertion(by party: ActingParty) -> SQL {
        let owner = FileOwner(party)
        return """
            INSERT INTO base.file (id, name, media_type, size, digest, account_id, staff_id, client_id, case_id, created_at)
            VALUES (\(id), \(name), \(mediaType), \(size), \(digest), \(owner.accountID), \(owner.staffID),
                \(owner.clientID), \(caseID), \(createdAt))
            """
    }

    /// The statement for rows of `add(to:by:)`.
    package static let copying: SQL = """
        COPY base.file (id, name, media_type, size, digest, account_id, staff_id, client_id, case_id, created_at) FROM STDIN
        """

    /// A row for loads by COPY; the party becomes the owner.
    package func add(to rows: inout CopyText, by party: ActingParty) {
        let owner = FileOwner(party)
        rows.add(id)
        rows.add(name)
        rows.add(mediaType)
        rows.add(size)
        rows.add(digest)
        rows.add(owner.accountID)
        rows.add(owner.staffID)
        rows.add(owner.clientID)
        rows.add(caseID)
        rows.add(createdAt)
        rows.endRow()
    }

    static let columns: SQL = "id, name, media_type, size, digest, case_id, created_at"

    init(row: Row) throws {
        self.init(
            id: try row.get("id"), name: try row.get("name"), mediaType: try row.get("media_type"),
            size: try row.get("size"), digest: try row.get("digest"), caseID: try row.get("case_id"),
            createdAt: try row.get("created_at"))
    }
}

/// The owner columns of files and uploads, as row-level security compares them.
struct FileOwner {
    var accountID: UUID?
    var staffID: UUID?
    var clientID: String?

    init(_ party: ActingParty) {
        switch party.kind {
        case .citizen: accountID = UUID(uuidString: party.id)
        case .staff: staffID = UUID(uuidString: party.id)
        case .client: clientID = party.id
        case .system, .anonymous: break
        }
    }
}

/// A file on its way in (`base.upload`).
package struct Upload: Sendable, Hashable {
    package let id: UUID
    package let name: String
    /// Bytes that the whole file has.
    package let size: Int
    /// Bytes that have arrived; the sender goes on from here.
    package let received: Int
    /// The file that the upload became, once finished.
    package let fileID: UUID?
}
