import Processes

/// Counts requests by route in shared words. A route takes a slot at its first request and writes its name there, so that
/// every process can read what another one counted.
struct RouteMetrics: Sendable {
    private static let slots = 512
    private static let nameWords = 12
    private static let statuses = 5
    /// Hash of the name, the name, statuses 1xx to 5xx, duration classes, sum of microseconds, all.
    private static let wordsPerSlot = 1 + nameWords + statuses + DoorMetrics.classes.count + 2
    /// Words that all slots take.
    static let size = slots * wordsPerSlot

    let words: SharedWords
    let first: Int

    init(_ words: SharedWords, first: Int) {
        self.words = words
        self.first = first
    }

    /// - Parameter name: door, method and pattern, with blanks between.
    func record(_ name: String, status: Int, milliseconds: Double) {
        guard let slot = slot(of: name) else { return }
        let counts = slot + 1 + Self.nameWords
        words.add(counts + min(max(status / 100, 1), Self.statuses) - 1, 1)
        for (index, end) in DoorMetrics.classes.enumerated() where milliseconds / 1_000 <= end {
            words.add(counts + Self.statuses + index, 1)
        }
        words.add(slot + Self.wordsPerSlot - 2, UInt64(max(0, milliseconds * 1_000)))
        words.add(slot + Self.wordsPerSlot - 1, 1)
    }

    /// The slot of a name, taken if need be; nil when all are taken by others.
    private func slot(of name: String) -> Int? {
        let hash = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 } | 1
        for step in 0..<Self.slots {
            let index = Int((hash >> 8) % UInt64(Self.slots)) + step
            let slot = first + index % Self.slots * Self.wordsPerSlot
            let holder = words.load(slot)
            if holder == hash { return slot }
            guard holder == 0 else { continue }
            if words.exchange(slot, from: 0, to: hash) {
                write(name, at: slot + 1)
                return slot
            }
            if words.load(slot) == hash { return slot }
        }
        return nil
    }

    private func write(_ name: String, at word: Int) {
        var bytes = Array(name.utf8.prefix(Self.nameWords * 8))
        bytes += [UInt8](repeating: 0, count: Self.nameWords * 8 - bytes.count)
        for index in 0..<Self.nameWords {
            let part = bytes[index * 8..<index * 8 + 8].reversed()
            words.store(word + index, part.reduce(0) { $0 << 8 | UInt64($1) })
        }
    }

    private func name(at word: Int) -> String {
        var bytes: [UInt8] = []
        for index in 0..<Self.nameWords {
            let value = words.load(word + index)
            for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * byte))) }
        }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    private struct Counted {
        let slot: Int
        let door: String
        let method: String
        let route: String
    }

    private var counted: [Counted] {
        (0..<Self.slots).compactMap { index in
            let slot = first + index * Self.wordsPerSlot
            guard words.load(slot) != 0, words.load(slot + Self.wordsPerSlot - 1) > 0 else { return nil }
            let parts = name(at: slot + 1).split(separator: " ", maxSplits: 2).map(String.init)
            guard parts.count == 3 else { return nil }
            return Counted(slot: slot, door: parts[0], method: parts[1], route: parts[2])
        }
    }

    var exposition: Exposition {
        let counted = self.counted
        var text = Exposition()
        let requests = "yanmen_route_requests_total"
        text.describe(requests, .counter, "Requests answered, by route and class of status.")
        for one in counted {
            for status in 0..<Self.statuses {
                let count = words.load(one.slot + 1 + Self.nameWords + status)
                guard count > 0 else { continue }
                let labels: KeyValuePairs = [
                    "door": one.door, "method": one.method, "route": one.route, "status": "\(status + 1)xx",
                ]
                text.sample(requests, labels, Double(count))
            }
        }
        let name = "yanmen_route_duration_seconds"
        text.describe(name, .histogram, "How long requests took, by route.")
        for one in counted { histogram(name, one, &text) }
        return text
    }

    private func histogram(_ name: String, _ one: Counted, _ text: inout Exposition) {
        let buckets = one.slot + 1 + Self.nameWords + Self.statuses
        let total = Double(words.load(one.slot + Self.wordsPerSlot - 1))
        for (index, end) in DoorMetrics.classes.enumerated() {
            let labels: KeyValuePairs = [
                "door": one.door, "method": one.method, "route": one.route, "le": "\(end)",
            ]
            text.sample("\(name)_bucket", labels, Double(words.load(buckets + index)))
        }
        let own: KeyValuePairs = ["door": one.door, "method": one.method, "route": one.route]
        let all: KeyValuePairs = ["door": one.door, "method": one.method, "route": one.route, "le": "+Inf"]
        text.sample("\(name)_bucket", all, total)
        text.sample("\(name)_sum", own, Double(words.load(one.slot + Self.wordsPerSlot - 2)) / 1_000_000)
        text.sample("\(name)_count", own, total)
    }
}
