extension TypesetDocument {
    /// One piece of a document, from top to bottom.
    package enum Block: Sendable, Hashable {
        /// Name of the issuing body in large red type above a red rule.
        case letterhead(String)
        /// Level 1 is the centred title; 2 and 3 divide the text. Other levels are taken as the nearest of these.
        case heading(String, level: Int = 1)
        case paragraph(Paragraph)
        case keyValues(KeyValueTable)
        case table(Table)
        /// Empty height in points; vanishes at the top of a page.
        case spacer(Double)
        case signature(Signature)
        case qrCode(QRBlock)
        case rule(Ink = .black)
        case pageBreak

        /// A paragraph of plain text.
        package static func text(
            _ text: String, alignment: TextAlignment = .justified, indent: Double = 2, bold: Bool = false
        ) -> Block {
            .paragraph(Paragraph([TextRun(text, bold: bold)], alignment: alignment, indent: indent))
        }
    }

    /// Running text; a line break inside it begins a new line with the same indent.
    package struct Paragraph: Sendable, Hashable {
        package var runs: [TextRun]
        package var alignment: TextAlignment
        /// Indent of the first line, in characters.
        package var indent: Double

        package init(_ runs: [TextRun], alignment: TextAlignment = .justified, indent: Double = 2) {
            self.runs = runs
            self.alignment = alignment
            self.indent = indent
        }
    }

    /// Labels and their values in a bordered grid.
    package struct KeyValueTable: Sendable, Hashable {
        package var entries: [Entry]
        /// One or two pairs beside each other.
        package var pairsPerRow: Int
        /// Width of a label cell, in characters.
        package var labelWidth: Double

        package init(_ entries: [Entry], pairsPerRow: Int = 1, labelWidth: Double = 6) {
            self.entries = entries
            self.pairsPerRow = pairsPerRow
            self.labelWidth = labelWidth
        }

        /// One label with its value; a wide one takes a whole row.
        package struct Entry: Sendable, Hashable {
            package var label: String
            package var value: String
            package var isWide: Bool

            package init(_ label: String, _ value: String, isWide: Bool = false) {
                self.label = label
                self.value = value
                self.isWide = isWide
            }
        }
    }

    /// A bordered table; its header row stands again on every page it reaches.
    package struct Table: Sendable, Hashable {
        package var columns: [Column]
        /// Each row has as many cells as there are columns.
        package var rows: [[String]]

        package init(columns: [Column], rows: [[String]]) {
            self.columns = columns
            self.rows = rows
        }

        /// A column: its heading, its share of the width, where its text stands.
        package struct Column: Sendable, Hashable {
            package var title: String
            /// Width relative to the other columns.
            package var share: Double
            package var alignment: TextAlignment

            package init(_ title: String, share: Double = 1, alignment: TextAlignment = .left) {
                self.title = title
                self.share = share
                self.alignment = alignment
            }
        }
    }

    /// Name of the body and date at the right, under a seal where there is one; never alone on a page.
    package struct Signature: Sendable, Hashable {
        package var body: String
        package var date: String
        package var seal: SealImage?
        /// A QR code at the left, on the height of the signature, its caption below.
        package var code: QRBlock?

        package init(body: String, date: String, seal: SealImage? = nil, code: QRBlock? = nil) {
            self.body = body
            self.date = date
            self.seal = seal
            self.code = code
        }
    }

    /// A QR code with a caption beside it.
    package struct QRBlock: Sendable, Hashable {
        package var code: QRCode
        package var caption: String
        /// Side of the code with its quiet zone, in points.
        package var side: Double

        package init(_ code: QRCode, caption: String, side: Double = millimetres(28)) {
            self.code = code
            self.caption = caption
            self.side = side
        }
    }
}

/// A stretch of text in one weight.
package struct TextRun: Sendable, Hashable {
    package var text: String
    package var isBold: Bool

    package init(_ text: String, bold: Bool = false) {
        self.text = text
        self.isBold = bold
    }
}

/// Where the lines of a text stand between the margins.
package enum TextAlignment: Sendable, Hashable {
    case left, centre, right
    /// Both edges straight, last line left.
    case justified
}

/// The few colours of printed papers.
package enum Ink: Sendable, Hashable {
    case black, grey, red
}

/// A round seal drawn as vectors.
package struct SealImage: Sendable, Hashable {
    /// Text along the upper arc.
    package var name: String
    /// Text under the star.
    package var note: String
    /// Diameter in points.
    package var diameter: Double

    /// A seal that says of itself that it is a sample: red ring, star, name on the arc. It has no legal meaning.
    package static func sample(name: String) -> SealImage {
        SealImage(name: name, note: TypesetTerms.sample, diameter: millimetres(42))
    }
}
