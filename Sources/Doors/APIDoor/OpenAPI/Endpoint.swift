import Web

/// A route of the API together with its description.
struct Endpoint: Sendable {
    let route: DoorRoute
    let operation: String
    let summary: String
    let tag: String
    var parameters: [Parameter] = []
    var body: JSONValue?
    /// Status and schema of what it answers when all is well.
    var success: (status: Int, schema: JSONValue)
    /// Other statuses it may answer, beside those that every endpoint may (400, 401, 403, 406, 429, 500, 503).
    var refusals: [Int] = []
    var successHeaders: [String] = []

    /// A value in the path, the query or a header.
    struct Parameter: Sendable {
        let name: String
        let place: String
        let schema: JSONValue
        let isRequired: Bool
        let words: String

        static func path(_ name: String, _ words: String, _ schema: JSONValue = ["type": "string"]) -> Parameter {
            Parameter(name: name, place: "path", schema: schema, isRequired: true, words: words)
        }

        static func query(_ name: String, _ words: String, _ schema: JSONValue = ["type": "string"]) -> Parameter {
            Parameter(name: name, place: "query", schema: schema, isRequired: false, words: words)
        }

        static func header(_ name: String, _ words: String, isRequired: Bool, _ schema: JSONValue = ["type": "string"])
            -> Parameter
        {
            Parameter(name: name, place: "header", schema: schema, isRequired: isRequired, words: words)
        }

        var json: JSONValue {
            [
                "name": .text(name), "in": .text(place), "required": .truth(isRequired), "schema": schema,
                "description": .text(words),
            ]
        }
    }
}
