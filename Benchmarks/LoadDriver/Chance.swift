import Glibc
import Identifiers

/// Random numbers that come out the same for the same seed.
package struct Chance: RandomNumberGenerator, Sendable {
    private var source: SplitMix64

    package init(seed: UInt64) {
        source = SplitMix64(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03)
    }

    package mutating func next() -> UInt64 { source.next() }

    package mutating func below(_ bound: Int) -> Int { source.below(bound) }

    package mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[below(elements.count)]
    }

    /// In [0, 1).
    package mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }

    /// Seconds between two acts that come at random, on average `mean`, at most `longest`.
    package mutating func pause(mean: Double, longest: Double = 30) -> Double {
        min(longest, -mean * log(1 - fraction()))
    }
}

/// Who somebody of the city day is: what they do how often, and how long they think between.
package enum Role: Sendable, CaseIterable {
    case citizen, clerk, supervisor

    /// Of a hundred people.
    package var share: Int {
        switch self {
        case .citizen: 80
        case .clerk: 18
        case .supervisor: 2
        }
    }

    /// Seconds of thought between two acts, on average; exponential, cut at 30.
    package var think: Double {
        switch self {
        case .citizen: 8
        case .clerk: 5
        case .supervisor: 10
        }
    }

    /// What they do, with weights that sum to a hundred.
    package var mix: [(operation: Operation, weight: Int)] {
        switch self {
        case .citizen: [(.items, 30), (.search, 10), (.item, 20), (.application, 10), (.track, 30)]
        case .clerk: [(.inbox, 35), (.caseFile, 30), (.accept, 17), (.approve, 18)]
        case .supervisor: [(.dashboard, 60), (.inbox, 40)]
        }
    }

    /// The role of one of `count` people: every size of crowd has the shares as exactly as it can.
    package static func of(_ index: Int, in count: Int) -> Role {
        let place = (Double(index) + 0.5) / Double(max(count, 1)) * 100
        return place < 80 ? .citizen : place < 98 ? .clerk : .supervisor
    }

    package func act(_ chance: inout Chance) -> Operation {
        var roll = chance.below(100)
        for (operation, weight) in mix {
            roll -= weight
            if roll < 0 { return operation }
        }
        return mix[0].operation
    }
}
