import Foundation

/// Turns JSON into values and says precisely what is wrong with it.
enum JSONBody {
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws(Problem) -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do {
            return try decoder.decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw problem(for: error)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw .malformed("不是完整的 JSON")
        }
    }

    private static func problem(for error: DecodingError) -> Problem {
        switch error {
        case .keyNotFound(let key, let context): fault(context.codingPath + [key], "缺少这一项")
        case .valueNotFound(_, let context): fault(context.codingPath, "这一项不能为空")
        case .typeMismatch(_, let context): fault(context.codingPath, "这一项的类型不对")
        case .dataCorrupted(let context) where context.codingPath.isEmpty: .malformed("不是完整的 JSON")
        case .dataCorrupted(let context): fault(context.codingPath, "这一项的内容不对")
        @unknown default: .malformed("不是完整的 JSON")
        }
    }

    private static func fault(_ path: [any CodingKey], _ detail: String) -> Problem {
        .malformed("请按 faults 指出的位置修改", faults: [Problem.Fault(pointer: pointer(path), detail: detail)])
    }

    /// A coding path as a JSON pointer (RFC 6901).
    static func pointer(_ path: [any CodingKey]) -> String {
        path.map { key in
            let token = key.intValue.map { String($0) } ?? key.stringValue
            return "/"
                + token.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
                .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
        }.joined()
    }
}

/// An object whose members are all known: others are a caller's mistake (a misspelt name) and not to be passed over.
package protocol ClosedObject: Decodable, Sendable {
    static var members: Set<String> { get }
}

/// Reads a `ClosedObject`.
package struct Closed<Value: ClosedObject>: Decodable, Sendable {
    package let value: Value

    /// - Throws: `Problem` 400 that points at each member that is not known.
    package init(from decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: AnyMember.self).allKeys
        let unknown = names.filter { !Value.members.contains($0.stringValue) }
        guard unknown.isEmpty else {
            let faults = unknown.sorted { $0.stringValue < $1.stringValue }.prefix(20).map { name in
                Problem.Fault(pointer: JSONBody.pointer(decoder.codingPath + [name]), detail: "没有这一项")
            }
            throw Problem.malformed("请按 faults 指出的位置修改", faults: faults)
        }
        value = try Value(from: decoder)
    }
}

private struct AnyMember: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) { self.stringValue = stringValue }

    /// Members of an object have names only.
    init?(intValue: Int) { return nil }
}
