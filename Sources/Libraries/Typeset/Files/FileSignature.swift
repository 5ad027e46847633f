/// Kinds of file that people may hand in, told by their content and never by their name.
package enum FileSignature: String, Sendable, Hashable, CaseIterable {
    case pdf, jpg, png, ofd, docx, xlsx

    /// Media type for HTTP answers.
    package var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .jpg: "image/jpeg"
        case .png: "image/png"
        case .ofd: "application/ofd"
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        }
    }

    /// The kind of a whole file; `nil` for every other kind, for damaged beginnings, for office files with macros, and
    /// for files that could pass as a second kind as well (markup at the beginning of a PDF, a ZIP behind a picture).
    ///
    /// Looks at signatures, segment chains and the ZIP directory only: that the rest is sound, a reader must find out.
    package init?<Bytes: RandomAccessCollection<UInt8>>(_ bytes: Bytes) where Bytes.Index == Int {
        // The walks below count from 0; a slice does not.
        guard let kind = bytes.startIndex == 0 ? Self.kind(bytes) : Self.kind(Array(bytes)) else { return nil }
        self = kind
    }

    private static func kind<Bytes: RandomAccessCollection<UInt8>>(_ bytes: Bytes) -> FileSignature?
    where Bytes.Index == Int {
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            return ZipDirectory(bytes).flatMap(officeKind)
        }
        // A ZIP is read from its end: behind another file it would open as an archive or a Java program.
        guard !ZipDirectory.endsLikeArchive(bytes) else { return nil }
        if bytes.starts(with: Array("%PDF-".utf8)) {
            return MarkupScan.containsMarkup(bytes.prefix(1024)) || !endsAsPDF(bytes) ? nil : .pdf
        }
        if bytes.starts(with: PNGChunks.signature) {
            return PNGChunks(bytes).map { !isSecondKind($0.foreignBytes) } == true ? .png : nil
        }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            return JPEGSegments(bytes).map { !isSecondKind($0.foreignBytes) } == true ? .jpg : nil
        }
        return nil
    }

    /// Whether a browser or a PDF reader could take what stands beside a picture for a file of its own.
    private static func isSecondKind(_ foreignBytes: [UInt8]) -> Bool {
        MarkupScan.containsMarkup(foreignBytes)
            || MarkupScan.containsAny(of: [Array("%pdf-".utf8)], in: foreignBytes)
    }

    private static func endsAsPDF(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
        MarkupScan.containsAny(of: [Array("%%eof".utf8)], in: bytes.suffix(2048))
    }

    private static func officeKind(_ directory: ZipDirectory) -> FileSignature? {
        let names = Set(directory.names)
        guard !names.contains(where: { $0.lowercased().hasSuffix("vbaproject.bin") }) else { return nil }
        if names.contains("OFD.xml") { return .ofd }
        guard names.contains("[Content_Types].xml") else { return nil }
        switch (names.contains("word/document.xml"), names.contains("xl/workbook.xml")) {
        case (true, false): return .docx
        case (false, true): return .xlsx
        default: return nil
        }
    }
}
