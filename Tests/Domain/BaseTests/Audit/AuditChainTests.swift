import Foundation
import Postgres
import SeededRandom
import Testing

@testable import Base

struct AuditChainTests {
    private let first: CanonicalJSON = .object([
        "act": .string("case.accept"), "actor": .string("T0001"), "at": .string("2025-09-26T10:12:31.000+08:00"),
        "obj": .string("case:01JZX0TESTCASE0000000000001"), "result": .string("ok"), "seq": .integer(1),
    ])
    private let second: CanonicalJSON = .object([
        "seq": .integer(2), "result": .string("ok"), "obj": .string("file:F-2"),
        "at": .string("2025-09-26T10:12:32.000+08:00"), "actor": .string("T0001"), "act": .string("file.read"),
    ])

    @Test("the known rows have the known text and the known hashes")
    func vectors() {
        let text = """
            {"act":"case.accept","actor":"T0001","at":"2025-09-26T10:12:31.000+08:00",\
            "obj":"case:01JZX0TESTCASE0000000000001","result":"ok","seq":1}
            """
        #expect(String(decoding: first.bytes, as: UTF8.self) == text)
        let one = AuditChain.next(AuditChain.genesis, first.bytes)
        let two = AuditChain.next(one, second.bytes)
        #expect(one == "b1a4cf54d16a36be5cd2ce9b8c8056d655d62e22b49fa08455731340dda2458d")
        #expect(two == "e406696b157266cdb3885134e1b360d8201ec17bbb1bfe2d8862265733945f87")
    }

    @Test("text is escaped in one way only")
    func escaping() {
        let value: CanonicalJSON = .object([
            "b\"\\": .string("忻州\n\t\u{8}\u{C}\r\u{1}/😀"), "a": .array([.null, .bool(true)]),
        ])
        let text = #"{"a":[null,true],"b\"\\":"忻州\n\t\b\f\r\u0001/😀"}"#
        #expect(String(decoding: value.bytes, as: UTF8.self) == text)
    }

    @Test(
        "what PostgreSQL writes is read and written canonically",
        arguments: [
            (#"{"b": 1.50, "aa": [1, -2e3, {}], "a": null}"#, #"{"a":null,"aa":[1,-2e3,{}],"b":1.50}"#),
            (#""\u5ffb\u5dde \ud83d\ude00 \/""#, #""忻州 😀 /""#),
            ("  [ ]  ", "[]"),
            ("123456789012345678901234567890.000", "123456789012345678901234567890.000"),
        ])
    func reading(text: String, canonical: String) throws {
        let value = try #require(CanonicalJSON(text))
        #expect(String(decoding: value.bytes, as: UTF8.self) == canonical)
    }

    @Test(
        "what is not JSON is not read",
        arguments: [
            "", "{", "[1,]", #"{"a":}"#, #"{"a" 1}"#, "tru", #""\ud83d""#, #""\ud83dxx""#, #""\u12""#, "1 2", #""a"#,
            "\"\u{1}\"", "nan", "--1", String(repeating: "[", count: 200),
        ])
    func malformed(text: String) {
        #expect(CanonicalJSON(text) == nil)
    }

    @Test("random values survive writing and reading")
    func roundTrip() {
        var random = SeededRandom(20_251_124)
        for round in 0..<300 {
            let value = Self.value(depth: 0, using: &random)
            let text = String(decoding: value.bytes, as: UTF8.self)
            #expect(CanonicalJSON(text) == value, "round \(round)")
        }
    }

    private static func value(depth: Int, using random: inout SeededRandom) -> CanonicalJSON {
        switch random.int(0...(depth > 3 ? 3 : 5)) {
        case 0: return .null
        case 1: return .bool(random.int(0...1) == 1)
        case 2: return .integer(random.int(-1000...1000))
        case 3: return .string(random.text(upTo: 12))
        case 4: return .array((0..<random.int(0...4)).map { _ in value(depth: depth + 1, using: &random) })
        default:
            var members: [String: CanonicalJSON] = [:]
            for _ in 0..<random.int(0...4) { members[random.text(upTo: 6)] = value(depth: depth + 1, using: &random) }
            return .object(members)
        }
    }

    @Test("a line of the head file reads back; a torn line is skipped")
    func headLines() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/heads"
        let hash = String(repeating: "a", count: 64)
        let file = AuditHeadFile(path: path, spacing: 0)
        try await file.record(SealHead(sequence: 3, hash: hash, transaction: 1, entryID: 1))
        try await file.record(SealHead(sequence: 3, hash: hash, transaction: 1, entryID: 1))
        try append("7 torn", to: path)
        try append("\n", to: path)
        try await file.record(SealHead(sequence: 9, hash: hash, transaction: 1, entryID: 1))

        var sequences: [Int] = []
        for try await line in file.lines { sequences.append(line.sequence) }

        #expect(sequences == [3, 9])
    }

    @Test("heads are written at most once in their spacing")
    func headSpacing() async throws {
        let folder = try TemporaryFolder()
        let file = AuditHeadFile(path: folder.path + "/heads", spacing: 5, now: .fixed(.distantPast))
        let hash = String(repeating: "b", count: 64)
        for sequence in 1...4 {
            try await file.record(SealHead(sequence: sequence, hash: hash, transaction: 1, entryID: 1))
        }

        var count = 0
        for try await _ in file.lines { count += 1 }
        #expect(count == 1)
    }
}
