import CPixbuf

/// A decoded picture.
final class Pixels {
    private let pixbuf: OpaquePointer

    /// Takes over one reference.
    private init(owning pixbuf: OpaquePointer) {
        self.pixbuf = pixbuf
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(pixbuf)) }

    var dimensions: ImageDimensions {
        ImageDimensions(width: Int(gdk_pixbuf_get_width(pixbuf)), height: Int(gdk_pixbuf_get_height(pixbuf)))
    }

    /// Rows of pixels, three bytes each, or four with opacity.
    var bytes: [UInt8] {
        let length = Int(gdk_pixbuf_get_byte_length(pixbuf))
        return gdk_pixbuf_read_pixels(pixbuf).map { Array(UnsafeBufferPointer(start: $0, count: length)) } ?? []
    }

    /// Decodes with the named loader only, at a size fixed before the first byte.
    static func decoding(
        _ bytes: [UInt8], format: String, size: ImageDimensions
    ) throws(ImagePreview.Failure) -> Pixels {
        guard let loader = gdk_pixbuf_loader_new_with_type(format, nil) else { throw .unknownFormat }
        defer { g_object_unref(loader) }
        gdk_pixbuf_loader_set_size(loader, Int32(clamping: size.width), Int32(clamping: size.height))
        let isRead = gdk_pixbuf_loader_write(loader, bytes, gsize(bytes.count), nil) != 0
        // Closing is due even after an error.
        let isComplete = gdk_pixbuf_loader_close(loader, nil) != 0
        guard isRead, isComplete, let pixbuf = gdk_pixbuf_loader_get_pixbuf(loader) else { throw .damaged }
        g_object_ref(UnsafeMutableRawPointer(pixbuf))
        return Pixels(owning: pixbuf)
    }

    /// Turned as the camera's orientation mark says.
    func upright() throws(ImagePreview.Failure) -> Pixels {
        guard let turned = gdk_pixbuf_apply_embedded_orientation(pixbuf) else { throw .damaged }
        return Pixels(owning: turned)
    }

    /// Without transparency.
    func onWhite() throws(ImagePreview.Failure) -> Pixels {
        guard gdk_pixbuf_get_has_alpha(pixbuf) != 0 else { return self }
        let size = dimensions
        let white: UInt32 = 0xFFFFFF
        guard
            let flat = gdk_pixbuf_composite_color_simple(
                pixbuf, Int32(size.width), Int32(size.height), GDK_INTERP_NEAREST, 255, 16, white, white)
        else { throw .damaged }
        return Pixels(owning: flat)
    }

    func jpeg(quality: Int) throws(ImagePreview.Failure) -> [UInt8] {
        var buffer: UnsafeMutablePointer<CChar>?
        var length: gsize = 0
        let isWritten = "quality".withCString { key in
            String(quality).withCString { value in
                var keys: [UnsafeMutablePointer<CChar>?] = [UnsafeMutablePointer(mutating: key), nil]
                var values: [UnsafeMutablePointer<CChar>?] = [UnsafeMutablePointer(mutating: value), nil]
                return gdk_pixbuf_save_to_bufferv(pixbuf, &buffer, &length, "jpeg", &keys, &values, nil) != 0
            }
        }
        guard isWritten, let buffer else { throw .encoding }
        defer { g_free(buffer) }
        return Array(UnsafeRawBufferPointer(start: buffer, count: Int(length)))
    }
}
