import Base
import Items
import WorkCalendar

/// JSON written by hand for the few shapes that every case has; a coder costs ten times as much. A test reads them back by
/// the coder.
struct PlainJSON {
    private var bytes: [UInt8] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }

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
        bytes.reserveCapacity(2_048)
        plain("{\"title\":")
        string(content.title)
        plain(",\"issuer\":")
        string(content.issuer)
        plain(",\"addressee\":")
        string(content.addressee)
        plain(",\"facts\":")
        array(content.facts) { json, fact in
            json.plain("{\"label\":")
            json.string(fact.label)
            json.plain(",\"value\":")
            json.string(fact.value)
            json.plain("}")
        }
        plain(",\"paragraphs\":")
        array(content.paragraphs) { $0.string($1) }
        plain(",\"tables\":")
        array(content.tables) { $0.table($1) }
        plain(",\"closing\":")
        array(content.closing) { $0.string($1) }
        plain(",\"signatures\":")
        array(content.signatures) { $0.string($1) }
        plain(",\"issuedOn\":\"\(content.issuedOn)\",\"publicAddress\":")
        string(content.publicAddress)
        plain(",\"isSample\":\(content.isSample)}")
    }

    private mutating func table(_ table: DocumentContent.Table) {
        plain("{\"heading\":")
        string(table.heading)
        plain(",\"columns\":")
        array(table.columns) { $0.string($1) }
        plain(",\"rows\":")
        array(table.rows) { json, row in json.array(row) { $0.string($1) } }
        plain("}")
    }

    private mutating func object<Value>(
        _ members: [(key: String, value: Value)], _ write: (inout PlainJSON, Value) -> Void
    ) {
        plain("{")
        for (index, member) in members.enumerated() {
            if index > 0 { plain(",") }
            string(member.key)
            plain(":")
            write(&self, member.value)
        }
        plain("}")
    }

    private mutating func array<Element>(_ elements: [Element], _ write: (inout PlainJSON, Element) -> Void) {
        plain("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { plain(",") }
            write(&self, element)
        }
        plain("]")
    }

    private mutating func string(_ value: String) { JSONString.write(value, to: &bytes) }

    /// Text that is JSON already.
    private mutating func plain(_ json: String) { bytes.append(contentsOf: json.utf8) }
}
