/// Words that Typeset itself puts on paper.
enum TypesetTerms {
    static let sample = "示例"

    static func page(_ page: Int, of total: Int) -> String {
        "第 \(page) 页 共 \(total) 页"
    }

    static func dashes(_ page: Int) -> String {
        "— \(page) —"
    }
}
