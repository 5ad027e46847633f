import DMN
import FEEL
import Foundation
import XMLTree

/// Runs a folder of DMN compatibility tests (models beside `*-test-*.xml` files) and says what passed, model by model.
///
/// `conformance dmn FOLDER [--failures]`; ends with 1 when something failed.
@main
struct Conformance {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3, arguments[1] == "dmn" else {
            print("usage: conformance dmn FOLDER [--failures]")
            exit(2)
        }
        let root = URL(fileURLWithPath: arguments[2])
        let showsFailures = arguments.contains("--failures")
        var total = Tally()
        for folder in try folders(within: root) {
            let (tally, failures) = try ModelFolder(folder).run()
            total.add(tally)
            let mark = tally.failed == 0 ? "ok  " : "FAIL"
            print("\(mark) \(folder.lastPathComponent): \(tally.passed) passed, \(tally.failed) failed")
            for failure in failures where showsFailures { print("       \(failure)") }
        }
        let all = total.passed + total.failed
        let share = all == 0 ? 0 : Double(total.passed) / Double(all) * 100
        print("models \(total.models), without failure \(total.clean)")
        print(String(format: "%d passed, %d failed (%.2f %%)", total.passed, total.failed, share))
        if total.failed > 0 || all == 0 { exit(1) }
    }

    private static func folders(within root: URL) throws -> [URL] {
        guard let walker = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else { return [] }
        var found: Set<URL> = []
        for case let file as URL in walker where file.pathExtension == "dmn" {
            found.insert(file.deletingLastPathComponent())
        }
        return found.sorted { $0.path < $1.path }
    }
}

/// Counts of results.
struct Tally {
    var passed = 0
    var failed = 0
    var models = 0
    var clean = 0

    mutating func add(_ other: Tally) {
        passed += other.passed
        failed += other.failed
        models += 1
        if other.failed == 0 { clean += 1 }
    }
}

/// One folder: models, and the cases about them.
struct ModelFolder {
    private let folder: URL
    private var models: [String: DMNModel] = [:]
    private var broken: [String] = []

    init(_ folder: URL) throws {
        self.folder = folder
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where file.pathExtension == "dmn" {
            do {
                models[file.lastPathComponent] = try DMNModel(reading: Array(try Data(contentsOf: file)))
            } catch let error as DMNError {
                broken.append("\(file.lastPathComponent): \(error.sentence)")
            }
        }
    }

    func run() throws -> (Tally, [String]) {
        var tally = Tally()
        var failures = broken
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "xml" {
            let suite = try TreeElement(reading: Array(try Data(contentsOf: file)))
            let name = suite.child("modelName")?.text ?? ""
            let model = models[name].map { main in
                DecisionModel(main, imported: models.filter { $0.key != name }.map(\.value))
            }
            for testCase in suite.children("testCase") { run(testCase, model, &tally, &failures) }
        }
        return (tally, failures)
    }

    private func run(_ testCase: TreeElement, _ model: DecisionModel?, _ tally: inout Tally, _ failures: inout [String])
    {
        var inputs = ContextValue()
        for node in testCase.children("inputNode") {
            inputs[node[attribute: "name"] ?? ""] = TestValue.read(node)
        }
        let service = testCase[attribute: "invocableName"]
        for node in testCase.children("resultNode") {
            let name = node[attribute: "name"] ?? ""
            let expected = node.child("expected").map(TestValue.read) ?? .null
            let id = "\(testCase[attribute: "id"] ?? "")/\(name)"
            do {
                guard let model else { throw MissingModel() }
                let outcome =
                    try service.flatMap { try model.call($0, arguments: inputs) }
                    ?? model.evaluate(decision: name, inputs: inputs)
                var value = outcome?.value ?? .null
                // A service with several outputs gives a context of them.
                if service != nil, let part = value.context?[name] { value = part }
                if outcome != nil, TestValue.agree(value, expected) {
                    tally.passed += 1
                } else {
                    tally.failed += 1
                    let reasons =
                        outcome?.warnings.prefix(2).map(\.problem.sentence).joined(separator: "; ") ?? "no element"
                    failures.append("\(id): expected \(expected.literal), got \(value.literal) (\(reasons))")
                }
            } catch {
                tally.failed += 1
                failures.append("\(id): \(error)")
            }
        }
    }

    private struct MissingModel: Error {}
}

/// Values as the test files write them.
enum TestValue {
    static func read(_ element: TreeElement) -> Value {
        if let list = element.child("list") {
            if isNil(list) { return .null }
            return .list(list.children("item").map(read))
        }
        let components = element.children("component")
        if !components.isEmpty {
            return .context(ContextValue(components.map { ($0[attribute: "name"] ?? "", read($0)) }))
        }
        guard let value = element.child("value"), !isNil(value) else { return .null }
        return scalar(value)
    }

    private static func isNil(_ element: TreeElement) -> Bool {
        element[attribute: "{http://www.w3.org/2001/XMLSchema-instance}nil"] == "true"
    }

    private static func scalar(_ element: TreeElement) -> Value {
        let type = element[attribute: "{http://www.w3.org/2001/XMLSchema-instance}type"] ?? ""
        let text = element.text
        let plain = text.trimmingCharacters(in: .whitespacesAndNewlines)
        switch type.split(separator: ":").last.map(String.init) ?? "" {
        case "boolean": return .boolean(plain == "true")
        case "decimal", "integer", "int", "double", "float", "long":
            return DecimalNumber(plain).map { .number($0) } ?? .null
        case "date": return DateValue(plain).map { .date($0) } ?? .null
        case "time": return TimeValue(plain).map { .time($0) } ?? .null
        case "dateTime": return DateTimeValue(plain).map { .dateTime($0) } ?? .null
        case "duration", "dayTimeDuration", "yearMonthDuration": return call("duration", plain)
        default: return .string(text)
        }
    }

    private static func call(_ function: String, _ text: String) -> Value {
        guard let expression = try? FEELExpression("\(function)(\(Value.string(text).literal))") else { return .null }
        return (try? expression.evaluate()) ?? .null
    }

    /// Equal, numbers within one part in 10⁸ as the test kit rounds them.
    static func agree(_ value: Value, _ expected: Value) -> Bool {
        switch (value, expected) {
        case (.number(let a), .number(let b)):
            let (x, y) = (a.double, b.double)
            return a == b || abs(x - y) <= 1e-8 * max(1, abs(y))
        case (.list(let a), .list(let b)): return a.count == b.count && zip(a, b).allSatisfy { agree($0, $1) }
        case (.context(let a), .context(let b)):
            return a.entries.count == b.entries.count
                && b.entries.allSatisfy { entry in a[entry.key].map { agree($0, entry.value) } ?? false }
        case (.null, .null): return true
        default: return value.isEqual(to: expected) == true
        }
    }
}
