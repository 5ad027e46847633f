/// Looks for markup that a browser might run, in places where a file of another kind may hold free text.
enum MarkupScan {
    /// Beginnings of tags, in lower case; five bytes at least, so that compressed data hardly ever holds one by chance.
    private static let marks: [[UInt8]] = [
        "<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<svg ", "<svg>", "<svg\n", "<?php",
    ].map { Array($0.utf8) }

    static func containsMarkup(_ bytes: some Collection<UInt8>) -> Bool {
        containsAny(of: marks, in: bytes)
    }

    /// Whether one of the lower-case patterns occurs, whatever the case of the letters.
    static func containsAny(of patterns: [[UInt8]], in bytes: some Collection<UInt8>) -> Bool {
        let text = bytes.map(lowered)
        let beginnings = Set(patterns.compactMap(\.first))
        return text.indices.contains { index in
            beginnings.contains(text[index]) && patterns.contains { text[index...].starts(with: $0) }
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
