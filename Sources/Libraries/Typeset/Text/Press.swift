import CPangoCairo
import Synchronization

/// The one printing press of the process: whoever uses Pango or Cairo waits for it.
///
/// Cairo 1.16 takes the lock of a font and the lock of its global glyph cache in both orders, so two threads that set
/// many different characters, as Chinese texts do, wait for each other for ever once the cache is full.
enum Press {
    private static let fonts = Mutex<PressFonts?>(nil)

    /// Lends the fonts. Everything made from them is to be gone when `body` ends.
    static func use<Result: Sendable>(
        _ body: (borrowing PressFonts) throws(TypesetError) -> Result
    ) throws(TypesetError) -> Result {
        try fonts.withLock { fonts throws(TypesetError) in
            let used = fonts ?? PressFonts()
            fonts = used
            return try body(used)
        }
    }
}

/// Fonts as Pango knows them; opened once, for fontconfig takes its time.
final class PressFonts {
    let context: OpaquePointer

    init() {
        let fontMap = pango_cairo_font_map_new()
        context = pango_font_map_create_context(fontMap)
        // The context keeps the map.
        g_object_unref(fontMap)
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        pango_context_set_language(context, pango_language_from_string("zh-cn"))
        pango_context_set_base_dir(context, PANGO_DIRECTION_LTR)
        pango_context_set_round_glyph_positions(context, 0)
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(context)) }
}
