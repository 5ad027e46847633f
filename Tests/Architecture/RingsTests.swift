import Foundation
import Testing

/// Imports point down and inwards only (docs/architecture.md). SwiftPM refuses an import that is not declared
/// (`MemberImportVisibility` and target dependencies); this suite reads what is declared.
struct RingsTests {
    @Test("a library depends on libraries and system libraries only")
    func libraries() throws {
        try expectEdges(from: .library, to: [.library, .system])
    }

    @Test("a domain module depends on domain modules, libraries and never on a door")
    func modules() throws {
        try expectEdges(from: .domain, to: [.domain, .library])
    }

    @Test("a door depends on the page kit, domain modules and libraries, never on another door")
    func doors() throws {
        let graph = try PackageGraph.load()
        let kit: Set<String> = ["Web", "CaseForms"]
        for (name, target) in graph.targets where target.ring == .door && !kit.contains(name) {
            let doors = target.dependencies.filter { graph.targets[$0]?.ring == .door && !kit.contains($0) }
            #expect(doors.isEmpty, "\(name) imports \(doors)")
        }
    }

    @Test("nothing of the product depends on test support")
    func testSupport() throws {
        let graph = try PackageGraph.load()
        for (name, target) in graph.targets where target.ring != nil {
            #expect(!target.dependencies.contains("TestSupport"), "\(name) imports TestSupport")
        }
    }

    @Test("domain modules follow the line of a case")
    func lineOfACase() throws {
        let allowed: [String: Set<String>] = [
            "Base": [], "People": ["Base", "Notices"], "Notices": ["Base"], "Items": ["Base", "People"],
            "Reviews": ["Base", "People", "Notices"],
            "Cases": ["Base", "People", "Items", "Notices", "Reviews"],
        ]
        let graph = try PackageGraph.load()
        for (name, target) in graph.targets where target.ring == .domain {
            let used = Set(target.dependencies.filter { graph.targets[$0]?.ring == .domain })
            let extra = used.subtracting(allowed[name] ?? [])
            #expect(extra.isEmpty, "\(name) imports \(extra.sorted())")
        }
    }

    private func expectEdges(from ring: Ring, to allowed: Set<Ring>) throws {
        let graph = try PackageGraph.load()
        let members = graph.targets.filter { $0.value.ring == ring }
        #expect(!members.isEmpty)
        for (name, target) in members {
            for dependency in target.dependencies {
                guard let reached = graph.targets[dependency]?.ring else { continue }
                #expect(allowed.contains(reached), "\(name) imports \(dependency)")
            }
        }
    }
}

enum Ring: String {
    case system = "Sources/System"
    case library = "Sources/Libraries"
    case domain = "Sources/Domain"
    case door = "Sources/Doors"
}

/// The targets of this package as SwiftPM describes them.
struct PackageGraph {
    struct Target {
        let ring: Ring?
        let dependencies: [String]
    }

    let targets: [String: Target]

    private static let loaded = Result { try read() }

    static func load() throws -> PackageGraph { try loaded.get() }

    private static func read() throws -> PackageGraph {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("yanmen-describe")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "swift", "package", "--package-path", root.path, "--scratch-path", scratch.path, "dump-package",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let description = try JSONDecoder().decode(Description.self, from: data)
        let pairs = description.targets.map { target in (target.name, target.node) }
        return PackageGraph(targets: Dictionary(uniqueKeysWithValues: pairs))
    }

    private struct Description: Decodable {
        let targets: [Entry]

        struct Entry: Decodable {
            let name: String
            let path: String?
            let dependencies: [Dependency]

            var node: Target {
                let ring = path.flatMap { path in
                    Ring(rawValue: path.split(separator: "/").prefix(2).joined(separator: "/"))
                }
                return Target(ring: ring, dependencies: dependencies.compactMap(\.name))
            }
        }

        /// `{"byName": ["Postgres", null]}` or `{"product": ["Hummingbird", "hummingbird", …]}`.
        struct Dependency: Decodable {
            let name: String?

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Key.self)
                guard container.contains(.byName) else {
                    name = nil
                    return
                }
                name = try container.decode([String?].self, forKey: .byName).first ?? nil
            }

            enum Key: String, CodingKey { case byName }
        }
    }
}
