package import Base
import Foundation
import HTTPTypes
package import Markup
package import Web

/// What an upload by script is for.
package struct UploadTarget: Sendable {
    /// The query that names it in every request of the upload.
    let query: String
    /// What happens when the file is whole; gives the row that script puts into the page.
    let land: @Sendable (StoredFile, DoorRequest) async throws -> HTML

    package init(query: String, land: @escaping @Sendable (StoredFile, DoorRequest) async throws -> HTML) {
        self.query = query
        self.land = land
    }
}

private struct UploadAnnouncement: Decodable {
    let name: String
    let size: Int
}

/// What script learns: where to go on, and at the end the row of the file.
private struct UploadState: Encodable {
    let upload: String
    let offset: Int
    let chunk: Int
    var row: String?
}

/// Announce, ask, send in pieces, finish: an upload that goes on after a broken connection.
struct UploadEndpoints: Sendable {
    let intake: FileIntake
    let target: @Sendable (FormFields) throws -> UploadTarget

    func routes(_ access: Access) -> [DoorRoute] {
        [
            .post("/uploads", access, body: .json(limit: 8_192), begin),
            .get("/uploads/{upload}", access, progress),
            .put("/uploads/{upload}", access, body: .stream(limit: 2 * HandedInFiles.chunk), takeChunk),
            .post("/uploads/{upload}/finish", access, body: .json(limit: 8_192), finish),
        ]
    }

    private var uploads: Uploads { intake.uploads }

    private func begin(_ request: DoorRequest) async throws -> Answer {
        let target = try target(request.query)
        let announced: UploadAnnouncement = try request.json()
        try HandedInFiles.check(name: announced.name)
        guard announced.size <= HandedInFiles.largest else {
            throw FileRefusal.tooLarge(limit: HandedInFiles.largest)
        }
        let upload = try await uploads.begin(name: announced.name, size: announced.size, by: request.party)
        return try .json(state(upload, target), status: .created)
    }

    private func state(_ upload: Upload, _ target: UploadTarget, row: String? = nil) -> UploadState {
        UploadState(
            upload: "/uploads/\(upload.id.text)?\(target.query)", offset: upload.received,
            chunk: HandedInFiles.chunk, row: row)
    }

    private func progress(_ request: DoorRequest) async throws -> Answer {
        let target = try target(request.query)
        let upload = try await uploads.progress(try request.uuid("upload"), by: request.party)
        return try .json(state(upload, target))
    }

    private func takeChunk(_ request: DoorRequest) async throws -> Answer {
        let target = try target(request.query)
        let upload = try await uploads.append(
            try request.uuid("upload"), at: try offset(request), bytes: request.stream, by: request.party)
        guard upload.received >= upload.size else { return try .json(state(upload, target)) }
        return try await finished(upload, target, request)
    }

    /// `Content-Range: bytes 0-1048575/2000000`, or `?offset=0`.
    private func offset(_ request: DoorRequest) throws(Problem) -> Int {
        if let offset = request.query.integer("offset"), offset >= 0 { return offset }
        let range = request.headers[.contentRange] ?? ""
        guard range.hasPrefix("bytes "), let first = range.dropFirst(6).split(separator: "-").first,
            let offset = Int(first), offset >= 0
        else { throw .malformed("缺少 Content-Range") }
        return offset
    }

    private func finish(_ request: DoorRequest) async throws -> Answer {
        let target = try target(request.query)
        let upload = try await uploads.progress(try request.uuid("upload"), by: request.party)
        return try await finished(upload, target, request)
    }

    private func finished(_ upload: Upload, _ target: UploadTarget, _ request: DoorRequest) async throws -> Answer {
        let file = try await uploads.finish(upload.id, by: request.party)
        try HandedInFiles.check(file)
        let row = try await target.land(file, request)
        return try .json(state(upload, target, row: row.text))
    }
}
