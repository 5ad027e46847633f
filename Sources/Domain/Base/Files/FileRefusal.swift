/// Why a file is not taken in or not given out.
package enum FileRefusal: Refusal, Hashable {
    case nameMissing
    case nameTooLong
    case nameUnusable
    case empty
    case tooLarge(limit: Int)
    /// More bytes come than were announced.
    case beyondAnnounced
    /// The content is none of the kinds that people may hand in.
    case wrongType
    /// The sender goes on at another place than where the file ends.
    case offsetAhead(expected: Int)
    case incomplete(received: Int, total: Int)
    /// The same file is being sent on another connection.
    case uploadBusy
    case uploadUnknown
    case notFound
    case storageFull
    /// The file system is mounted read-only, or its folders are closed to the program.
    case storageReadOnly

    package var code: String {
        switch self {
        case .nameMissing: "file.name-missing"
        case .nameTooLong: "file.name-too-long"
        case .nameUnusable: "file.name-unusable"
        case .empty: "file.empty"
        case .tooLarge: "file.too-large"
        case .beyondAnnounced: "file.beyond-announced"
        case .wrongType: "file.wrong-type"
        case .offsetAhead: "file.offset-ahead"
        case .incomplete: "file.incomplete"
        case .uploadBusy: "file.upload-busy"
        case .uploadUnknown: "file.upload-unknown"
        case .notFound: "file.not-found"
        case .storageFull: "file.storage-full"
        case .storageReadOnly: "file.storage-read-only"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .nameMissing, .nameTooLong, .nameUnusable, .empty, .beyondAnnounced, .wrongType: .invalid
        case .tooLarge: .tooLarge
        case .offsetAhead, .incomplete, .uploadBusy: .conflict
        case .uploadUnknown, .notFound: .notFound
        case .storageFull, .storageReadOnly: .unavailable
        }
    }

    package var reason: String {
        switch self {
        case .nameMissing: "文件没有名称，请重新选择文件。"
        case .nameTooLong: "文件名超过 \(FileName.maximumLength) 个字，请改短后再上传。"
        case .nameUnusable: "文件名含有斜线或看不见的字符，请改名后再上传。"
        case .empty: "文件是空的，请检查后重新选择。"
        case .tooLarge(let limit): "文件超过 \(Self.words(limit))，请压缩或拆分后再上传。"
        case .beyondAnnounced: "收到的内容比登记的文件大，请重新上传。"
        case .wrongType: "只接受 PDF、JPG、PNG、OFD、Word（docx）和 Excel（xlsx）文件，且文件内容须完整、不含宏。"
        case .offsetAhead(let expected): "已收到 \(expected) 字节，请从这里接着传。"
        case .incomplete(let received, let total): "文件没有传完：共 \(total) 字节，已收到 \(received) 字节，请接着传。"
        case .uploadBusy: "这个文件正在上传，请等它传完。"
        case .uploadUnknown: "上传已过期或不存在，请重新上传。"
        case .notFound: "没有找到这个文件。"
        case .storageFull: "系统存储空间不足，暂时不能上传。已上传的文件不受影响，请稍后再试。"
        case .storageReadOnly: "系统存储现在只能读取，暂时不能上传。已上传的文件不受影响，请稍后再试。"
        }
    }

    private static func words(_ bytes: Int) -> String {
        bytes < 1 << 20 ? "\(bytes >> 10) KB" : "\(bytes >> 20) MB"
    }
}
