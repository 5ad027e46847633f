import Base
import Foundation
import Items

/// What a load driver is told (`bench.json`); Benchmarks/bench-json.md says what each part means.
struct BenchFile: Encodable {
    struct Login: Encodable {
        var token: String
        var csrf: String
        var account: String?
        var phone: String?
        var login: String?
        var role: String?
        var body: Int?
        var scope: String?
    }

    struct ClientLogin: Encodable {
        var id: String
        var token: String
    }

    struct Material: Encodable {
        var key: String
        var upload: Bool
        var required: Bool
    }

    struct Service: Encodable {
        var code: String
        var name: String
        var audience: String
        var body: Int
        var situation: [String: String]
        /// Keys of the fields of each section of the form.
        var sections: [String: [String]]
        var form: [String: FormValue]
        var materials: [Material]
    }

    struct OpenCase: Encodable {
        var id: UUID
        var body: Int
        var version: Int

        private enum CodingKeys: CodingKey { case id, body, version }

        /// The id as it stands in addresses.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id.text, forKey: .id)
            try container.encode(body, forKey: .body)
            try container.encode(version, forKey: .version)
        }
    }

    struct Number: Encodable {
        var number: String
        var last4: String
    }

    struct Range: Encodable {
        var first: Int
        var last: Int
        var prefix: String
    }

    struct Limit: Encodable {
        var role: String
        var trips: Int
        var statements: Int
        /// More clients than this would meet on the same rows.
        var clients: Int
        var scripts: [String]
    }

    var version = 1
    var made: Date
    var cases: Int
    var doors: [String: String]
    var cookies: [String: String]
    var citizens: [Login]
    var clerks: [Login]
    var restricted: Login
    var supervisors: [Login]
    var clients: [ClientLogin]
    var services: [Service]
    var words: [String]
    var themes: [String]
    var items: [String]
    var ids: Range
    var open: [String: [OpenCase]]
    var numbers: [Number]
    var clientNumbers: [String]
    var database: String
    var limits: [String: Limit]

    /// Readable, and the same for the same content.
    var bytes: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.dateEncodingStrategy = .iso8601
            return try encoder.encode(self)
        }
    }
}
