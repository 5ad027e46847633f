import Base
import Cases
import Foundation
import HTTPTypes
import Items
import Markup
import Typeset
import Web

extension ApplicationArea {
    var materialRoutes: [DoorRoute] {
        [
            .get("/apply/drafts/{id}/materials", .citizen, materials),
            .post("/apply/drafts/{id}/materials", .citizen, leaveMaterials),
            .get("/apply/drafts/{id}/materials/{key}", .citizen, material),
            .post(
                "/apply/drafts/{id}/materials/{key}", .citizen, body: .multipart(limit: HandedInFiles.largestForm), add),
            .post("/apply/drafts/{id}/materials/{key}/remove", .citizen, remove),
            .post("/uploads", .citizen, body: .json(limit: 8_192), beginUpload),
            .get("/uploads/{upload}", .citizen, uploadProgress),
            .put("/uploads/{upload}", .citizen, body: .stream(limit: 2 * HandedInFiles.chunk), takeChunk),
            .post("/uploads/{upload}/finish", .citizen, body: .json(limit: 8_192), finishUpload),
            .get("/my/files/{file}", .citizen, file),
            .get("/my/files/{file}/preview", .citizen, preview),
        ]
    }
}

// MARK: - 传材料

extension ApplicationArea {
    func materials(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request) { sheet in .page(MaterialsPage(frame: frame(sheet, .materials, request))) }
    }

    /// Whoever comes back to the address of an upload after signing in anew.
    func material(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request) { sheet in .redirect(to: ApplyAddress.step(sheet.draft.id, .materials)) }
    }

    func leaveMaterials(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request) { sheet in
            let problems = sheet.materialProblems
            guard problems.isEmpty else {
                var page = MaterialsPage(frame: frame(sheet, .materials, request))
                page.frame.errors = FieldErrors(
                    problems.map { FieldProblem(field: MaterialsPage.fieldName($0.field), message: $0.message) })
                return .page(page)
            }
            return .redirect(to: ApplyAddress.step(sheet.draft.id, .check))
        }
    }

    /// Files of a form without script.
    func add(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request) { sheet in
            let material = try material(of: sheet, try request.parameter("key"))
            do {
                let files = try await receive(request)
                guard !files.isEmpty else { throw FileRefusal.nameMissing }
                try await attach(files.map(\.id), to: material.key, of: sheet.draft.id, request)
            } catch let refusal as any Refusal where refusal.kind == .invalid || refusal.kind == .tooLarge {
                var page = MaterialsPage(frame: frame(sheet, .materials, request))
                page.frame.errors = FieldErrors([
                    FieldProblem(field: MaterialsPage.fieldName(material.key), message: refusal.reason)
                ])
                return .page(page)
            }
            return .redirect(to: "\(ApplyAddress.step(sheet.draft.id, .materials))#m-\(material.key)")
        }
    }

    /// Stores the files of a form, one after the other; empty choices are skipped.
    private func receive(_ request: DoorRequest) async throws -> [StoredFile] {
        var files: [StoredFile] = []
        try await request.forEachPart { part in
            guard let file = try await self.store(part, request) else { return }
            guard files.count < HandedInFiles.most else { throw HandedInRefusal.tooMany }
            files.append(file)
        }
        return files
    }

    /// Stores a part that is a chosen file; nil for any other part.
    func store(_ part: MultipartPart, _ request: DoorRequest) async throws -> StoredFile? {
        guard let name = part.header.fileName, !name.isEmpty else { return nil }
        try HandedInFiles.check(name: name)
        let bytes = LimitedBytes(source: part.chunks, limit: HandedInFiles.largest)
        let file = try await uploads.store(name: name, bytes: bytes, by: request.party)
        try HandedInFiles.check(file)
        return file
    }

    private func material(of sheet: DraftSheet, _ key: String) throws -> MaterialContent {
        guard let material = sheet.materials.first(where: { $0.key == key }), sheet.delivery(material) == .upload
        else { throw Problem.notFound }
        return material
    }

    func remove(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request) { sheet in
            let key = try request.parameter("key")
            let gone = request.form.uuid("file")
            let left = (sheet.draft.materials[key] ?? []).filter { $0 != gone }
            try await save(DraftChange(materials: [key: left]), into: sheet.draft.id, request)
            return .redirect(to: "\(ApplyAddress.step(sheet.draft.id, .materials))#m-\(urlEncoded(key))")
        }
    }

    /// Adds files to a material of a draft, whoever else saves at the same moment.
    private func attach(_ files: [UUID], to key: String, of draftID: UUID, _ request: DoorRequest) async throws {
        for _ in 0..<8 {
            let draft = try await cases.draft(draftID, party: request.party)
            let item = items.catalogue.handlingItem(id: draft.handlingItemID)?.item
            guard item?.content.materials?.contains(where: { $0.key == key }) ?? false else { throw Problem.notFound }
            let before = draft.materials[key] ?? []
            let all = before + files.filter { !before.contains($0) }
            guard all.count <= HandedInFiles.most else { throw HandedInRefusal.tooMany }
            do {
                _ = try await cases.saveDraft(
                    draftID, version: draft.version, change: DraftChange(materials: [key: all]), party: request.party)
                return
            } catch CaseRefusal.draftChanged {
                continue
            }
        }
        throw CaseRefusal.draftChanged
    }
}

// MARK: - Uploads by script

/// What an upload is for: a material of a draft, or a field of the form that is open.
private enum UploadTarget {
    case material(draft: UUID, key: String)
    case field(String)

    init(_ query: FormFields) throws(Problem) {
        if let draft = query.uuid("draft"), let key = query.text("material") {
            self = .material(draft: draft, key: key)
        } else if let field = query.text("field"), field.utf8.count <= 100 {
            self = .field(field)
        } else {
            throw .notFound
        }
    }

    var query: String {
        switch self {
        case .material(let draft, let key): "draft=\(ApplyAddress.text(draft))&material=\(urlEncoded(key))"
        case .field(let name): "field=\(urlEncoded(name))"
        }
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

extension ApplicationArea {
    func beginUpload(_ request: DoorRequest) async throws -> Answer {
        let target = try UploadTarget(request.query)
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
            upload: "/uploads/\(ApplyAddress.text(upload.id))?\(target.query)", offset: upload.received,
            chunk: HandedInFiles.chunk, row: row)
    }

    func uploadProgress(_ request: DoorRequest) async throws -> Answer {
        let target = try UploadTarget(request.query)
        let upload = try await uploads.progress(try request.uuid("upload"), by: request.party)
        return try .json(state(upload, target))
    }

    func takeChunk(_ request: DoorRequest) async throws -> Answer {
        let target = try UploadTarget(request.query)
        let upload = try await uploads.append(
            try request.uuid("upload"), at: try offset(request), bytes: request.stream, by: request.party)
        guard upload.received >= upload.size else { return try .json(state(upload, target)) }
        return try await finished(upload, target, request)
    }

    /// `Content-Range: bytes 0-1048575/2000000`, or `?offset=0`.
    private func offset(_ request: DoorRequest) throws -> Int {
        if let offset = request.query.integer("offset"), offset >= 0 { return offset }
        let range = request.headers[.contentRange] ?? ""
        guard range.hasPrefix("bytes "), let first = range.dropFirst(6).split(separator: "-").first,
            let offset = Int(first), offset >= 0
        else { throw Problem.malformed("缺少 Content-Range") }
        return offset
    }

    func finishUpload(_ request: DoorRequest) async throws -> Answer {
        let target = try UploadTarget(request.query)
        let upload = try await uploads.progress(try request.uuid("upload"), by: request.party)
        return try await finished(upload, target, request)
    }

    private func finished(_ upload: Upload, _ target: UploadTarget, _ request: DoorRequest) async throws -> Answer {
        let file = try await uploads.finish(upload.id, by: request.party)
        try HandedInFiles.check(file)
        let row: HTML
        switch target {
        case .material(let draft, let key):
            try await attach([file.id], to: key, of: draft, request)
            row = MaterialsPage.row(file, material: key, draft: draft, token: request.formToken)
        case .field(let name):
            row = CorrectionPage.row(file, field: name)
        }
        return try .json(state(upload, target, row: row.text))
    }
}

// MARK: - Files

extension ApplicationArea {
    func file(_ request: DoorRequest) async throws -> Answer {
        let file = try await uploads.find(try request.uuid("file"), by: request.party)
        return .file(FileContent(file, uploads: uploads))
    }

    /// A small picture of an uploaded picture; made anew each time, kept by the browser.
    func preview(_ request: DoorRequest) async throws -> Answer {
        let file = try await uploads.find(try request.uuid("file"), by: request.party)
        guard HandedInFiles.hasPicture(file), file.size <= HandedInFiles.largest else { throw Problem.notFound }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(file.size)
        for try await piece in uploads.bytes(of: file) { bytes.append(contentsOf: piece) }
        do {
            let picture = try await ImagePreview.make(from: bytes, size: .thumbnail)
            return .file(
                FileContent(
                    name: "preview.jpg", type: "image/jpeg", bytes: picture.jpeg, version: "p-\(file.digest)",
                    disposition: .inline))
        } catch is ImagePreview.Failure {
            throw Problem.notFound
        }
    }
}
