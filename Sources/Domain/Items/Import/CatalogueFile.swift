package import Foundation
import WorkCalendar

/// What one import reads: the catalogue and the files beside it.
package struct ItemSource: Sendable {
    var catalogue: CatalogueFile
    var services: ServiceFile
    var themes: ThemeFile
    var words: WordFile

    /// Reads the catalogue file; `demo-services.json`, `themes.json` and `search-words.json` beside it are optional.
    ///
    /// - Throws: `ItemImportFailure` when a file is missing or is no JSON of this form.
    package init(catalogue url: URL) throws {
        let folder = url.deletingLastPathComponent()
        catalogue = try Self.read(url)
        services = try Self.readIfPresent(folder, "demo-services.json") ?? ServiceFile(services: [])
        themes = try Self.readIfPresent(folder, "themes.json") ?? ThemeFile(themes: [])
        words = try Self.readIfPresent(folder, "search-words.json") ?? WordFile(words: [:])
    }

    init(catalogue: CatalogueFile, services: ServiceFile, themes: ThemeFile, words: WordFile) {
        self.catalogue = catalogue
        self.services = services
        self.themes = themes
        self.words = words
    }

    /// Names of the bodies that the entries are carried out by, each once.
    package var executingBodies: [String] {
        Set(catalogue.entries.compactMap { $0.value?.executedBy }).sorted()
    }

    private static func readIfPresent<File: Decodable>(_ folder: URL, _ name: String) throws -> File? {
        let url = folder.appendingPathComponent(name)
        return FileManager.default.fileExists(atPath: url.path) ? try read(url) : nil
    }

    private static func read<File: Decodable>(_ url: URL) throws -> File {
        guard let data = try? Data(contentsOf: url) else {
            throw ItemImportFailure(description: "无法读取文件 \(url.lastPathComponent)")
        }
        do {
            return try JSONDecoder().decode(File.self, from: data)
        } catch {
            throw ItemImportFailure(description: "\(url.lastPathComponent) 不是事项目录文件：\(DecodingWords.reason(error))")
        }
    }
}

/// The source as a whole cannot be used; single bad rows are reported instead.
package struct ItemImportFailure: Error, CustomStringConvertible {
    package let description: String
}

/// A row that may be unreadable without spoiling the others.
struct SourceRow<Value: Decodable & Sendable>: Decodable, Sendable {
    let value: Value?
    let fault: String?

    init(_ value: Value) {
        self.value = value
        fault = nil
    }

    init(from decoder: any Decoder) throws {
        do {
            value = try Value(from: decoder)
            fault = nil
        } catch {
            value = nil
            fault = DecodingWords.reason(error)
        }
    }
}

struct CatalogueFile: Decodable, Sendable {
    var codeLists: [String: [SourceCode]]
    var entries: [SourceRow<SourceEntry>]
}

struct SourceCode: Codable, Sendable, Hashable {
    var code: String
    var name: String
}

/// A catalogue entry as written in the source; nothing in it is trusted.
struct SourceEntry: Codable, Sendable, Hashable {
    var key: String?
    var code: String?
    var name: String?
    var aliases: [String]?
    var type: String?
    var competentDepartment: String?
    var executedBy: String?
    /// Where it is done when that is not the body itself, such as a hospital.
    var handledAt: String?
    var levels: [Int]?
    var serverTypes: [String]?
    var projectType: String?
    var legalBasis: [String]?
    var statutoryLimit: SourceStatutoryLimit?
    var promisedLimit: SourceLimit?
    var limitStart: String?
    var procedures: [SpecialProcedure]?
    var handlingItems: [String]?
    var result: String?
    var charged: Bool?
    var codes: [SourceSeriesCode]?
    var notes: [String]?
    var materials: [MaterialContent]?
}

struct SourceLimit: Codable, Sendable, Hashable {
    var value: Int
    var unit: String
}

struct SourceStatutoryLimit: Codable, Sendable, Hashable {
    var value: Int?
    var unit: String?
    var basis: String?
    var confidence: String
    var remark: String?
}

struct SourceSeriesCode: Codable, Sendable, Hashable {
    var code: String
    var series: String
}

struct ServiceFile: Decodable, Sendable {
    var services: [SourceRow<SourceService>]
}

/// What makes a catalogue entry a complete service of the demo city.
struct SourceService: Codable, Sendable, Hashable {
    var key: String
    var conditions: [String]?
    var situations: [SituationQuestion]?
    /// Material key → handling items that ask for it.
    var materialScopes: [String: [String]]?
    /// Materials of the catalogue that are asked for only in some situations.
    var conditionalMaterials: [String]?
    var addedMaterials: [MaterialContent]?
    var form: FormDefinition?
    var steps: [StepContent]?
    var validity: String?
    var delivery: [String]?
    var fees: FeeSchedule?
    var places: [PlaceContent]?
    var contact: String?
    var complaint: String?
    var remedies: [RemedyContent]?
    var questions: [AnsweredQuestion]?
    var visits: Int?
    var onlineDepth: OnlineDepth?
    var examples: [ItemElement]?
}

struct ThemeFile: Decodable, Sendable {
    var themes: [SourceTheme]
}

struct SourceTheme: Codable, Sendable, Hashable {
    var code: String
    var name: String
    var audience: Audience
    var icon: String
    /// Keys of entries.
    var items: [String]
}

struct WordFile: Decodable, Sendable {
    /// Entry key → everyday words.
    var words: [String: [String]]
}

/// Turns a decoding error into a sentence that names the place and never the value.
enum DecodingWords {
    static func reason(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "内容不是 JSON" }
        switch error {
        case .keyNotFound(let key, let context): return "缺少 \(path(context.codingPath + [key]))"
        case .typeMismatch(_, let context): return "\(path(context.codingPath)) 的类型不对"
        case .valueNotFound(_, let context): return "\(path(context.codingPath)) 是空值"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty ? "内容不是 JSON" : "\(path(context.codingPath)) 的值不在允许的范围内"
        @unknown default: return "内容不是 JSON"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        let names = keys.map { key in key.intValue.map { "第 \($0 + 1) 项" } ?? key.stringValue }
        return "“" + names.joined(separator: " › ") + "”"
    }
}
