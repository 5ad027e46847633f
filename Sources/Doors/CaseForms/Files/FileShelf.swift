package import Base
package import Foundation
package import Markup
import Typeset
package import Web

/// Where a door shows files, and how they look in its lists.
package struct FileShelf: Sendable {
    let uploads: Uploads
    /// The folder of the addresses: `/files` for `/files/{file}` and `/files/{file}/preview`.
    let folder: String

    package init(uploads: Uploads, folder: String) {
        self.uploads = uploads
        self.folder = folder
    }

    /// The pages of this shelf; row-level security decides who may open which file.
    package func routes(_ access: Access) -> [DoorRoute] {
        [
            .get("\(folder)/{file}", access, open),
            .get("\(folder)/{file}/preview", access, preview),
        ]
    }

    package func address(_ id: UUID) -> String { "\(folder)/\(id.text)" }

    /// The small picture of a file, or the sign of one.
    package func thumbnail(_ id: UUID, mediaType: String) -> HTML {
        guard HandedInFiles.hasPicture(mediaType) else { return icon(.file) }
        return "<img src=\"\(address(id))/preview\" alt=\"\" width=\"40\" height=\"48\" loading=\"lazy\">"
    }

    /// A file in a list, with what can be done with it.
    ///
    /// - Parameter carried: hidden fields by which a form carries the file.
    package func row(_ file: StoredFile, action: HTML = .empty, carried: HTML = .empty) -> HTML {
        """
        <div class="up"><span class="th">\(thumbnail(file.id, mediaType: file.mediaType))</span>\
        <a class="ell" href="\(address(file.id))?inline" target="_blank" rel="noopener">\(file.name)</a>\
        \(action.isEmpty ? "<span></span>" : action)<div class="small muted">已上传，\(ByteCount.words(file.size))\(carried)</div></div>
        """
    }

    /// A file that arrived for a material of an open form: the form carries it by its id, and a button takes it out.
    package func row(_ file: StoredFile, in key: String) -> HTML {
        let id = file.id.text
        let drop: HTML = """
            <button type="submit" class="btn btn-t btn-sm" name="\(HandedInFiles.dropName)" value="\(id)" formnovalidate \
            data-drop><span>移除</span><span class="sr"> \(file.name)</span></button>
            """
        return row(file, action: drop, carried: hiddenField(HandedInFiles.keptName(key), id))
    }

    /// The file itself; `?inline` shows it in the browser instead of saving it.
    package func open(_ request: DoorRequest) async throws -> Answer {
        let file = try await uploads.find(try request.uuid("file"), by: request.party)
        let isInline = request.query.contains("inline")
        return .file(FileContent(file, uploads: uploads, disposition: isInline ? .inline : .attachment))
    }

    /// A small picture of an uploaded picture; made anew each time, kept by the browser.
    func preview(_ request: DoorRequest) async throws -> Answer {
        let file = try await uploads.find(try request.uuid("file"), by: request.party)
        guard HandedInFiles.hasPicture(file.mediaType), file.size <= HandedInFiles.largest else {
            throw Problem.notFound
        }
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
