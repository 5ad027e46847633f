/// PostgreSQL's text form of one-dimensional arrays: `{1,NULL,"a \"quoted\" word"}`.
enum ArrayText {
    static func write(_ elements: some Sequence<Bound>) -> String {
        var text = "{"
        var isFirst = true
        for element in elements {
            if !isFirst { text += "," }
            isFirst = false
            write(element, to: &text)
        }
        return text + "}"
    }

    private static func write(_ element: Bound, to text: inout String) {
        switch element {
        case .null: text += "NULL"
        case .bool(let value): text += value ? "t" : "f"
        case .integer(let value): text += String(value)
        case .double(let value): text += value.description
        case .uuid(let value): text += UUIDText.string(value)
        case .timestamp(let value): quote(Timestamp.text(value), to: &text)
        case .text(let value): quote(value, to: &text)
        case .binary(let bytes): quote(hex(bytes), to: &text)
        }
    }

    private static func quote(_ value: String, to text: inout String) {
        text += "\""
        if value.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
            for scalar in value.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { text += "\\" }
                text.unicodeScalars.append(scalar)
            }
        } else {
            text += value
        }
        text += "\""
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = [UInt8(ascii: "\\"), UInt8(ascii: "x")]
        text.reserveCapacity(2 + 2 * bytes.count)
        for byte in bytes {
            text.append(Hex.digit(byte >> 4))
            text.append(Hex.digit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The elements of an array, `nil` for NULL. The whole is `nil` if the text is no array of one dimension.
    static func parse(_ bytes: UnsafeRawBufferPointer) -> [[UInt8]?]? {
        guard bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}"), bytes.count >= 2 else { return nil }
        var elements: [[UInt8]?] = []
        var place = 1
        let end = bytes.count - 1
        guard place < end else { return [] }
        while true {
            guard let element = element(of: bytes, at: &place, end: end) else { return nil }
            elements.append(element)
            if place == end { return elements }
            guard bytes[place] == UInt8(ascii: ",") else { return nil }
            place += 1
        }
    }

    private static func element(of bytes: UnsafeRawBufferPointer, at place: inout Int, end: Int) -> [UInt8]?? {
        guard place < end, bytes[place] != UInt8(ascii: "{") else { return .none }
        if bytes[place] == UInt8(ascii: "\"") { return quoted(bytes, at: &place, end: end).map { .some($0) } }
        var element: [UInt8] = []
        while place < end, bytes[place] != UInt8(ascii: ",") {
            element.append(bytes[place])
            place += 1
        }
        return element.elementsEqual("NULL".utf8) ? .some(nil) : .some(element)
    }

    private static func quoted(_ bytes: UnsafeRawBufferPointer, at place: inout Int, end: Int) -> [UInt8]? {
        var element: [UInt8] = []
        place += 1
        while place < end, bytes[place] != UInt8(ascii: "\"") {
            if bytes[place] == UInt8(ascii: "\\") { place += 1 }
            guard place < end else { return nil }
            element.append(bytes[place])
            place += 1
        }
        guard place < end else { return nil }
        place += 1
        return element
    }
}
