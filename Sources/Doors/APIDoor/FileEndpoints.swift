import Base
import Foundation
import Hummingbird
import Web

extension APIDoor {
    var fileEndpoints: [Endpoint] {
        [
            Endpoint(
                route: DoorRoute(
                    .post, "/api/v1/files", .client(scope: "files:write"), body: .stream(limit: 200 << 20),
                    handler: storeFile),
                operation: "storeFile", summary: "上传一份材料（PDF、JPG、PNG、OFD），得到提交办件时用的编号", tag: "材料",
                parameters: [
                    Endpoint.Parameter(
                        name: "name", place: "query", schema: ["type": "string", "minLength": 1, "maxLength": 200],
                        isRequired: true, words: "文件名")
                ],
                body: [
                    "required": true,
                    "content": ["application/octet-stream": ["schema": ["type": "string", "format": "binary"]]],
                ], success: (201, Schemas.reference("File")), refusals: [409, 411, 422])
        ]
    }

    private struct FileAnswer: Encodable {
        let id: String
        let name: String
        let size: Int
        let mediaType: String
        let digest: String
    }

    private func storeFile(_ request: DoorRequest) async throws -> Answer {
        let file = try await uploads.store(
            name: try request.query.required("name"), bytes: request.stream, by: request.party)
        let answer = FileAnswer(
            id: file.id.text, name: file.name, size: file.size, mediaType: file.mediaType,
            digest: file.digest)
        return try .json(answer, status: .created)
    }
}
