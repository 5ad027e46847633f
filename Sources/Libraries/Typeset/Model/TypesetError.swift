/// Why a document could not be set.
package enum TypesetError: Error, Hashable {
    /// The document has no block.
    case emptyDocument
    /// Page, margins or sizes of type leave no room for a line, or are not finite numbers.
    case noRoom
    /// More than ``TypesetLimits/pages`` pages.
    case tooManyPages
    /// The row, counted from 0, has another number of cells than the table has columns; or the table has no columns.
    case malformedTable(row: Int)
    /// Cairo could not write: its own words.
    case drawing(String)
}

/// Bounds that keep one document from taking the whole machine.
package enum TypesetLimits {
    /// Largest number of pages in a document.
    package static let pages = 2000
}

/// A finished PDF.
package struct TypesetPDF: Sendable, Hashable {
    package let bytes: [UInt8]
    package let pageCount: Int
    /// Characters for which no installed font has a glyph, printed as boxes: a person should look at them.
    package let missingCharacters: [Character]
}
