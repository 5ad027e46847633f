package import Foundation

/// A document to be set as PDF: a value that says what is on the paper, in Chinese reading order.
///
/// Typeset is a small library: a model of blocks, Chinese line setting by Pango, page making of its own, and vector PDF
/// by Cairo. Around it stand what printed papers need: ``QRCode``, ``ImagePreview`` and ``FileSignature``.
///
///     let letter = TypesetDocument(
///         title: "通知", author: "示例局", created: now,
///         blocks: [.heading("通知"), .text("张三：", indent: 0), .text("您的来信已经收到。")])
///     let pdf = try await letter.renderInBackground()
///
/// The way of a document: blocks become ``Strip``s that are never cut (``Composer``), strips are distributed over pages
/// (``Paginator``), pages are drawn (``PDFWriter``). One document at a time is on the ``Press`` of the process; a letter
/// takes some 20 ms, a table of ten thousand rows some seconds.
///
/// Equal documents give equal bytes: nothing in the file depends on the clock, the thread or the machine's locale, only
/// on the value and the installed fonts (Noto Serif CJK SC and Noto Sans CJK SC, with what fontconfig offers behind them).
package struct TypesetDocument: Sendable, Hashable {
    /// Title in the file's metadata; readers show it in the window bar.
    package var title: String
    /// Author in the file's metadata.
    package var author: String
    /// Creation date in the file's metadata, whole seconds.
    package var created: Date
    package var pageSize: PageSize
    package var margins: PageMargins
    package var style: TypesetStyle
    package var header: PageHeader?
    package var footer: PageFooter?
    package var blocks: [Block]

    package init(
        title: String, author: String, created: Date, pageSize: PageSize = .a4, margins: PageMargins = .letter,
        style: TypesetStyle = .letter, header: PageHeader? = nil, footer: PageFooter? = PageFooter(),
        blocks: [Block]
    ) {
        self.title = title
        self.author = author
        self.created = created
        self.pageSize = pageSize
        self.margins = margins
        self.style = style
        self.header = header
        self.footer = footer
        self.blocks = blocks
    }
}

/// Size of a sheet in points (1/72 inch).
package struct PageSize: Sendable, Hashable {
    package var width: Double
    package var height: Double

    package init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// ISO A4, upright.
    package static let a4 = PageSize(width: millimetres(210), height: millimetres(297))
    /// ISO A4, lying.
    package static let a4Landscape = PageSize(width: millimetres(297), height: millimetres(210))
}

/// Distances between the edge of the sheet and the text area, in points.
package struct PageMargins: Sendable, Hashable {
    package var top: Double
    package var bottom: Double
    package var left: Double
    package var right: Double

    package init(top: Double, bottom: Double, left: Double, right: Double) {
        self.top = top
        self.bottom = bottom
        self.left = left
        self.right = right
    }

    /// Text area of an official letter, 156 mm by 225 mm (GB/T 9704 5.1).
    package static let letter = PageMargins(
        top: millimetres(37), bottom: millimetres(35), left: millimetres(28), right: millimetres(26))
    /// Narrower margins for forms and lists.
    package static let form = PageMargins(
        top: millimetres(25), bottom: millimetres(22), left: millimetres(22), right: millimetres(22))
}

/// Small line above the text area, on every page.
package struct PageHeader: Sendable, Hashable {
    package var left: String
    package var right: String

    package init(left: String = "", right: String = "") {
        self.left = left
        self.right = right
    }
}

/// Small line below the text area, on every page.
package struct PageFooter: Sendable, Hashable {
    package var text: String
    package var numbering: PageNumbering

    package init(text: String = "", numbering: PageNumbering = .pageOfTotal) {
        self.text = text
        self.numbering = numbering
    }
}

/// How the pages are counted in the footer.
package enum PageNumbering: Sendable, Hashable {
    case none
    /// The page and the number of pages, in words.
    case pageOfTotal
    /// The page between two dashes, as on official letters (GB/T 9704 7.5).
    case dashes
}
