import Cases
import Foundation
import Web
import WorkCalendar

extension APIDoor {
    var documentEndpoints: [Endpoint] {
        [
            Endpoint(
                route: .get("/api/v1/documents/{code}", .client(scope: "documents:verify"), verify),
                operation: "verifyDocument", summary: "按文书二维码中的核验码核验一份文书", tag: "文书",
                parameters: [.path("code", "核验码", ["type": "string", "minLength": 26, "maxLength": 64])],
                success: (200, Schemas.reference("Verification")))
        ]
    }

    private struct Verification: Encodable {
        let number: String
        let title: String
        let issuedOn: String
        let caseNumber: String
        let itemName: String
        let bodyName: String
        let applicantName: String
        let digest: String?
        let isValid: Bool
        let voidReason: String
    }

    private func verify(_ request: DoorRequest) async throws -> Answer {
        guard let found = try await cases.verifyDocument(code: try request.parameter("code")) else {
            throw CaseRefusal.documentNotFound
        }
        let answer = Verification(
            number: found.number, title: found.title, issuedOn: found.issuedOn.description,
            caseNumber: found.caseNumber, itemName: found.itemName, bodyName: found.bodyName,
            applicantName: found.applicantName, digest: found.digest, isValid: found.voidReason.isEmpty,
            voidReason: found.voidReason)
        return try .json(answer)
    }
}
