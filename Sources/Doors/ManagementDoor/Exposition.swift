/// Figures in the text format of Prometheus (version 0.0.4).
struct Exposition: Sendable {
    enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    private(set) var text = ""

    /// Names a figure before its samples.
    mutating func describe(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// One value. Label values come from this program's own words, so nothing in them needs more than this escaping.
    mutating func sample(_ name: String, _ labels: KeyValuePairs<String, String> = [:], _ value: Double) {
        text += name
        if !labels.isEmpty {
            let pairs = labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
            text += "{\(pairs.joined(separator: ","))}"
        }
        text += " \(Self.number(value))\n"
    }

    /// A figure with one value.
    mutating func single(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
        describe(name, kind, help)
        sample(name, value)
    }

    private mutating func sample(_ name: String, _ value: Double) {
        sample(name, [:], value)
    }

    static func += (left: inout Exposition, right: Exposition) {
        left.text += right.text
    }

    private static func number(_ value: Double) -> String {
        Int(exactly: value).map { "\($0)" } ?? "\(value)"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
