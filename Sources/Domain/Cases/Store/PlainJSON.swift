import Items
import WorkCalendar

/// JSON written by hand for the few shapes that every case has; a coder costs ten times as much. A test reads them back by
/// the coder.
struct PlainJSON {
    private(set) var text = ""

    init(_ answers: SituationAnswers) {
        object(answers.sorted { $0.key < $1.key }) { json, value in json.string(value) }
    }

    init(_ form: [String: FormValue]) {
        object(form.sorted { $0.key < $1.key }) { json, value in
            switch value {
            case .text(let text): json.string(text)
            case .list(let texts): json.array(texts) { $0.string($1) }
            }
        }
    }

    init(_ content: DocumentContent) {
        text.reserveCapacity(2_048)
        text += "{\"title\":"
        string(content.title)
        text += ",\"issuer\":"
        string(content.issuer)
        text += ",\"addressee\":"
        string(content.addressee)
        text += ",\"facts\":"
        array(content.facts) { json, fact in
            json.text += "{\"label\":"
            json.string(fact.label)
            json.text += ",\"value\":"
            json.string(fact.value)
            json.text += "}"
        }
        text += ",\"paragraphs\":"
        array(content.paragraphs) { $0.string($1) }
        text += ",\"tables\":"
        array(content.tables) { $0.table($1) }
        text += ",\"closing\":"
        array(content.closing) { $0.string($1) }
        text += ",\"signatures\":"
        array(content.signatures) { $0.string($1) }
        text += ",\"issuedOn\":\"\(content.issuedOn)\",\"publicAddress\":"
        string(content.publicAddress)
        text += ",\"isSample\":\(content.isSample)}"
    }

    private mutating func table(_ table: DocumentContent.Table) {
        text += "{\"heading\":"
        string(table.heading)
        text += ",\"columns\":"
        array(table.columns) { $0.string($1) }
        text += ",\"rows\":"
        array(table.rows) { json, row in json.array(row) { $0.string($1) } }
        text += "}"
    }

    private mutating func object<Value>(
        _ members: [(key: String, value: Value)], _ write: (inout PlainJSON, Value) -> Void
    ) {
        text += "{"
        for (index, member) in members.enumerated() {
            if index > 0 { text += "," }
            string(member.key)
            text += ":"
            write(&self, member.value)
        }
        text += "}"
    }

    private mutating func array<Element>(_ elements: [Element], _ write: (inout PlainJSON, Element) -> Void) {
        text += "["
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            write(&self, element)
        }
        text += "]"
    }

    private mutating func string(_ value: String) {
        text += "\""
        let isPlain = value.utf8.allSatisfy { $0 >= 32 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        if isPlain {
            text += value
        } else {
            for scalar in value.unicodeScalars {
                switch scalar {
                case "\"": text += "\\\""
                case "\\": text += "\\\\"
                case "\n": text += "\\n"
                case "\r": text += "\\r"
                case "\t": text += "\\t"
                case "\0"..<" ": text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }
}
