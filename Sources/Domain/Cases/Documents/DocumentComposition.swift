import Foundation
import Typeset
import WorkCalendar

/// Sets a document on paper: the same content, number and code always give the same bytes.
extension DocumentContent {
    func composed(
        kind: DocumentKind, number: String, caseNumber: String, verifyCode: String
    ) throws -> TypesetDocument {
        var blocks: [TypesetDocument.Block] = []
        if !kind.isForm { blocks.append(.letterhead(issuer)) }
        blocks.append(.heading(title))
        blocks.append(.text(number, alignment: .centre, indent: 0))
        blocks.append(.spacer(8))
        blocks.append(factGrid(caseNumber: caseNumber))
        blocks.append(.spacer(8))
        blocks.append(.text(DocumentSentences.salutation(addressee), alignment: .left, indent: 0))
        blocks += paragraphs.map { .text($0) }
        for table in tables { blocks += composed(table) }
        if !closing.isEmpty { blocks.append(.spacer(8)) }
        blocks += closing.map { .text($0, alignment: .left) }
        blocks += try signed(verifyCode: verifyCode)
        return TypesetDocument(
            title: "\(title) \(number)", author: issuer, created: issuedOn.startOfDay,
            margins: .form, style: kind.isForm ? .form : .notice,
            header: kind.isForm ? PageHeader(left: issuer, right: caseNumber) : nil,
            footer: PageFooter(text: number), blocks: blocks)
    }

    private func factGrid(caseNumber: String) -> TypesetDocument.Block {
        var entries: [TypesetDocument.KeyValueTable.Entry] = [.init(DocumentTerms.caseNumber, caseNumber, isWide: true)]
        entries += facts.map { .init($0.label, $0.value, isWide: $0.value.count > 12) }
        return .keyValues(.init(entries, pairsPerRow: 2))
    }

    private func composed(_ table: Table) -> [TypesetDocument.Block] {
        guard !table.rows.isEmpty else { return [.heading(table.heading, level: 2), .text(DocumentTerms.none)] }
        let shares: [Double] = table.columns.count == 4 ? [1.2, 1.6, 3.5, 6] : [1.2, 6, 2, 1.2, 3]
        let columns = zip(table.columns, shares).map { title, share in
            TypesetDocument.Table.Column(title, share: share)
        }
        return [.heading(table.heading, level: 2), .table(.init(columns: columns, rows: table.rows))]
    }

    private func signed(verifyCode: String) throws -> [TypesetDocument.Block] {
        var blocks: [TypesetDocument.Block] = []
        if !signatures.isEmpty { blocks.append(.spacer(24)) }
        for line in signatures {
            blocks.append(.text(line, alignment: .left, indent: 0))
            blocks.append(.spacer(12))
        }
        let seal: SealImage? = isSample ? .sample(name: issuer) : nil
        blocks.append(.signature(.init(body: issuer, date: issuedOn.chineseText, seal: seal)))
        let address = Self.verifyAddress(publicAddress, code: verifyCode)
        var caption = "\(DocumentTerms.verifyCaption)\n\(VerifyCode.grouped(verifyCode))"
        if isSample { caption += "\n\(DocumentTerms.sampleNote)" }
        blocks.append(.qrCode(.init(try QRCode(address), caption: caption, side: millimetres(24))))
        return blocks
    }
}

extension TypesetStyle {
    /// Letters to an applicant: large enough to read without glasses, and on one page where the text is short.
    fileprivate static let notice = TypesetStyle(
        bodySize: 13, linePitch: 21, titleSize: 20, headingSize: 13.5, tableSize: 10.5, tablePitch: 15, smallSize: 9.5,
        indentsHeadings: false)
}
