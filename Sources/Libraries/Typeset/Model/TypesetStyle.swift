/// Sizes of type and distances of lines, in points.
package struct TypesetStyle: Sendable, Hashable {
    package var bodySize: Double
    /// Distance from one line of body text to the next.
    package var linePitch: Double
    package var titleSize: Double
    package var headingSize: Double
    package var tableSize: Double
    package var tablePitch: Double
    package var smallSize: Double
    /// Whether headings of level 2 and 3 stand in by two characters, as in official letters.
    package var indentsHeadings: Bool

    package init(
        bodySize: Double, linePitch: Double, titleSize: Double, headingSize: Double, tableSize: Double,
        tablePitch: Double, smallSize: Double, indentsHeadings: Bool
    ) {
        self.bodySize = bodySize
        self.linePitch = linePitch
        self.titleSize = titleSize
        self.headingSize = headingSize
        self.tableSize = tableSize
        self.tablePitch = tablePitch
        self.smallSize = smallSize
        self.indentsHeadings = indentsHeadings
    }

    /// Official letter: title of size 2, body of size 3, 28 characters a line and 22 lines a page (GB/T 9704 5.2).
    package static let letter = TypesetStyle(
        bodySize: 15.75, linePitch: 28.9, titleSize: 22, headingSize: 15.75, tableSize: 12, tablePitch: 18,
        smallSize: 10.5, indentsHeadings: true)

    /// Forms, receipts and lists: body of small size 4.
    package static let form = TypesetStyle(
        bodySize: 12, linePitch: 21, titleSize: 18, headingSize: 14, tableSize: 10.5, tablePitch: 15.5,
        smallSize: 9, indentsHeadings: false)
}
