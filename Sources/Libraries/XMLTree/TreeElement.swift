/// An element of an XML document with what it holds; comments and processing instructions are left out.
package struct TreeElement: Sendable {
    /// The name without a prefix.
    package let name: String
    /// The address of the namespace, empty without one.
    package let namespace: String
    /// The line of the start tag, from 1.
    package let line: Int
    /// Attributes by name without prefix; those of other namespaces stand as `{address}name`.
    package let attributes: [String: String]
    /// Elements directly within.
    package let children: [TreeElement]
    /// All text directly within, in order.
    package let text: String

    package init(
        name: String, namespace: String = "", line: Int = 0, attributes: [String: String] = [:],
        children: [TreeElement] = [], text: String = ""
    ) {
        self.name = name
        self.namespace = namespace
        self.line = line
        self.attributes = attributes
        self.children = children
        self.text = text
    }

    /// The first child of that name.
    package func child(_ name: String) -> TreeElement? { children.first { $0.name == name } }

    /// All children of that name.
    package func children(_ name: String) -> [TreeElement] { children.filter { $0.name == name } }

    /// An attribute without a namespace.
    package subscript(attribute name: String) -> String? { attributes[name] }
}

/// Why a document cannot be read.
package enum TreeError: Error, Sendable, Equatable {
    /// More bytes than allowed.
    case tooLarge(limit: Int)
    /// A document type declaration; none of our formats needs one, and entities are how such files attack.
    case doctype(line: Int)
    /// Not UTF-8.
    case encoding
    /// Not well-formed, with the parser's own words.
    case malformed(line: Int, reason: String)

    /// One Chinese sentence for people.
    package var sentence: String {
        switch self {
        case .tooLarge(let limit): "文件太大，最多 \(limit / 1024) KB"
        case .doctype(let line): "第 \(line) 行：不接受文档类型声明（DOCTYPE）"
        case .encoding: "文件不是 UTF-8 编码"
        case .malformed(let line, let reason): "第 \(line) 行：XML 格式不正确（\(reason)）"
        }
    }
}
