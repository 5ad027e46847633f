import CLibXML2

extension TreeElement {
    /// Reads a document in UTF-8. Nothing is loaded from anywhere else, no entity of the document's own is known.
    ///
    /// - Throws: `TreeError` with the line.
    package init(reading bytes: [UInt8], limit: Int = 4 << 20) throws(TreeError) {
        guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
        guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else { throw .encoding }
        if let line = Self.doctypeLine(bytes) { throw .doctype(line: line) }
        switch Self.parse(bytes) {
        case .success(let element): self = element
        case .failure(let error): throw error
        }
    }

    private static func doctypeLine(_ bytes: [UInt8]) -> Int? {
        let mark = Array("<!DOCTYPE".utf8)
        var line = 1
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte == mark[0], bytes[index...].starts(with: mark) { return line }
        }
        return nil
    }

    private static func parse(_ bytes: [UInt8]) -> Result<TreeElement, TreeError> {
        guard let context = xmlNewParserCtxt() else { return .failure(.malformed(line: 0, reason: "memory")) }
        defer { xmlFreeParserCtxt(context) }
        let quiet = XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        let options = quiet | XML_PARSE_NONET.rawValue | XML_PARSE_NOCDATA.rawValue | XML_PARSE_BIG_LINES.rawValue
        let document = bytes.withUnsafeBytes { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                xmlCtxtReadMemory(
                    context, characters.baseAddress, Int32(characters.count), nil, "UTF-8", Int32(options))
            }
        }
        guard let document else { return .failure(lastError(context)) }
        defer { xmlFreeDoc(document) }
        guard let root = xmlDocGetRootElement(document) else { return .failure(lastError(context)) }
        return .success(element(root))
    }

    private static func lastError(_ context: xmlParserCtxtPtr) -> TreeError {
        guard let error = xmlCtxtGetLastError(context) else { return .malformed(line: 0, reason: "") }
        let message = error.pointee.message.map { String(cString: $0) } ?? ""
        let reason = message.split(separator: "\n").first.map(String.init) ?? ""
        return .malformed(line: Int(error.pointee.line), reason: reason)
    }

    /// libxml2 refuses documents deeper than 256, so this recursion has an end.
    private static func element(_ node: xmlNodePtr) -> TreeElement {
        var children: [TreeElement] = []
        var text = ""
        var next = node.pointee.children
        while let child = next {
            switch child.pointee.type {
            case XML_ELEMENT_NODE: children.append(element(child))
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
                if let content = child.pointee.content { text += String(cString: content) }
            default: break
            }
            next = child.pointee.next
        }
        return TreeElement(
            name: String(cString: node.pointee.name), namespace: address(node.pointee.ns),
            line: Int(xmlGetLineNo(node)), attributes: attributes(node), children: children, text: text)
    }

    private static func attributes(_ node: xmlNodePtr) -> [String: String] {
        var attributes: [String: String] = [:]
        var next = node.pointee.properties
        while let attribute = next {
            let namespace = address(attribute.pointee.ns)
            let name = String(cString: attribute.pointee.name)
            var value = ""
            var part = attribute.pointee.children
            while let piece = part {
                if let content = piece.pointee.content { value += String(cString: content) }
                part = piece.pointee.next
            }
            attributes[namespace.isEmpty ? name : "{\(namespace)}\(name)"] = value
            next = attribute.pointee.next
        }
        return attributes
    }

    private static func address(_ namespace: xmlNsPtr?) -> String {
        namespace?.pointee.href.map { String(cString: $0) } ?? ""
    }
}
