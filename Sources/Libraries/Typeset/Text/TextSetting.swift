/// The two faces of the house: Song for reading, Hei for headings and labels.
enum TextFace: Hashable {
    case serif, sans

    /// Families in order of preference; fontconfig finds rare characters beyond them.
    var families: String {
        switch self {
        case .serif: "Noto Serif CJK SC,Source Han Serif SC,FandolSong,SimSun,serif"
        case .sans: "Noto Sans CJK SC,Source Han Sans SC,WenQuanYi Zen Hei,SimHei,sans-serif"
        }
    }
}

/// How a text is set into lines; lengths in points.
struct TextSetting {
    var face: TextFace = .serif
    var size: Double
    /// Height of a line.
    var pitch: Double
    var width: Double
    var alignment: TextAlignment = .left
    /// Indent of the first line.
    var indent: Double = 0
    var isBold = false
}
