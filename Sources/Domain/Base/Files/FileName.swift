import Foundation
import Typeset

/// The name under which a person handed in a file: shown and given back, never used as a path.
package struct FileName: Sendable, Hashable {
    /// Longest name, in Unicode code points as the database counts them.
    package static let maximumLength = 200

    package let text: String

    /// Takes a name as the browser sent it.
    ///
    /// - Throws: `FileRefusal` for no name, more than 200 characters, path separators, and characters that cannot be
    ///   seen (they make `fdp.exe` look like `exe.pdf`).
    package init(_ given: String) throws(FileRefusal) {
        let text = given.trimmingCharacters(in: .whitespaces).precomposedStringWithCanonicalMapping
        guard !text.isEmpty else { throw .nameMissing }
        guard text.unicodeScalars.count <= Self.maximumLength else { throw .nameTooLong }
        guard text != ".", text != "..", text.unicodeScalars.allSatisfy(Self.isUsable) else { throw .nameUnusable }
        self.text = text
    }

    private static func isUsable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: false
        // Joiners belong to some scripts; all other format characters only hide or reorder.
        case .format: scalar == "\u{200C}" || scalar == "\u{200D}"
        default: scalar != "/" && scalar != "\\"
        }
    }

    /// The name with an ending that tells the truth about the content: `报告.exe` that is a PDF becomes `报告.exe.pdf`.
    func fitting(_ kind: FileSignature) -> String {
        let endings = kind == .jpg ? ["jpg", "jpeg"] : [kind.rawValue]
        let lowered = text.lowercased()
        if endings.contains(where: { lowered.hasSuffix("." + $0) }) { return text }
        let room = Self.maximumLength - 1 - kind.rawValue.unicodeScalars.count
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(room))) + "." + kind.rawValue
    }
}
