/// Allen's relations between points and ranges (DMN 1.3, table 78).
enum RangeFunctions {
    static let all: [Builtin] = [
        relation("before") { a, b in
            a.upper.flatMap { end in b.lower.flatMap { start in Edge.isBefore(end, start) } }
        },
        relation("after") { a, b in
            b.upper.flatMap { end in a.lower.flatMap { start in Edge.isBefore(end, start) } }
        },
        relation("meets", ranges: true) { a, b in meets(a, b) },
        relation("met by", ranges: true) { a, b in meets(b, a) },
        relation("overlaps", ranges: true) { a, b in
            Edge.both(Edge.reaches(a.upper, b.lower), Edge.reaches(b.upper, a.lower))
        },
        relation("overlaps before", ranges: true) { a, b in overlapsBefore(a, b) },
        relation("overlaps after", ranges: true) { a, b in overlapsAfter(a, b) },
        relation("finishes") { a, b in finishes(a, b) },
        relation("finished by") { a, b in finishes(b, a) },
        relation("includes") { a, b in includes(a, b) },
        relation("during") { a, b in includes(b, a) },
        relation("starts") { a, b in starts(a, b) },
        relation("started by") { a, b in starts(b, a) },
        relation("coincides") { a, b in
            Edge.both(Edge.isSame(a.lower, b.lower), Edge.isSame(a.upper, b.upper))
        },
        builtin(
            "range",
            takes([parameter("from", .string)], gives: .range(.any)) { machine, values in
                try machine.spend(200)
                return RangeText.read(values[0].text)
            }),
    ]

    private static func relation(
        _ name: String, ranges: Bool = false, _ body: @escaping @Sendable (Span, Span) -> Bool?
    ) -> Builtin {
        let first = Builtin.Parameter(
            name: "range1", type: .any, aliases: ["point1", "point", "range", "value1", "value"])
        let second = Builtin.Parameter(
            name: "range2", type: .any, aliases: ["point2", "point", "range", "value2", "value"])
        return builtin(
            name,
            takes([first, second], gives: .boolean) { _, values in
                guard let a = Span(values[0]), let b = Span(values[1]), !ranges || (a.isRange && b.isRange) else {
                    return nil
                }
                return body(a, b).map { .boolean($0) }
            })
    }

    private static func meets(_ a: Span, _ b: Span) -> Bool? {
        guard let end = a.upper, let start = b.lower, let order = end.value.order(against: start.value) else {
            return nil
        }
        return order == 0 && end.isIncluded && start.isIncluded
    }

    private static func overlapsBefore(_ a: Span, _ b: Span) -> Bool? {
        Edge.both(
            Edge.both(Edge.startsEarlier(a.lower, b.lower), Edge.reaches(a.upper, b.lower)),
            Edge.endsNoLater(a.upper, b.upper))
    }

    private static func overlapsAfter(_ a: Span, _ b: Span) -> Bool? {
        Edge.both(
            Edge.both(Edge.startsEarlier(b.lower, a.lower), Edge.reaches(b.upper, a.lower)),
            Edge.endsNoLater(b.upper, a.upper))
    }

    private static func includes(_ a: Span, _ b: Span) -> Bool? {
        Edge.both(Edge.startsNoLater(a.lower, b.lower), Edge.endsNoLater(b.upper, a.upper))
    }

    private static func finishes(_ a: Span, _ b: Span) -> Bool? {
        guard b.isRange else { return nil }
        return Edge.both(Edge.isSame(a.upper, b.upper), Edge.startsNoLater(b.lower, a.lower))
    }

    private static func starts(_ a: Span, _ b: Span) -> Bool? {
        guard b.isRange else { return nil }
        return Edge.both(Edge.isSame(a.lower, b.lower), Edge.endsNoLater(a.upper, b.upper))
    }
}

/// A point or a range, as the relations see it. A point is a range with one value.
private struct Span {
    let lower: Edge?
    let upper: Edge?
    let isRange: Bool

    init?(_ value: Value) {
        if case .range(let range) = value {
            lower = range.lower.map { Edge(value: $0, isIncluded: range.includesLower) }
            upper = range.upper.map { Edge(value: $0, isIncluded: range.includesUpper) }
            isRange = true
        } else {
            guard value.order(against: value) != nil else { return nil }
            lower = Edge(value: value, isIncluded: true)
            upper = lower
            isRange = false
        }
    }
}

/// One end. Comparisons answer nil when values have no order; a missing end lies beyond all values.
private struct Edge {
    let value: Value
    let isIncluded: Bool

    static func both(_ a: Bool?, _ b: Bool?) -> Bool? {
        guard let a, let b else { return nil }
        return a && b
    }

    /// Whether everything up to `end` comes before everything from `start` on.
    static func isBefore(_ end: Edge, _ start: Edge) -> Bool? {
        end.value.order(against: start.value).map { $0 < 0 || ($0 == 0 && !(end.isIncluded && start.isIncluded)) }
    }

    /// Whether the span that ends here shares a value with the one that starts there.
    static func reaches(_ end: Edge?, _ start: Edge?) -> Bool? {
        guard let end, let start else { return true }
        return isBefore(end, start).map { !$0 }
    }

    static func isSame(_ a: Edge?, _ b: Edge?) -> Bool? {
        guard let a, let b else { return a == nil && b == nil }
        return a.value.order(against: b.value).map { $0 == 0 && a.isIncluded == b.isIncluded }
    }

    static func startsNoLater(_ a: Edge?, _ b: Edge?) -> Bool? {
        guard let a else { return true }
        guard let b else { return false }
        return a.value.order(against: b.value).map { $0 < 0 || ($0 == 0 && (a.isIncluded || !b.isIncluded)) }
    }

    static func startsEarlier(_ a: Edge?, _ b: Edge?) -> Bool? {
        startsNoLater(b, a).map { !$0 }
    }

    static func endsNoLater(_ a: Edge?, _ b: Edge?) -> Bool? {
        guard let b else { return true }
        guard let a else { return false }
        return a.value.order(against: b.value).map { $0 < 0 || ($0 == 0 && (b.isIncluded || !a.isIncluded)) }
    }
}

/// A range written as a text, with constant ends: `"[1..10)"`.
private enum RangeText {
    static func read(_ text: String) -> Value? {
        guard text.utf8.count <= 512, let form = try? Parser.expression(text, scope: ParsingScope()) else { return nil }
        guard case .range(let range) = form.form, isConstant(range.lower), isConstant(range.upper) else { return nil }
        var compiler = Compiler(VariableScope())
        guard case .range(let value) = compiler.compile(form).constant else { return nil }
        guard value.lower != nil || value.upper != nil else { return nil }
        return .range(value)
    }

    private static func isConstant(_ form: Expression) -> Bool {
        switch form.form {
        case .literal, .temporal: true
        case .negation(let inner): isConstant(inner)
        case .call(let callee, let arguments):
            if case .name(let name) = callee.form {
                ["date", "time", "date and time", "duration"].contains(name)
                    && arguments.allSatisfy { isConstant($0.value) }
            } else {
                false
            }
        default: false
        }
    }
}
