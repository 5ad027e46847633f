/// Sizes in words.
package enum ByteCount {
    /// `2.1 MB`, `640 KB`, `12 字节`: one figure after the point at most.
    package static func words(_ count: Int) -> String {
        switch count {
        case ..<1_024: "\(count) 字节"
        case ..<1_048_576: "\(count / 1_024) KB"
        case ..<1_073_741_824: "\(oneDecimal(count, unit: 1_048_576)) MB"
        default: "\(oneDecimal(count, unit: 1_073_741_824)) GB"
        }
    }

    private static func oneDecimal(_ count: Int, unit: Int) -> String {
        let tenths = count / (unit / 10)
        return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
