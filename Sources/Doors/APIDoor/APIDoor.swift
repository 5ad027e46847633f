package import Base
package import Cases
package import Items
package import People
package import Web

/// The door of other systems (接口): REST under `/api/v1`, described at `/api/openapi.json`.
///
/// Each endpoint stands once, with its description; the same list makes the routes and the OpenAPI document, so the
/// document cannot promise what is not there.
package struct APIDoor: Sendable {
    let items: ItemOperations
    let cases: CaseOperations
    let uploads: Uploads
    let clients: Clients

    package init(items: ItemOperations, cases: CaseOperations, uploads: Uploads, clients: Clients) {
        self.items = items
        self.cases = cases
        self.uploads = uploads
        self.clients = clients
    }

    package var routes: [DoorRoute] {
        endpoints.map(\.route) + [.get("/api/openapi.json", .anyone) { _ in try Self.describe(endpoints) }]
    }

    var endpoints: [Endpoint] {
        tokenEndpoints + itemEndpoints + fileEndpoints + caseEndpoints + documentEndpoints
    }

    private static func describe(_ endpoints: [Endpoint]) throws -> Answer {
        .bytes(Array(OpenAPIDocument(endpoints).text.utf8), type: "application/json; charset=utf-8")
    }
}
