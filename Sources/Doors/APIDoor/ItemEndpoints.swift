import Base
import Foundation
import Hummingbird
import Items
import Web

extension APIDoor {
    var itemEndpoints: [Endpoint] {
        [
            Endpoint(
                route: .get("/api/v1/items", .client(scope: "items:read"), searchItems), operation: "searchItems",
                summary: "按名称、口语、拼音或编码查事项；不给 q 则按顺序列出", tag: "事项",
                parameters: [
                    .query("q", "要查的词", ["type": "string", "maxLength": 100]),
                    .query("limit", "每页条数", ["type": "integer", "minimum": 1, "maximum": 100]),
                    .query("cursor", "上一页给的 next", ["type": "string", "pattern": "^(0|[1-9][0-9]{0,4})$"]),
                ], success: (200, Schemas.page(of: "Item"))),
            Endpoint(
                route: .get("/api/v1/item-changes", .client(scope: "items:read"), itemChanges),
                operation: "itemChanges",
                summary: "某个游标之后的事项变更，按发生顺序", tag: "事项",
                parameters: [
                    .query("since", "上一次的 next；从头开始给 0", ["type": "string", "pattern": "^(0|[1-9][0-9]{0,8})$"])
                ],
                success: (200, Schemas.page(of: "ItemChange"))),
            Endpoint(
                route: .get("/api/v1/items/{code}", .client(scope: "items:read"), item), operation: "getItem",
                summary: "一个事项的当前版本", tag: "事项",
                parameters: [
                    .path("code", "事项编码", ["type": "string", "minLength": 1, "maxLength": 64]),
                    .header("If-None-Match", "已有版本的 ETag", isRequired: false),
                ], success: (200, Schemas.reference("ItemDetail")), refusals: [304], successHeaders: ["ETag"]),
        ]
    }

    struct Rows<Row: Encodable & Sendable>: Encodable, Sendable {
        let rows: [Row]
        var next: String?
    }

    private struct ItemRow: Encodable, Sendable {
        struct Leaf: Encodable, Sendable {
            let code: String
            let name: String
        }

        let code: String
        let name: String
        let type: String
        let body: String
        let revision: Int
        let isOpenOnline: Bool
        let handlingItems: [Leaf]
    }

    private struct ItemDetail: Encodable, Sendable {
        let code: String
        let name: String
        let revision: Int
        let body: String
        let content: ItemContent
    }

    private struct ChangeRow: Encodable, Sendable {
        let id: Int
        let code: String
        let revision: Int
        let kind: String
        let at: Date
    }

    private func searchItems(_ request: DoorRequest) async throws -> Answer {
        let limit = try whole(request, "limit", in: 1...100) ?? 20
        let offset = try whole(request, "cursor", in: 0...99_999) ?? 0
        let words = request.query["q"] ?? ""
        guard words.unicodeScalars.count <= 100 else {
            throw Problem.malformed("参数 q 不对", faults: [Problem.Fault(pointer: "q", detail: "最多 100 字")])
        }
        let catalogue = items.catalogue
        let found = catalogue.search(ItemSearch(text: request.query.text("q") ?? "", offset: offset, limit: limit))
        let rows = found.hits.map { hit in
            ItemRow(
                code: hit.item.code, name: hit.item.name, type: hit.item.content.typeCode, body: hit.item.body.name,
                revision: hit.item.revision, isOpenOnline: hit.item.isOpenOnline,
                handlingItems: hit.item.handlingItems.map { ItemRow.Leaf(code: $0.code, name: $0.name) })
        }
        let end = offset + rows.count
        return try .json(Rows(rows: rows, next: end < found.total && !rows.isEmpty ? String(end) : nil))
    }

    private func itemChanges(_ request: DoorRequest) async throws -> Answer {
        let since = try whole(request, "since", in: 0...999_999_999) ?? 0
        let changes = try await items.changes(since: since)
        let rows = changes.map {
            ChangeRow(id: $0.id, code: $0.code, revision: $0.revision, kind: $0.kind.rawValue, at: $0.at)
        }
        return try .json(Rows(rows: rows, next: String(rows.last?.id ?? since)))
    }

    private func item(_ request: DoorRequest) async throws -> Answer {
        let item = try items.item(code: try request.parameter("code"))
        let tag = "\"\(item.code)-\(item.revision)\""
        if request.headers[.ifNoneMatch] == tag { return .notModified(tag) }
        let detail = ItemDetail(
            code: item.code, name: item.name, revision: item.revision, body: item.body.name, content: item.content)
        return try .json(detail).header(.eTag, tag)
    }

    /// A whole number of the query; what is no number or out of range is the caller's mistake.
    func whole(_ request: DoorRequest, _ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = request.query[name] else { return nil }
        guard let number = Int(text), range.contains(number), String(number) == text else {
            let words = "应为 \(range.lowerBound) 到 \(range.upperBound) 的整数"
            throw .malformed("参数 \(name) 不对", faults: [Problem.Fault(pointer: name, detail: words)])
        }
        return number
    }
}

extension Answer {
    /// The reader has this very version already (304).
    static func notModified(_ tag: String) -> Answer {
        var answer = Answer.done
        answer.status = .notModified
        return answer.header(.eTag, tag)
    }
}
