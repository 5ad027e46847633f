package import Base
package import Foundation
package import Markup
package import Web

/// Which files people hand in, said before they choose and checked again when they arrive.
package enum HandedInFiles {
    /// Bytes of one file.
    package static let largest = 20 * 1_024 * 1_024
    /// Files of one material.
    package static let most = 20
    /// Bytes of one form without script.
    package static let largestForm = 64 * 1_024 * 1_024
    /// Bytes that script sends at once.
    package static let chunk = 1_024 * 1_024

    package static let accept = ".pdf,.jpg,.jpeg,.png,.ofd"
    package static let kinds = "PDF、JPG、PNG、OFD，每个不超过 20 MB，最多 20 个"
    package static let hint = "支持 \(kinds)"

    private static let mediaTypes: Set<String> = ["application/pdf", "image/jpeg", "image/png", "application/ofd"]

    /// The control by which files of a material are chosen.
    package static func fileName(_ key: String) -> String { "m.\(key)" }

    /// Hidden fields that carry the files of a material which have arrived.
    package static func keptName(_ key: String) -> String { "kept.\(key)" }

    /// The button that takes one of them out of the form again.
    package static let dropName = "drop"

    /// Refuses a name that says another kind; the content is looked at when it is there.
    package static func check(name: String) throws(HandedInRefusal) {
        let ending = name.lowercased().split(separator: ".").last.map { ".\($0)" } ?? ""
        guard accept.split(separator: ",").contains(Substring(ending)) else { throw .wrongType }
    }

    package static func check(_ file: StoredFile) throws(HandedInRefusal) {
        guard mediaTypes.contains(file.mediaType) else { throw .wrongType }
    }

    /// Whether the media type is one of which a small picture can be made.
    package static func hasPicture(_ mediaType: String) -> Bool { mediaType.hasPrefix("image/") }
}

/// Why a file is not taken as a material.
package enum HandedInRefusal: Refusal {
    case wrongType
    case tooMany

    package var code: String { self == .wrongType ? "file.wrong-type" : "file.too-many" }
    package var kind: RefusalKind { .invalid }
    package var reason: String {
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
