import Foundation

/// What `yanmen limits` says about a sampled city (`bench.json`): where the doors are, who is signed in, what there is
/// to look at and to work on.
package struct BenchCity: Decodable, Sendable {
    package struct Doors: Decodable, Sendable {
        let `public`: String
        let office: String
        let api: String
    }

    package struct Cookies: Decodable, Sendable {
        let `public`: String
        let office: String
    }

    package struct Citizen: Decodable, Sendable {
        let token: String
        let csrf: String
    }

    package struct Officer: Decodable, Sendable {
        let token: String
        let csrf: String
        let role: String
        let body: Int
    }

    package struct Client: Decodable, Sendable {
        let token: String
    }

    /// A service that can be applied for, with answers that pass.
    package struct Service: Decodable, Sendable {
        struct Material: Decodable, Sendable {
            let key: String
            let upload: Bool
            let required: Bool
        }

        let code: String
        let audience: String
        let body: Int
        let situation: [String: String]
        /// The keys of the fields of each section of the form, by the section's key.
        let sections: [String: [String]]
        let form: [String: FieldValue]
        let materials: [Material]
    }

    /// A text, or several of a field with several choices.
    enum FieldValue: Decodable, Sendable {
        case text(String)
        case list([String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let list = try? container.decode([String].self) {
                self = .list(list)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        var texts: [String] {
            switch self {
            case .text(let text): [text]
            case .list(let list): list
            }
        }
    }

    /// The ids of sampled cases: `prefix` and the number as twelve digits.
    struct Numbering: Decodable, Sendable {
        let first: Int
        let last: Int
        let prefix: String

        func id(_ number: Int) -> String {
            let digits = String(number)
            return prefix + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
        }

        func random(_ chance: inout Chance) -> String { id(first + chance.below(last - first + 1)) }
    }

    struct OpenCase: Decodable, Sendable {
        let id: String
        let body: Int
        let version: Int
    }

    struct OpenCases: Decodable, Sendable {
        let submitted: [OpenCase]?
        let accepted: [OpenCase]?
        let reviewing: [OpenCase]?
        let approving: [OpenCase]?
    }

    let doors: Doors
    let cookies: Cookies
    let citizens: [Citizen]
    let clerks: [Officer]
    let restricted: Officer?
    let supervisors: [Officer]
    let clients: [Client]
    let services: [Service]
    let words: [String]
    let themes: [String]
    let items: [String]
    let ids: Numbering
    let open: OpenCases
    let clientNumbers: [String]

    /// - Throws: when the file is missing or says something else than it should, naming the place.
    package static func load(_ path: String) throws -> BenchCity {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        return try JSONDecoder().decode(BenchCity.self, from: bytes)
    }
}
