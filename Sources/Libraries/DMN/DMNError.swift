package import FEEL
package import XMLTree

/// Why a file is no DMN model that can be read.
package enum DMNError: Error, Sendable, Equatable {
    /// No XML, or XML that is not accepted.
    case document(TreeError)
    /// The root is not `definitions` of a known version.
    case notDMN(root: String, namespace: String)
    /// An element lacks something.
    case missing(String, element: String, line: Int)
    /// An element has a value that the standard does not know.
    case invalid(String, element: String, line: Int)
    /// Two elements of one id.
    case duplicate(String, line: Int)
    /// More elements, rows or cells than allowed.
    case tooLarge(String, line: Int)

    /// One Chinese sentence for people, naming element and line.
    package var sentence: String {
        switch self {
        case .document(let error): error.sentence
        case .notDMN(let root, let namespace): "不是 DMN 文件：根元素为“\(root)”（\(namespace)）"
        case .missing(let what, let element, let line): "第 \(line) 行：<\(element)> 缺少\(what)"
        case .invalid(let value, let element, let line): "第 \(line) 行：<\(element)> 的值“\(value)”无效"
        case .duplicate(let id, let line): "第 \(line) 行：编号“\(id)”重复"
        case .tooLarge(let what, let line): "第 \(line) 行：\(what)太多"
        }
    }
}

/// Something wrong in a model, found while it is made ready; it may run all the same, with null in that place.
package struct DMNDiagnostic: Sendable, Equatable {
    /// What is wrong.
    package enum Kind: Sendable, Equatable {
        case expression(Problem)
        case unknownReference(String)
        case unknownImport(String)
        case unknownType(String)
        case cycle([String])
        case noLogic
        case unsupportedLanguage(String)
        case cells(row: Int)
        case noOutputValues
        case duplicateName(String)
    }

    package let kind: Kind
    /// The name of the decision, knowledge model or type.
    package let element: String
    /// Where within: an entry, or a row and column of a table.
    package let place: String
    /// Within the FEEL text.
    package let position: SourcePosition?
    /// The line of the boxed expression in the file, or 0.
    package let line: Int

    /// Stable, for programs and documentation.
    package var code: String {
        switch kind {
        case .expression(let problem): problem.code
        case .unknownReference: "dmn.unknown-reference"
        case .unknownImport: "dmn.unknown-import"
        case .unknownType: "dmn.unknown-type"
        case .cycle: "dmn.cycle"
        case .noLogic: "dmn.no-logic"
        case .unsupportedLanguage: "dmn.language"
        case .cells: "dmn.cells"
        case .noOutputValues: "dmn.output-values"
        case .duplicateName: "dmn.duplicate-name"
        }
    }

    /// One Chinese sentence for people.
    package var message: String {
        let name = place.isEmpty ? "“\(element)”" : "“\(element)”\(place)"
        guard let position else { return "\(name)：\(sentence)" }
        return "\(name)第 \(position.line) 行第 \(position.column) 列：\(sentence)"
    }

    private var sentence: String {
        switch kind {
        case .expression(let problem): problem.sentence
        case .unknownReference(let id): "引用的元素“\(id)”不存在"
        case .unknownImport(let namespace): "导入的模型“\(namespace)”不存在"
        case .unknownType(let name): "没有名为“\(name)”的类型"
        case .cycle(let names): "循环依赖：\(names.joined(separator: " → "))"
        case .noLogic: "没有决策逻辑"
        case .unsupportedLanguage(let language): "不支持“\(language)”"
        case .cells(let row): "第 \(row) 条规则的单元格数与列数不符"
        case .noOutputValues: "按优先级取值的决策表须列出输出值"
        case .duplicateName(let name): "名称“\(name)”重复"
        }
    }
}
