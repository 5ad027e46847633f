// Equality and order of values; nil means that the question has no answer (FEEL: null).

extension Value {
    /// FEEL's `=`: null equals only null, values of different kinds have no answer.
    package func isEqual(to other: Value) -> Bool? {
        var budget = 1_000_000
        return isEqual(to: other, budget: &budget)
    }

    /// As above; `budget` counts down with each pair compared and, once it is spent, there is no answer. Lists that hold
    /// one another many times over would otherwise take for ever.
    func isEqual(to other: Value, budget: inout Int) -> Bool? {
        budget -= 1
        guard budget > 0 else { return nil }
        switch (self, other) {
        case (.null, .null): return true
        case (.null, _), (_, .null): return false
        case (.number(let a), .number(let b)): return a == b
        case (.string(let a), .string(let b)):
            budget -= a.utf8.count / 64
            return a.hasSameScalars(as: b)
        case (.boolean(let a), .boolean(let b)): return a == b
        case (.date(let a), .date(let b)): return a == b
        case (.time(let a), .time(let b)):
            guard (a.zone == nil) == (b.zone == nil) else { return false }
            return Self.clock(a.utcNanoseconds) == Self.clock(b.utcNanoseconds)
        case (.dateTime(let a), .dateTime(let b)):
            guard (a.time.zone == nil) == (b.time.zone == nil) else { return false }
            return a.instant == b.instant
        case (.daysDuration(let a), .daysDuration(let b)): return a == b
        case (.monthsDuration(let a), .monthsDuration(let b)): return a == b
        case (.list(let a), .list(let b)): return Self.equal(a, b, &budget)
        case (.context(let a), .context(let b)): return Self.equal(a, b, &budget)
        case (.range(let a), .range(let b)): return a.isEqual(to: b)
        case (.function(let a), .function(let b)): return a === b
        default: return nil
        }
    }

    private static func clock(_ nanoseconds: Int) -> Int {
        let rest = nanoseconds % TimeValue.perDay
        return rest < 0 ? rest + TimeValue.perDay : rest
    }

    private static func equal(_ left: [Value], _ right: [Value], _ budget: inout Int) -> Bool? {
        guard left.count == right.count else { return false }
        for (a, b) in zip(left, right) {
            guard let same = a.isEqual(to: b, budget: &budget) else { return nil }
            if !same { return false }
        }
        return true
    }

    private static func equal(_ left: ContextValue, _ right: ContextValue, _ budget: inout Int) -> Bool? {
        guard left.entries.count == right.entries.count else { return false }
        for entry in left.entries {
            guard let other = right[entry.key] else { return false }
            guard let same = entry.value.isEqual(to: other, budget: &budget) else { return nil }
            if !same { return false }
        }
        return true
    }

    /// −1, 0 or 1 for numbers, texts (by code point), days, times, moments and durations of one kind; otherwise nil.
    package func order(against other: Value) -> Int? {
        switch (self, other) {
        case (.number(let a), .number(let b)): return a.compared(to: b)
        case (.string(let a), .string(let b)): return a.scalarOrder(against: b)
        case (.date(let a), .date(let b)): return Self.sign(a.days, b.days)
        case (.time(let a), .time(let b)):
            guard (a.zone == nil) == (b.zone == nil) else { return nil }
            return Self.sign(a.utcNanoseconds, b.utcNanoseconds)
        case (.dateTime(let a), .dateTime(let b)):
            guard (a.time.zone == nil) == (b.time.zone == nil) else { return nil }
            return Self.sign(a.instant, b.instant)
        case (.daysDuration(let a), .daysDuration(let b)): return Self.sign(a.total, b.total)
        case (.monthsDuration(let a), .monthsDuration(let b)): return Self.sign(a.months, b.months)
        default: return nil
        }
    }

    private static func sign<Number: Comparable>(_ left: Number, _ right: Number) -> Int {
        left < right ? -1 : (left == right ? 0 : 1)
    }
}

extension RangeValue {
    func isEqual(to other: RangeValue) -> Bool {
        includesLower == other.includesLower && includesUpper == other.includesUpper
            && (lower ?? .null).isEqual(to: other.lower ?? .null) == true
            && (upper ?? .null).isEqual(to: other.upper ?? .null) == true
    }

    /// Whether the value lies within; nil when it cannot be compared with an end.
    package func contains(_ value: Value) -> Bool? {
        var result: Bool? = true
        if let lower {
            guard let order = value.order(against: lower) else { return nil }
            result = includesLower ? order >= 0 : order > 0
        }
        if let upper, result == true {
            guard let order = value.order(against: upper) else { return nil }
            result = includesUpper ? order <= 0 : order < 0
        }
        if lower == nil, upper == nil { return nil }
        return result
    }
}

extension String {
    /// Code point by code point; Swift's own `==` would call composed and decomposed letters the same.
    func hasSameScalars(as other: String) -> Bool {
        var left = self
        var right = other
        return left.withUTF8 { a in right.withUTF8 { b in a.count == b.count && a.elementsEqual(b) } }
    }

    /// −1, 0 or 1 in the order of code points, which is the order of UTF-8 bytes.
    func scalarOrder(against other: String) -> Int {
        if hasSameScalars(as: other) { return 0 }
        return utf8.lexicographicallyPrecedes(other.utf8) ? -1 : 1
    }
}
