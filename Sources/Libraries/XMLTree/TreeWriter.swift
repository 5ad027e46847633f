/// Writes XML piece by piece, indented, with everything escaped that needs it.
package struct TreeWriter {
    /// What has been written so far.
    package private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var depth = 0

    package init() {}

    /// An element; attributes without a value are left out, an element without content is closed at once.
    package mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], text content: String? = nil
    ) {
        start(name, attributes)
        if let content {
            text += ">\(Self.escaped(content, isAttribute: false))</\(name)>\n"
        } else {
            text += "/>\n"
        }
    }

    /// An element with others within.
    package mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: (inout TreeWriter) -> Void
    ) {
        start(name, attributes)
        text += ">\n"
        depth += 1
        content(&self)
        depth -= 1
        indent()
        text += "</\(name)>\n"
    }

    private mutating func start(_ name: String, _ attributes: KeyValuePairs<String, String?>) {
        indent()
        text += "<\(name)"
        for (key, value) in attributes {
            if let value { text += " \(key)=\"\(Self.escaped(value, isAttribute: true))\"" }
        }
    }

    private mutating func indent() {
        text += String(repeating: "  ", count: depth)
    }

    /// Characters that XML cannot hold at all are left out.
    private static func escaped(_ text: String, isAttribute: Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"" where isAttribute: result.append(contentsOf: "&quot;".unicodeScalars)
            case "\n" where isAttribute: result.append(contentsOf: "&#10;".unicodeScalars)
            case "\t" where isAttribute: result.append(contentsOf: "&#9;".unicodeScalars)
            case "\r": result.append(contentsOf: "&#13;".unicodeScalars)
            case "\n", "\t": result.append(scalar)
            default:
                let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
                if isAllowed { result.append(scalar) }
            }
        }
        return String(result)
    }
}
