/// Looks for markup that a browser might run in places where a file of another kind may hold free text.
enum MarkupScan {
    /// Beginnings of tags, in lower case.
    private static let marks: [[UInt8]] = [
        "<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<svg", "<?php", "javascript:",
    ].map { Array($0.utf8) }

    static func containsMarkup(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        marks.contains { contains($0, in: bytes) }
    }

    /// Whether the lower-case pattern occurs, in any case of letters.
    static func contains(_ pattern: [UInt8], in bytes: some BidirectionalCollection<UInt8>) -> Bool {
        guard let first = pattern.first else { return true }
        var rest = bytes[...]
        while let start = rest.firstIndex(where: { lowered($0) == first }) {
            rest = rest[start...]
            if zip(rest, pattern).allSatisfy({ lowered($0) == $1 }) && rest.prefix(pattern.count).count == pattern.count
            {
                return true
            }
            rest = rest.dropFirst()
        }
        return false
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }
}
