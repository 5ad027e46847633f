/// Reads finished markup the way a strict reviewer would and lists what is wrong with it. For tests.
///
/// Checks that tags balance, ids occur once, attributes are double-quoted and not repeated, and that nothing is there
/// that the content security policy would refuse: inline styles, event attributes, inline scripts, `javascript:` links.
package struct MarkupCheck: Sendable {
    private let bytes: [UInt8]
    private var position = 0
    private var open: [String] = []
    private var ids: Set<String> = []
    private var found: [String] = []

    /// The faults of `html`, each in words; empty when it is well made.
    package static func faults(in html: HTML) -> [String] {
        var check = MarkupCheck(bytes: html.bytes)
        check.run()
        return check.found
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private static let voidElements: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]

    private mutating func run() {
        if String(validating: bytes, as: UTF8.self) == nil { found.append("not UTF-8") }
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "<"): readTag()
            case UInt8(ascii: "&"): readEntity()
            case UInt8(ascii: ">"):
                found.append("stray > near \(excerpt(position))")
                position += 1
            default: position += 1
            }
        }
        if !open.isEmpty { found.append("never closed: \(open.joined(separator: ", "))") }
    }

    private mutating func readTag() {
        let start = position
        if starts(with: "<!--") {
            skip(past: "-->", or: "comment never closed")
        } else if starts(with: "<!doctype html>") {
            position += "<!doctype html>".utf8.count
        } else if starts(with: "</") {
            position += 2
            let name = readName()
            skipSpace()
            expect(">", in: name)
            close(name, at: start)
        } else {
            position += 1
            let name = readName()
            guard !name.isEmpty else {
                found.append("stray < near \(excerpt(start))")
                return
            }
            readElement(name)
        }
    }

    private mutating func readElement(_ name: String) {
        var names: Set<String> = []
        var isSelfClosing = false
        while position < bytes.count {
            let hadSpace = skipSpace()
            if current == UInt8(ascii: ">") || current == UInt8(ascii: "/") { break }
            let attribute = readName()
            guard !attribute.isEmpty else {
                found.append("odd character in <\(name)> near \(excerpt(position))")
                position += 1
                continue
            }
            if !hadSpace { found.append("no space before \(attribute) in <\(name)>") }
            if !names.insert(attribute).inserted { found.append("\(attribute) twice in <\(name)>") }
            inspect(attribute, value: readValue(of: attribute, in: name), in: name)
        }
        if current == UInt8(ascii: "/") {
            isSelfClosing = true
            position += 1
        }
        expect(">", in: name)
        if name == "script", !names.contains("src") { found.append("inline script") }
        if name == "style" { found.append("style element") }
        if name == "img", !names.contains("alt") { found.append("img without alt") }
        if !isSelfClosing, !Self.voidElements.contains(name) { open.append(name) }
    }

    private mutating func readValue(of attribute: String, in element: String) -> String? {
        guard current == UInt8(ascii: "=") else { return nil }
        position += 1
        guard current == UInt8(ascii: "\"") else {
            found.append("\(attribute) of <\(element)> is not in double quotes")
            while let byte = current, byte > 0x20, byte != UInt8(ascii: ">") { position += 1 }
            return nil
        }
        position += 1
        let start = position
        while let byte = current, byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "<") { found.append("< in \(attribute) of <\(element)>") }
            position += 1
        }
        let value = String(decoding: bytes[start..<position], as: UTF8.self)
        expect("\"", in: element)
        return value
    }

    private mutating func inspect(_ attribute: String, value: String?, in element: String) {
        if attribute == "style" { found.append("inline style in <\(element)>") }
        if attribute.hasPrefix("on") { found.append("event attribute \(attribute) in <\(element)>") }
        if attribute == "id", let value, !ids.insert(value).inserted { found.append("id \(value) occurs twice") }
        if attribute == "id", value?.isEmpty != false { found.append("empty id in <\(element)>") }
        if let value, value.lowercased().hasPrefix("javascript:") { found.append("script link in <\(element)>") }
    }

    private mutating func close(_ name: String, at start: Int) {
        if Self.voidElements.contains(name) {
            found.append("</\(name)> closes an element that has no end")
        } else if open.last == name {
            open.removeLast()
        } else {
            found.append(
                "</\(name)> where \(open.last.map { "</\($0)>" } ?? "nothing") is open, near \(excerpt(start))")
            if let index = open.lastIndex(of: name) { open.removeSubrange(index...) }
        }
    }

    private mutating func readEntity() {
        let start = position
        position += 1
        while let byte = current, byte != UInt8(ascii: ";"), Self.isName(byte) || byte == UInt8(ascii: "#") {
            position += 1
        }
        if current != UInt8(ascii: ";") { found.append("unescaped & near \(excerpt(start))") }
    }
}

extension MarkupCheck {
    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func starts(with text: String) -> Bool {
        bytes[position...].starts(with: text.utf8)
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private mutating func readName() -> String {
        let start = position
        while let byte = current, Self.isName(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = position
        while let byte = current, byte <= 0x20 { position += 1 }
        return position > start
    }

    private mutating func expect(_ character: String, in element: String) {
        if starts(with: character) {
            position += 1
        } else {
            found.append("<\(element)> is not finished with \(character) near \(excerpt(position))")
        }
    }

    private mutating func skip(past end: String, or complaint: String) {
        while position < bytes.count, !starts(with: end) { position += 1 }
        if position == bytes.count { found.append(complaint) } else { position += end.utf8.count }
    }

    private func excerpt(_ index: Int) -> String {
        String(decoding: bytes[max(0, index - 20)..<min(bytes.count, index + 20)], as: UTF8.self)
    }
}
