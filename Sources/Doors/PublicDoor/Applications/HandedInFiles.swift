import Base
import Foundation
import Markup
import Web

/// Which files people hand in here, said before they choose and checked again when they arrive.
enum HandedInFiles {
    /// Bytes of one file.
    static let largest = 20 * 1_024 * 1_024
    /// Files of one material.
    static let most = 20
    /// Bytes of one form without script.
    static let largestForm = 64 * 1_024 * 1_024
    /// Bytes that script sends at once.
    static let chunk = 1_024 * 1_024

    static let accept = ".pdf,.jpg,.jpeg,.png,.ofd"
    static let hint = "支持 PDF、JPG、PNG、OFD，每个不超过 20 MB，最多 20 个"

    private static let mediaTypes: Set<String> = ["application/pdf", "image/jpeg", "image/png", "application/ofd"]

    /// Refuses a name that says another kind; the content is looked at when it is there.
    static func check(name: String) throws(HandedInRefusal) {
        let ending = name.lowercased().split(separator: ".").last.map { ".\($0)" } ?? ""
        guard accept.split(separator: ",").contains(Substring(ending)) else { throw .wrongType }
    }

    static func check(_ file: StoredFile) throws(HandedInRefusal) {
        guard mediaTypes.contains(file.mediaType) else { throw .wrongType }
    }

    static func hasPicture(_ file: StoredFile) -> Bool { file.mediaType.hasPrefix("image/") }

    /// A file in a list, with a small picture of it and what can be done with it.
    ///
    /// - Parameter carried: hidden fields by which a form carries the file.
    static func row(_ file: StoredFile, action: HTML = .empty, carried: HTML = .empty) -> HTML {
        let address = ApplyAddress.file(file.id)
        let picture: HTML =
            hasPicture(file)
            ? "<img src=\"\(address)/preview\" alt=\"\" width=\"40\" height=\"48\" loading=\"lazy\">" : icon(.file)
        return """
            <div class="up"><span class="th">\(picture)</span><a class="ell" href="\(address)">\(file.name)</a>\
            \(action.isEmpty ? "<span></span>" : action)<div class="small muted">已上传，\(ByteCount.words(file.size))\(carried)</div></div>
            """
    }
}

/// Why a file is not taken as a material.
enum HandedInRefusal: Refusal {
    case wrongType
    case tooMany

    var code: String { self == .wrongType ? "file.wrong-type" : "file.too-many" }
    var kind: RefusalKind { .invalid }
    var reason: String {
        switch self {
        case .wrongType: "只接受 PDF、JPG、PNG、OFD 文件。请另存为其中一种格式后再上传"
        case .tooMany: "一份材料最多 \(HandedInFiles.most) 个文件。请合并后再上传"
        }
    }
}

/// Bytes with a limit of their own, below that of the whole body.
struct LimitedBytes<Source: AsyncSequence & Sendable>: AsyncSequence, Sendable where Source.Element == [UInt8] {
    let source: Source
    let limit: Int

    struct AsyncIterator: AsyncIteratorProtocol {
        var inner: Source.AsyncIterator
        let limit: Int
        var count = 0

        mutating func next() async throws -> [UInt8]? {
            guard let piece = try await inner.next() else { return nil }
            count += piece.count
            guard count <= limit else { throw FileRefusal.tooLarge(limit: limit) }
            return piece
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(inner: source.makeAsyncIterator(), limit: limit) }
}
