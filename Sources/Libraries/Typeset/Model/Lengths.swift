/// Millimetres as points.
package func millimetres(_ length: Double) -> Double {
    length * 72 / 25.4
}

/// The value within bounds; what is not a number becomes the lower one, and an upper bound below the lower one counts
/// as equal to it.
func bounded(_ value: Double, from lower: Double, to upper: Double) -> Double {
    guard value > lower else { return lower }
    return min(value, max(lower, upper))
}
