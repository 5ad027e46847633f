package import Base
package import Foundation
import HTTPTypes
package import Markup
package import Web

/// How the files of a form come in: in pieces by script (`upload.js`), or with the form itself (R2.4).
package struct FileIntake: Sendable {
    let uploads: Uploads
    package let shelf: FileShelf

    package init(uploads: Uploads, shelf: FileShelf) {
        self.uploads = uploads
        self.shelf = shelf
    }

    /// The endpoints of script. `target` reads what an upload is for from its query; the usual one is a field of the form
    /// that is open.
    package func routes(
        _ access: Access, target: @escaping @Sendable (FormFields) throws -> UploadTarget? = { _ in nil }
    ) -> [DoorRoute] {
        let endpoints = UploadEndpoints(intake: self) { query in try target(query) ?? fieldTarget(query) }
        return endpoints.routes(access)
    }

    /// Where script sends the files of a material of the form that is open.
    package static func address(key: String) -> String { "/uploads?field=\(urlEncoded(key))" }

    private func fieldTarget(_ query: FormFields) throws(Problem) -> UploadTarget {
        guard let key = query.text("field"), key.utf8.count <= 100 else { throw .notFound }
        let shelf = shelf
        return UploadTarget(query: "field=\(urlEncoded(key))") { file, _ in shelf.row(file, in: key) }
    }

    // MARK: With the form

    /// Stores a part that is a chosen file; nil for any other part.
    package func store(_ part: MultipartPart, by party: ActingParty) async throws -> StoredFile? {
        guard let name = part.header.fileName, !name.isEmpty else { return nil }
        try HandedInFiles.check(name: name)
        let bytes = LimitedBytes(source: part.chunks, limit: HandedInFiles.largest)
        let file = try await uploads.store(name: name, bytes: bytes, by: party)
        try HandedInFiles.check(file)
        return file
    }

    /// Reads a form with file fields. A file that is not taken becomes a problem of its field.
    package func read(_ request: DoorRequest) async throws -> HandedInForm {
        var fields = request.form.fields
        var problems: [FieldProblem] = []
        try await request.forEachPart { part in
            guard fields.count < FormFields.maximumCount else { throw Problem.malformed("表单项太多") }
            let name = part.header.name
            guard part.header.fileName != nil else {
                fields.append(.init(name: name, value: try await part.text()))
                return
            }
            guard let key = HandedInFiles.key(ofFileField: name) else { return }
            do {
                let kept = HandedInFiles.keptName(key)
                guard let file = try await store(part, by: request.party) else { return }
                guard fields.count(where: { $0.name == kept }) < HandedInFiles.most else {
                    throw HandedInRefusal.tooMany
                }
                fields.append(.init(name: kept, value: file.id.text))
            } catch let refusal as any Refusal where refusal.kind == .invalid || refusal.kind == .tooLarge {
                problems.append(FieldProblem(field: name, message: refusal.reason))
            }
        }
        return HandedInForm(fields, problems: problems)
    }

    /// The records of the files that a form carries, by material.
    package func files(of form: FormFields, by party: ActingParty) async throws -> [String: [StoredFile]] {
        let kept = HandedInForm.kept(in: form)
        let all = try await uploads.files(kept.values.flatMap { $0 }, by: party)
        return kept.mapValues { ids in ids.compactMap { id in all.first { $0.id == id } } }
    }

    // MARK: Controls

    /// The files of a material so far, and the control by which more come.
    ///
    /// - Parameters:
    ///   - hint: what may be chosen; nil where the page says it once for all.
    ///   - about: the material, for screen readers, where the label alone does not name it.
    package func control(
        _ key: String, label: String, need: FieldFace.Need, files: [StoredFile], error: String?, hint: String? = nil,
        about: String? = nil, key shortcut: String? = nil
    ) -> HTML {
        let rows: [HTML] = files.map { shelf.row($0, in: key) }
        let face = FieldFace(
            HandedInFiles.fileName(key), label, need, hint: hint, error: error)
        let chooser = fileField(
            face, accept: HandedInFiles.accept, limit: HandedInFiles.largest, isMultiple: true,
            uploadTo: Self.address(key: key), about: about, key: shortcut)
        return "<div>\(rows)</div>\(chooser)"
    }
}

/// A form with files as it was sent: the files stand in it as fields that carry them.
package struct HandedInForm: Sendable {
    package let form: FormFields
    /// What was wrong with single files.
    package let problems: [FieldProblem]
    /// Whether the form was sent only to take a file out.
    package let isDropping: Bool

    init(_ fields: [FormFields.Field], problems: [FieldProblem]) {
        let dropped = Set(fields.filter { $0.name == HandedInFiles.dropName }.map(\.value))
        let rest = fields.filter { field in
            field.name != HandedInFiles.dropName
                && !(dropped.contains(field.value) && HandedInFiles.key(ofKeptField: field.name) != nil)
        }
        form = FormFields(rest)
        self.problems = problems
        isDropping = !dropped.isEmpty
    }

    /// The files of a form, by material, in the order they came.
    package static func kept(in form: FormFields) -> [String: [UUID]] {
        var kept: [String: [UUID]] = [:]
        for field in form.fields {
            guard let key = HandedInFiles.key(ofKeptField: field.name), let id = UUID(uuidString: field.value),
                !(kept[key]?.contains(id) ?? false)
            else { continue }
            kept[key, default: []].append(id)
        }
        return kept
    }
}

extension HandedInFiles {
    static func key(ofFileField name: String) -> String? { key(name, after: fileName("")) }

    static func key(ofKeptField name: String) -> String? { key(name, after: keptName("")) }

    private static func key(_ name: String, after prefix: String) -> String? {
        guard name.hasPrefix(prefix), name.utf8.count > prefix.utf8.count, name.utf8.count <= 100 else { return nil }
        return String(name.dropFirst(prefix.count))
    }
}
