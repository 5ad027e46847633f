import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import Web

struct AssetTests {
    private static func source(_ name: String) throws -> String {
        let file = try #require(Assets.embedded.first { $0.name == name })
        return String(decoding: file.bytes, as: UTF8.self)
    }

    /// Every file of a kind, also those of single doors.
    private static func names(_ suffix: String) -> [String] {
        Assets.embedded.map(\.name).filter { $0.hasSuffix(suffix) }
    }

    /// Text without what stands in comments and strings, where forbidden words may be named.
    private static func code(_ text: String) -> String {
        text.replacing(/\/\*[\s\S]*?\*\//, with: "").replacing(/'(?:[^'\\\n]|\\.)*'/, with: "''")
    }

    @Test(
        "the style sheet holds nothing that Chromium 77 does not know",
        arguments: [
            "clamp(", ":is(", ":where(", ":has(", "aspect-ratio", "inset:", "@layer", "@container", "color-mix",
            "oklch", "dvh",
            "min(", "max(", "@import", "data:", "http:", "https:", "expression(", "&:",
        ])
    func styleFloor(pattern: String) throws {
        for name in Self.names(".css") {
            let css = Self.code(try Self.source(name)).replacing("minmax(", with: "")

            #expect(!css.contains(pattern), "\(name)")
        }
    }

    @Test("no rule of the style sheet gives a flex box a gap")
    func noFlexGap() throws {
        let css = try Self.names(".css").map { Self.code(try Self.source($0)) }.joined()
        for rule in css.split(separator: "}")
        where rule.contains("display:flex") || rule.contains("display:inline-flex") {
            #expect(!rule.contains(/[{;]gap:/), "\(rule)")
        }
    }

    @Test("the braces of the style sheet balance")
    func braces() throws {
        let css = try Self.names(".css").map { Self.code(try Self.source($0)) }.joined()

        #expect(css.filter { $0 == "{" }.count == css.filter { $0 == "}" }.count)
    }

    @Test("scripts keep to ES2018 and make no globals", arguments: names(".js"))
    func scriptFloor(name: String) throws {
        let code = Self.code(try Self.source(name))
        let forbidden: [Regex<Substring>] = [
            /\?\./, /\?\?/, /\.replaceAll\(/, /\.replaceChildren\(/, /\.at\(/, /structuredClone/, /\bimport\b/,
            /\bexport\b/,
            /\beval\b/, /new Function/, /document\.write/, /\.showPicker\(/, /\binert\b/, /\.flatMap\(/, /\bawait\b/,
            /#[a-z]+\s*[=(]/,
        ]
        for pattern in forbidden {
            if let found = code.firstMatch(of: pattern) { Issue.record("\(name) uses \(found.output)") }
        }
        #expect(code.trimmingCharacters(in: .whitespacesAndNewlines).hasPrefix("(function () {"))
        #expect(code.contains("'use strict'") || code.contains("''"))
    }

    @Test("every icon has its drawing and every drawing its icon")
    func icons() throws {
        let sprite = try Self.source("icons.svg")
        let drawn = Set(sprite.matches(of: /id="i-([a-z]+)"/).map { String($0.output.1) })

        #expect(drawn == Set(Icon.allCases.map(\.rawValue)))
    }

    @Test("the files keep to the budget of a page")
    func budget() throws {
        let styles = try Self.names(".css").map { try #require(Gzip.compress(Array(try Self.source($0).utf8))).count }
        #expect(styles.reduce(0, +) <= 14 * 1_024)

        let sizes = try ["ui.css", "ui.js", "upload.js", "office.js"].map {
            try #require(Gzip.compress(Array(try Self.source($0).utf8))).count
        }

        #expect(sizes[0] <= 14 * 1_024)
        #expect(sizes[1] <= 10 * 1_024)
        #expect(sizes[1] + sizes[2] <= 15 * 1_024)
        #expect(sizes[1] + sizes[3] <= 25 * 1_024)
    }

    @Test("a file is served under a name made of its content, for a year, compressed where the browser can")
    func serving() async throws {
        let path = Assets.shared.path("ui.css")
        try await ExampleDoor().test { client in
            let zipped = try await client.execute(
                uri: path, method: .get, headers: [.acceptEncoding: "gzip, deflate, br"])
            #expect(zipped.headers[.contentEncoding] == "gzip")
            #expect(zipped.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(zipped.headers[.vary] == "Accept-Encoding")
            #expect(zipped.body.readableBytes < 14 * 1_024)

            let plain = try await client.execute(uri: path, method: .get, headers: [.acceptEncoding: "gzip;q=0"])
            #expect(plain.headers[.contentEncoding] == nil)
            #expect(plain.text.contains("url(\(Assets.shared.path("arrow.svg")))"))

            let known = try await client.execute(
                uri: path, method: .get, headers: [.ifNoneMatch: try #require(plain.headers[.eTag])])
            #expect(known.status == .notModified)

            let stale = try await client.execute(uri: "/assets/ui.000000000000.css", method: .get)
            #expect(stale.status == .notFound)

            let post = try await client.execute(uri: path, method: .post)
            #expect(post.status == .methodNotAllowed)
        }
    }

    @Test("the path of a file changes with its content, and with the content of what it names")
    func fingerprints() {
        let first = Assets([("a.svg", Array("<svg/>".utf8)), ("b.css", Array("p{background:asset(a.svg)}".utf8))])
        let second = Assets([("a.svg", Array("<svg />".utf8)), ("b.css", Array("p{background:asset(a.svg)}".utf8))])

        #expect(first.path("a.svg") != second.path("a.svg"))
        #expect(first.path("b.css") != second.path("b.css"))
    }

    @Test("compressed bytes come out again", arguments: [0, 1, 1_000, 200_000])
    func gzip(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0) }
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).gz")
        try Data(try #require(Gzip.compress(bytes))).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }

        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-dc", file.path()]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let unpacked = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()

        #expect(Array(unpacked) == bytes)
    }
}
