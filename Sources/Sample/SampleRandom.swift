import Identifiers

/// Random numbers that come out the same for the same seed and case.
struct SampleRandom: RandomNumberGenerator {
    private var numbers: SplitMix64

    init(seed: Int, number: Int) {
        numbers = SplitMix64(
            seed: UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: Int64(number)))
        // Neighbouring cases must not look alike.
        numbers = SplitMix64(seed: numbers.next())
    }

    mutating func next() -> UInt64 { numbers.next() }

    /// From 0 up to but not including `bound`.
    mutating func below(_ bound: Int) -> Int { bound < 2 ? 0 : numbers.below(bound) }

    mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }
}
