/// Makes text safe to set: line ends become `\n`, tabs become spaces, and what cannot or must not be seen goes away.
///
/// Dropped are control characters, non-characters, and the marks that turn the direction of writing: with them a printed
/// sentence could read otherwise than the stored one.
func plainText(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\n" where afterReturn: break
        case "\r", "\n", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}": plain.append("\n")
        case "\t": plain.append(" ")
        case _ where isUnprintable(scalar): break
        default: plain.append(scalar)
        }
        afterReturn = scalar == "\r"
    }
    return String(plain)
}

private func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    case 0xFEFF, 0xFFF9...0xFFFC, 0xE0000...0xE007F: true
    default: scalar.properties.isNoncharacterCodePoint
    }
}
