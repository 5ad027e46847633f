/// UTF-8 text without line ends, and which of its bytes are bold.
struct StyledText {
    var bytes: [UInt8] = []
    var bold: [Range<Int>] = []

    /// The parts of the runs between their line ends; one empty part if there is no text.
    static func segments(of runs: [TextRun], allBold: Bool) -> [StyledText] {
        var segments = [StyledText()]
        for run in runs {
            let parts = plainText(run.text).utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for (index, part) in parts.enumerated() {
                if index > 0 { segments.append(StyledText()) }
                segments[segments.count - 1].append(part, bold: allBold || run.isBold)
            }
        }
        return segments
    }

    private mutating func append(_ part: some Collection<UInt8>, bold isBold: Bool) {
        let start = bytes.count
        bytes += part
        if isBold && bytes.count > start { bold.append(start..<bytes.count) }
    }

    /// The text from a byte offset on, about `length` bytes of it, ending between two characters.
    func window(from start: Int, length: Int) -> StyledText {
        var end = start + min(length, bytes.count - start)
        while end < bytes.count && bytes[end] & 0xC0 == 0x80 { end += 1 }
        let range = start..<end
        let boldInside = bold.map { $0.clamped(to: range) }.filter { !$0.isEmpty }
        return StyledText(
            bytes: Array(bytes[range]),
            bold: boldInside.map { $0.lowerBound - start..<$0.upperBound - start })
    }
}
