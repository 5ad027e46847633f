// `for`, `some` and `every`.

/// One variable of a loop with where its values come from.
private struct LoopLevel: Sendable {
    let place: Int
    let domain: Code
    let end: Code?
    let position: SourcePosition
}

extension Compiler {
    private mutating func levels(_ iterators: [Expression.Iterator]) -> [LoopLevel] {
        var levels: [LoopLevel] = []
        for iterator in iterators {
            let domain = compile(iterator.domain)
            let end = iterator.end.map { compile($0) }
            let place = frame.reserve()
            let type = end == nil ? domain.type.element ?? .any : domain.type
            frame.entries.append(.variable(iterator.name, place: place, type: type))
            levels.append(
                LoopLevel(
                    place: place, domain: domain.code, end: end?.code, position: iterator.domain.position))
        }
        return levels
    }

    mutating func iteration(
        _ iterators: [Expression.Iterator], _ body: Expression, _ position: SourcePosition
    ) -> Compiled {
        let outer = frame.entries.count
        let partial = frame.reserve()
        let levels = levels(iterators)
        frame.entries.append(.variable("partial", place: partial, type: .list(.any)))
        let compiled = compile(body)
        frame.entries.removeLast(frame.entries.count - outer)
        let usesPartial = body.uses("partial")
        let (code, weight) = (compiled.code, body.size)
        return Compiled(.list(compiled.type)) { machine in
            var results: [Value] = []
            if usesPartial { machine.slots[partial] = .list([]) }
            let finished = try Loop.run(levels[...], &machine) { machine in
                try machine.spend(weight)
                try machine.take(cells: 1)
                let value = try code(&machine)
                guard usesPartial else {
                    results.append(value)
                    return true
                }
                try machine.checkDepth(of: value)
                // Released first, so that appending need not copy.
                machine.slots[partial] = .null
                results.append(value)
                machine.slots[partial] = .list(results)
                return true
            }
            return finished == nil ? .null : .list(results)
        }
    }

    mutating func quantified(
        _ isEvery: Bool, _ iterators: [Expression.Iterator], _ body: Expression, _ position: SourcePosition
    ) -> Compiled {
        let outer = frame.entries.count
        let levels = levels(iterators)
        let condition = compile(body)
        if let type = Operation.wrongCondition(condition.type) { report(.condition(type), body.position) }
        frame.entries.removeLast(frame.entries.count - outer)
        let (code, weight) = (condition.code, body.size)
        return Compiled(.boolean) { machine in
            var isUnknown = false
            let finished = try Loop.run(levels[...], &machine) { machine in
                try machine.spend(weight)
                guard case .boolean(let truth) = try code(&machine) else {
                    isUnknown = true
                    return true
                }
                // `every` is decided by the first false, `some` by the first true.
                return truth == isEvery
            }
            guard let finished else { return .null }
            if !finished { return .boolean(!isEvery) }
            return isUnknown ? .null : .boolean(isEvery)
        }
    }
}

/// Runs through the values of loop variables.
private enum Loop {
    /// False when the body ended it, nil when a domain has no items to run through.
    static func run(
        _ levels: ArraySlice<LoopLevel>, _ machine: inout Machine, _ body: (inout Machine) throws -> Bool
    ) throws -> Bool? {
        guard let level = levels.first else { return try body(&machine) }
        let rest = levels.dropFirst()
        let start = try level.domain(&machine)
        let end = try level.end?(&machine)
        let domain = Domain(start, end)
        guard let domain else {
            machine.warn(.notIterable(start.type.description), at: level.position)
            return nil
        }
        var cursor = domain.makeCursor()
        while let value = cursor.next() {
            try machine.spend(1)
            machine.slots[level.place] = value
            guard let goesOn = try run(rest, &machine, body) else { return nil }
            if !goesOn { return false }
        }
        return true
    }
}

/// What a loop runs through: a list, or whole numbers or days between two ends, upwards or downwards.
enum Domain {
    case items([Value])
    case numbers(from: Int, to: Int)
    case days(from: Int, to: Int)

    /// Nil when there is nothing to run through.
    init?(_ start: Value, _ end: Value?) {
        if let end {
            self.init(lower: start, includesLower: true, upper: end, includesUpper: true)
            return
        }
        switch start {
        case .list(let items): self = .items(items)
        case .range(let range):
            // Only the form `a..b` runs downwards.
            if let lower = range.lower, let upper = range.upper, lower.order(against: upper) == 1 { return nil }
            self.init(
                lower: range.lower ?? .null, includesLower: range.includesLower, upper: range.upper ?? .null,
                includesUpper: range.includesUpper)
        case .null: return nil
        default: self = .items([start])
        }
    }

    private init?(lower: Value, includesLower: Bool, upper: Value, includesUpper: Bool) {
        var (from, to): (Int, Int)
        let isDays: Bool
        switch (lower, upper) {
        case (.number(let a), .number(let b)):
            guard let first = a.integer, let last = b.integer else { return nil }
            (from, to, isDays) = (first, last, false)
        case (.date(let a), .date(let b)): (from, to, isDays) = (a.days, b.days, true)
        default: return nil
        }
        guard abs(from) < 1 << 60, abs(to) < 1 << 60 else { return nil }
        let step = from <= to ? 1 : -1
        if from == to, !(includesLower && includesUpper) {
            self = .items([])
            return
        }
        if !includesLower { from += step }
        if !includesUpper { to -= step }
        if (to - from) * step < 0 {
            self = .items([])
            return
        }
        self = isDays ? .days(from: from, to: to) : .numbers(from: from, to: to)
    }

    func makeCursor() -> Cursor { Cursor(domain: self) }

    struct Cursor {
        let domain: Domain
        private var position = 0

        init(domain: Domain) {
            self.domain = domain
        }

        mutating func next() -> Value? {
            defer { position += 1 }
            switch domain {
            case .items(let items): return position < items.count ? items[position] : nil
            case .numbers(let from, let to):
                return step(from, to).map { Value($0) }
            case .days(let from, let to):
                return step(from, to).flatMap { DateValue(days: $0) }.map { .date($0) }
            }
        }

        private func step(_ from: Int, _ to: Int) -> Int? {
            guard position <= abs(to - from) else { return nil }
            return from <= to ? from + position : from - position
        }
    }
}

extension Value {
    /// The items that a loop would run through; nil when there are none.
    ///
    /// - Throws: `LimitExceeded` for a range that is too long.
    package func iterated(_ machine: inout Machine) throws -> [Value]? {
        if case .list(let items) = self { return items }
        guard var cursor = Domain(self, nil)?.makeCursor() else { return nil }
        var items: [Value] = []
        while let item = cursor.next() {
            try machine.spend(1)
            try machine.take(cells: 1)
            items.append(item)
        }
        return items
    }
}
