package import Markup
import Typeset

/// A QR code as a drawing, made here; beside it always stands the same as text.
///
/// - Parameter label: what a screen reader says.
package func qrCode(_ text: String, label: String, size: Int = 132) -> HTML {
    guard let code = try? QRCode(text) else { return .empty }
    return HTML(trusted: code.svg(size: size, label: label))
}
