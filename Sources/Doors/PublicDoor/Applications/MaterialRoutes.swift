import Base
import CaseForms
import Cases
import Foundation
import Items
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
        ] + intake.routes(.citizen, target: materialTarget) + intake.shelf.routes(.citizen)
    }

    /// How files come in and where they are shown.
    var intake: FileIntake {
        FileIntake(uploads: uploads, shelf: FileShelf(uploads: uploads, folder: ApplyAddress.files))
    }

    /// An upload for a material of a draft is kept with the draft at once.
    @Sendable private func materialTarget(_ query: FormFields) -> UploadTarget? {
        guard let draft = query.uuid("draft"), let key = query.text("material") else { return nil }
        return UploadTarget(query: "draft=\(ApplyAddress.text(draft))&material=\(urlEncoded(key))") { file, request in
            try await attach([file.id], to: key, of: draft, request)
            return MaterialsPage.row(file, material: key, draft: draft, on: intake.shelf, token: request.formToken)
        }
    }
}

// MARK: - 传材料

extension ApplicationArea {
    func materials(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request) { sheet in
            .page(MaterialsPage(frame: frame(sheet, .materials, request), shelf: intake.shelf))
        }
    }

    /// Whoever comes back to the address of an upload after signing in anew.
    func material(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request) { sheet in .redirect(to: ApplyAddress.step(sheet.draft.id, .materials)) }
    }

    func leaveMaterials(_ request: DoorRequest) async throws -> Answer {
        try await withSheet(request) { sheet in
            let problems = sheet.materialProblems
            guard problems.isEmpty else {
                var page = MaterialsPage(frame: frame(sheet, .materials, request), shelf: intake.shelf)
                page.frame.errors = FieldErrors(
                    problems.map { FieldProblem(field: HandedInFiles.fileName($0.field), message: $0.message) })
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
                var page = MaterialsPage(frame: frame(sheet, .materials, request), shelf: intake.shelf)
                page.frame.errors = FieldErrors([
                    FieldProblem(field: HandedInFiles.fileName(material.key), message: refusal.reason)
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
            guard let file = try await intake.store(part, by: request.party) else { return }
            guard files.count < HandedInFiles.most else { throw HandedInRefusal.tooMany }
            files.append(file)
        }
        return files
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
            // Sent again because the answer was lost: the page that counts on the draft's version must still be right.
            guard all != before else { return }
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
