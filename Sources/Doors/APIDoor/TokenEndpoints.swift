import Base
import Foundation
import Hummingbird
import People
import Web

extension APIDoor {
    var tokenEndpoints: [Endpoint] {
        [
            Endpoint(
                route: .post("/api/v1/token", .anyone, body: .form(limit: 8_192), token), operation: "issueToken",
                summary: "用接入系统的编号和密钥换取令牌（15 分钟有效）", tag: "令牌",
                body: [
                    "required": true,
                    "content": [
                        "application/x-www-form-urlencoded": [
                            "schema": [
                                "type": "object", "required": ["grant_type", "client_id", "client_secret"],
                                "properties": [
                                    "grant_type": ["type": "string", "enum": ["client_credentials"]],
                                    "client_id": ["type": "string", "minLength": 1],
                                    "client_secret": ["type": "string", "minLength": 1],
                                    "scope": ["type": "string"],
                                ],
                            ]
                        ]
                    ],
                ], success: (200, Schemas.reference("Token")))
        ]
    }

    private struct TokenAnswer: Encodable {
        let accessToken: String
        let tokenType = "Bearer"
        let expiresIn: Int
        let scope: String

        /// The names of RFC 6749.
        enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case tokenType = "token_type"
            case expiresIn = "expires_in"
            case scope
        }
    }

    private func token(_ request: DoorRequest) async throws -> Answer {
        guard request.form["grant_type"] == "client_credentials" else {
            throw Problem.malformed("grant_type 应为 client_credentials")
        }
        let origin = SignInOrigin(
            door: .api, address: request.clientAddress.text, userAgent: "", requestID: request.requestID)
        let scopes = (request.form["scope"] ?? "").split(separator: " ").map(String.init)
        let token = try await clients.issueToken(
            id: try request.form.required("client_id"), secret: try request.form.required("client_secret"),
            scopes: scopes, from: origin)
        let answer = TokenAnswer(
            accessToken: token.text, expiresIn: token.lifetime, scope: token.scopes.joined(separator: " "))
        return try .json(answer).header(.cacheControl, "no-store")
    }
}
