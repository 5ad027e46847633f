import Foundation
import Synchronization

/// How much the resident memory of this process grew while somebody looked.
final class MemoryMeter: Sendable {
    private let start: Int
    private let highest: Mutex<Int>

    init() {
        start = Self.resident
        highest = Mutex(start)
    }

    /// Looks now.
    func look() {
        let now = Self.resident
        highest.withLock { $0 = max($0, now) }
    }

    /// In bytes.
    var growth: Int { highest.withLock { $0 } - start }

    private static var resident: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let fields = text.split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
    }
}
