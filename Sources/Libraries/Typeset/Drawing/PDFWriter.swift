import CPangoCairo
import Foundation

/// A Cairo surface that writes a PDF into memory.
final class PDFWriter {
    private let sink = ByteSink()
    private let surface: OpaquePointer
    private let cairo: OpaquePointer

    private final class ByteSink {
        var bytes: [UInt8] = []
    }

    init(size: PageSize) {
        surface = cairo_pdf_surface_create_for_stream(
            { sink, data, length in
                guard let sink, let data else { return CAIRO_STATUS_WRITE_ERROR }
                let bytes = UnsafeBufferPointer(start: data, count: Int(length))
                Unmanaged<ByteSink>.fromOpaque(sink).takeUnretainedValue().bytes += bytes
                return CAIRO_STATUS_SUCCESS
            }, Unmanaged.passUnretained(sink).toOpaque(), size.width, size.height)
        cairo = cairo_create(surface)
    }

    deinit {
        cairo_destroy(cairo)
        cairo_surface_destroy(surface)
    }

    func describe(_ document: TypesetDocument) {
        set(CAIRO_PDF_METADATA_TITLE, to: plainText(document.title))
        set(CAIRO_PDF_METADATA_AUTHOR, to: plainText(document.author))
        // From year 1 to year 9999: a PDF date has four digits for it.
        let seconds = bounded(document.created.timeIntervalSince1970, from: -62_135_596_800, to: 253_402_300_799)
        set(CAIRO_PDF_METADATA_CREATE_DATE, to: Date(timeIntervalSince1970: seconds).formatted(.iso8601))
    }

    private func set(_ key: cairo_pdf_metadata_t, to value: String) {
        cairo_pdf_surface_set_metadata(surface, key, value)
    }

    /// Draws one page.
    func page(_ draw: (Canvas) -> Void) {
        cairo_save(cairo)
        draw(Canvas(cairo: cairo))
        cairo_restore(cairo)
        cairo_show_page(cairo)
    }

    /// Ends the file and hands it over.
    func finish() throws(TypesetError) -> [UInt8] {
        let drawn = cairo_status(cairo)
        cairo_surface_finish(surface)
        let written = cairo_surface_status(surface)
        for status in [drawn, written] where status != CAIRO_STATUS_SUCCESS {
            throw .drawing(String(cString: cairo_status_to_string(status)))
        }
        return sink.bytes
    }
}
