/// A pattern as steps for a machine with a stack of alternatives; nothing recurses, so no text is too long for it.
struct PatternProgram {
    enum Step {
        case scalar(Unicode.Scalar)
        case set(ScalarSet)
        case dot
        case start
        case end
        /// Notes the position in a slot: two for each group.
        case save(Int)
        case jump(Int)
        /// Tries the first, and the second if that fails.
        case fork(Int, Int)
        case backReference(Int)
        /// Notes where a round of a loop begins …
        case mark(Int)
        /// … and fails if it took nothing, or it would go on for ever.
        case progress(Int)
        case accept
    }

    private(set) var steps: [Step] = []
    private(set) var slotCount = 0
    private static let longest = 20_000

    /// Matches nothing at all.
    init() {}

    /// Nil when counted repeats make it too long.
    init?(_ pattern: Pattern) {
        slotCount = pattern.groupCount * 2 + 2
        guard emit(pattern.root), steps.count < Self.longest else { return nil }
        steps.append(.accept)
    }

    private mutating func emit(_ node: PatternNode) -> Bool {
        guard steps.count < Self.longest else { return false }
        switch node {
        case .scalar(let scalar): steps.append(.scalar(scalar))
        case .set(let set): steps.append(.set(set))
        case .dot: steps.append(.dot)
        case .start: steps.append(.start)
        case .end: steps.append(.end)
        case .backReference(let number): steps.append(.backReference(number))
        case .sequence(let nodes): return nodes.allSatisfy { emit($0) }
        case .choice(let branches): return emit(choice: branches)
        case .group(let inner, let number):
            guard let number else { return emit(inner) }
            steps.append(.save(number * 2))
            guard emit(inner) else { return false }
            steps.append(.save(number * 2 + 1))
        case .repeated(let inner, let min, let max, let isLazy): return emit(inner, min, max, isLazy)
        }
        return true
    }

    private mutating func emit(choice branches: [PatternNode]) -> Bool {
        var jumps: [Int] = []
        for (index, branch) in branches.enumerated() {
            guard index < branches.count - 1 else {
                guard emit(branch) else { return false }
                break
            }
            let fork = steps.count
            steps.append(.accept)
            guard emit(branch) else { return false }
            jumps.append(steps.count)
            steps.append(.accept)
            steps[fork] = .fork(fork + 1, steps.count)
        }
        for jump in jumps { steps[jump] = .jump(steps.count) }
        return true
    }

    private mutating func emit(_ inner: PatternNode, _ min: Int, _ max: Int?, _ isLazy: Bool) -> Bool {
        for _ in 0..<min {
            guard emit(inner) else { return false }
        }
        guard let max else { return emit(endless: inner, isLazy) }
        var forks: [Int] = []
        for _ in min..<Swift.max(min, max) {
            forks.append(steps.count)
            steps.append(.accept)
            guard emit(inner) else { return false }
        }
        for fork in forks {
            steps[fork] = isLazy ? .fork(steps.count, fork + 1) : .fork(fork + 1, steps.count)
        }
        return true
    }

    private mutating func emit(endless inner: PatternNode, _ isLazy: Bool) -> Bool {
        let slot = slotCount
        slotCount += 1
        let fork = steps.count
        steps.append(.accept)
        steps.append(.mark(slot))
        guard emit(inner) else { return false }
        steps.append(.progress(slot))
        steps.append(.jump(fork))
        steps[fork] = isLazy ? .fork(steps.count, fork + 1) : .fork(fork + 1, steps.count)
        return true
    }
}

/// Runs a program on a text.
struct PatternMatcher {
    let program: PatternProgram
    let options: Pattern.Options
    let groupCount: Int
    let text: [Unicode.Scalar]

    private enum Choice {
        case alternative(step: Int, position: Int)
        case restore(slot: Int, value: Int)
    }

    private var slots: [Int] = []
    private var stack: [Choice] = []
    private static let deepest = 1_000_000

    init(pattern: Pattern, text: [Unicode.Scalar]) {
        program = pattern.program
        options = pattern.options
        groupCount = pattern.groupCount
        self.text = text
    }

    /// Throws: `LimitExceeded` when the steps run out or too many alternatives wait.
    mutating func match(at start: Int, _ machine: inout Machine) throws -> Pattern.Found? {
        slots = [Int](repeating: -1, count: program.slotCount)
        stack.removeAll(keepingCapacity: true)
        var (step, position) = (0, start)
        while true {
            try machine.spend(1)
            var failed = false
            switch program.steps[step] {
            case .accept: return found(start..<position)
            case .jump(let target): step = target
            case .fork(let first, let second):
                guard stack.count < Self.deepest else { throw LimitExceeded(.cells) }
                stack.append(.alternative(step: second, position: position))
                step = first
            case .save(let slot), .mark(let slot):
                stack.append(.restore(slot: slot, value: slots[slot]))
                slots[slot] = position
                step += 1
            case .progress(let slot):
                failed = slots[slot] == position
                step += 1
            case .start:
                failed = !isStart(position)
                step += 1
            case .end:
                failed = !isEnd(position)
                step += 1
            case .backReference(let number):
                if let length = length(of: number, at: position) { position += length } else { failed = true }
                step += 1
            default:
                if position < text.count, takes(program.steps[step], text[position]) {
                    position += 1
                    step += 1
                } else {
                    failed = true
                }
            }
            if failed {
                guard let choice = backtrack() else { return nil }
                (step, position) = choice
            }
        }
    }

    private mutating func backtrack() -> (Int, Int)? {
        while let choice = stack.popLast() {
            switch choice {
            case .alternative(let step, let position): return (step, position)
            case .restore(let slot, let value): slots[slot] = value
            }
        }
        return nil
    }

    private func found(_ range: Range<Int>) -> Pattern.Found {
        var groups: [Range<Int>?] = []
        for number in 0..<groupCount {
            let (low, high) = (slots[number * 2 + 2], slots[number * 2 + 3])
            groups.append(low >= 0 && high >= low ? low..<high : nil)
        }
        return Pattern.Found(range: range, groups: groups)
    }

    private func isStart(_ position: Int) -> Bool {
        position == 0 || (options.isMultiline && text[position - 1] == "\n")
    }

    private func isEnd(_ position: Int) -> Bool {
        position == text.count || (options.isMultiline && text[position] == "\n")
    }

    /// The length of a group's text if it stands here again; a group that matched nothing is empty.
    private func length(of number: Int, at position: Int) -> Int? {
        let (low, high) = (slots[number * 2], slots[number * 2 + 1])
        guard low >= 0, high >= low else { return 0 }
        guard position + high - low <= text.count else { return nil }
        for offset in 0..<(high - low) where !isSame(text[low + offset], text[position + offset]) { return nil }
        return high - low
    }

    private func isSame(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
        left == right || (options.ignoresCase && Self.folded(left) == Self.folded(right))
    }

    private static func folded(_ scalar: Unicode.Scalar) -> String { scalar.properties.lowercaseMapping }

    private func takes(_ step: PatternProgram.Step, _ scalar: Unicode.Scalar) -> Bool {
        switch step {
        case .scalar(let wanted): return isSame(wanted, scalar)
        case .dot: return options.dotTakesNewline || (scalar != "\n" && scalar != "\r")
        case .set(let set):
            if set.contains(scalar) { return true }
            guard options.ignoresCase else { return false }
            let others = [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
            return others.contains { text in
                text.unicodeScalars.count == 1 && text.unicodeScalars.first.map(set.contains) == true
            }
        default: return false
        }
    }
}
