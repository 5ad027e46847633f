import Foundation
import WorkCalendar

/// The operation log as CSV (RFC 4180, UTF-8 with a mark so that spreadsheets read Chinese), a thousand rows at a time.
package struct AuditExport: AsyncSequence, Sendable {
    static let pageSize = 1000

    let search: AuditSearch
    let filter: AuditFilter
    let party: ActingParty

    package func makeAsyncIterator() -> Iterator { Iterator(export: self) }

    package struct Iterator: AsyncIteratorProtocol {
        let export: AuditExport
        private var place: AuditRecord.Place?
        private var hasBegun = false
        private var isAtEnd = false

        init(export: AuditExport) {
            self.export = export
        }

        package mutating func next() async throws -> [UInt8]? {
            guard hasBegun else {
                hasBegun = true
                return [0xEF, 0xBB, 0xBF] + CSVLine(AuditTerms.exportColumns).bytes
            }
            guard !isAtEnd else { return nil }
            let records = try await export.search.rows(
                export.filter, after: place, limit: AuditExport.pageSize, by: export.party)
            isAtEnd = records.count < AuditExport.pageSize
            place = records.last?.place
            guard !records.isEmpty else { return nil }
            var bytes: [UInt8] = []
            for record in records { bytes += CSVLine(record.cells).bytes }
            return bytes
        }
    }
}

extension AuditRecord {
    fileprivate var cells: [String] {
        [
            ShanghaiTime.text(at), AuditTerms.actorKind(actorKind), actorName, actorID, door, act, objectKind, objectID,
            result, reason, detail, clientAddress, requestID,
        ]
    }
}

/// Words of the operation log.
package enum AuditTerms {
    package static let exportColumns = [
        "时间", "操作者类别", "操作者", "操作者标识", "入口", "操作", "对象类别", "对象标识", "结果", "原因", "详情", "来源地址", "请求编号",
    ]

    /// The Chinese term of an actor kind.
    package static func actorKind(_ kind: String) -> String {
        switch ActingParty.Kind(rawValue: kind) {
        case .citizen: "公众"
        case .staff: "工作人员"
        case .client: "对接系统"
        case .system: "系统"
        case .anonymous: "未登录"
        case nil: kind
        }
    }
}

/// One line of a CSV file whose cells a spreadsheet must never run as a formula.
package struct CSVLine: Sendable {
    package let bytes: [UInt8]

    package init(_ cells: [String]) {
        var bytes: [UInt8] = []
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\""))
            if Self.looksLikeFormula(cell) { bytes.append(UInt8(ascii: "'")) }
            for byte in cell.utf8 {
                if byte == UInt8(ascii: "\"") { bytes.append(byte) }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
        }
        self.bytes = bytes + [0x0D, 0x0A]
    }

    /// Spreadsheets run what begins with one of these, also behind white space.
    private static func looksLikeFormula(_ cell: String) -> Bool {
        let scalars = cell.unicodeScalars
        guard let first = scalars.first(where: { !$0.properties.isWhitespace }) else { return false }
        if "=+-@＝＋－＠".unicodeScalars.contains(first) { return true }
        return scalars.first == "\t" || scalars.first == "\r" || scalars.first == "\n"
    }
}
