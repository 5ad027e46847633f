import Base

/// Texts that people write into an act: trimmed, not empty, not endless.
enum CaseText {
    /// Most characters of an opinion or reason (national process table: 2000).
    static let longest = 1000

    /// The trimmed text, or a refusal that names the field.
    static func required(_ text: String, field: String, message: String) throws(CaseRefusal) -> String {
        let trimmed = trimmed(text)
        guard !trimmed.isEmpty else { throw .textMissing([FieldProblem(field: field, message: message)]) }
        return try bounded(trimmed, field: field)
    }

    /// The trimmed text, perhaps empty.
    static func optional(_ text: String, field: String) throws(CaseRefusal) -> String {
        try bounded(trimmed(text), field: field)
    }

    private static func bounded(_ text: String, field: String) throws(CaseRefusal) -> String {
        guard text.count <= longest else {
            let message = CaseFieldTerms.tooLong(text.count, most: longest)
            throw .textMissing([FieldProblem(field: field, message: message)])
        }
        guard !text.unicodeScalars.contains(where: { $0 == "\u{0}" }) else {
            throw .textMissing([FieldProblem(field: field, message: CaseFieldTerms.controlCharacter)])
        }
        return text
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.endIndex
        let end = scalars.lastIndex { !$0.properties.isWhitespace }.map { scalars.index(after: $0) } ?? start
        return start < end ? String(scalars[start..<end]) : ""
    }
}
