import Foundation

/// Figures in Prometheus' text format, as the management door tells them.
struct MetricsReading: Sendable {
    struct Sample: Sendable {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    let samples: [Sample]

    /// Reads what can be read; comments and lines of another form are left out.
    init(_ text: String) {
        samples = text.split(whereSeparator: \.isNewline).compactMap { Self.sample($0) }
    }

    private static func sample(_ line: Substring) -> Sample? {
        guard !line.hasPrefix("#"), let blank = line.lastIndex(of: " "),
            let value = Double(line[line.index(after: blank)...])
        else { return nil }
        let head = line[..<blank]
        guard let brace = head.firstIndex(of: "{"), head.hasSuffix("}") else {
            return Sample(name: String(head), labels: [:], value: value)
        }
        var labels: [String: String] = [:]
        let inner = head[head.index(after: brace)...].dropLast()
        for pair in inner.components(separatedBy: "\",") {
            guard let equals = pair.firstIndex(of: "=") else { continue }
            labels[String(pair[..<equals])] = pair[pair.index(after: equals)...].filter { $0 != "\"" }
        }
        return Sample(name: String(head[..<brace]), labels: labels, value: value)
    }

    /// All samples of a figure.
    func all(_ name: String) -> [Sample] { samples.filter { $0.name == name } }

    /// The sum of a figure over its samples with these labels.
    func sum(_ name: String, _ labels: [String: String] = [:]) -> Double {
        all(name).filter { sample in labels.allSatisfy { sample.labels[$0.key] == $0.value } }.reduce(0) {
            $0 + $1.value
        }
    }
}
