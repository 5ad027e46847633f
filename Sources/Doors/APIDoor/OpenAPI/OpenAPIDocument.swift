import Foundation
import Hummingbird
import Web

/// The OpenAPI 3.1 description, made from the endpoints.
struct OpenAPIDocument {
    let endpoints: [Endpoint]

    init(_ endpoints: [Endpoint]) {
        self.endpoints = endpoints
    }

    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(json) else { preconditionFailure("values of this type always encode") }
        return String(decoding: data, as: UTF8.self)
    }

    var json: JSONValue {
        var paths: [String: JSONValue] = [:]
        for (path, group) in Dictionary(grouping: endpoints, by: \.route.path) {
            let operations = group.map { ($0.route.method.rawValue.lowercased(), operation($0)) }
            paths[path] = .object(Dictionary(operations) { _, last in last })
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "雁门政务服务接口", "version": "1.0.0",
                "description": "事项查询、办件提交与查询、材料上传、文书核验。错误一律为 RFC 9457 问题详情。",
            ],
            "paths": .object(paths),
            "components": [
                "securitySchemes": [
                    "client": [
                        "type": "oauth2",
                        "flows": ["clientCredentials": ["tokenUrl": "/api/v1/token", "scopes": .object(scopes)]],
                    ]
                ],
                "schemas": .object(Schemas.all),
            ],
        ]
    }

    private var scopes: [String: JSONValue] {
        let words: [String: JSONValue] = [
            "items:read": "查询事项", "cases:write": "提交和撤回办件", "cases:read": "查询本系统提交的办件", "files:write": "上传材料",
            "documents:verify": "核验文书",
        ]
        return words
    }

    private func operation(_ endpoint: Endpoint) -> JSONValue {
        var members: [String: JSONValue] = [
            "operationId": .text(endpoint.operation), "summary": .text(endpoint.summary), "tags": [.text(endpoint.tag)],
            "parameters": .list(endpoint.parameters.map(\.json)), "responses": responses(endpoint),
        ]
        if case .client(let scope) = endpoint.route.access { members["security"] = [["client": [.text(scope)]]] }
        if let body = endpoint.body { members["requestBody"] = body }
        return .object(members)
    }

    private func responses(_ endpoint: Endpoint) -> JSONValue {
        var answers: [String: JSONValue] = [:]
        var good: [String: JSONValue] = [
            "description": "成功", "content": ["application/json": ["schema": endpoint.success.schema]],
        ]
        if !endpoint.successHeaders.isEmpty {
            let headers = endpoint.successHeaders.map { ($0, ["schema": ["type": "string"]] as JSONValue) }
            good["headers"] = .object(Dictionary(headers) { _, last in last })
        }
        answers[String(endpoint.success.status)] = .object(good)
        for status in [400, 401, 403, 404, 405, 408, 413, 415, 429, 500, 503] + endpoint.refusals {
            guard status != 304 else {
                answers["304"] = ["description": "内容没有变化"]
                continue
            }
            answers[String(status)] = [
                "description": "问题详情",
                "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
            ]
        }
        return .object(answers)
    }
}
