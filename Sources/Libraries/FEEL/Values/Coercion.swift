extension FEELType {
    /// The value as this type takes it, after the standard's implicit conversions: a list of one gives its item, an item
    /// becomes a list of one, a date becomes midnight UTC. Nil if it does not fit; null fits everywhere.
    package func coerced(_ value: Value) -> Value? {
        if value.isNull || isAny { return value }
        if contains(value) { return value }
        if case .list(let items) = value, items.count == 1, !isList {
            return !items[0].isNull && contains(items[0]) ? items[0] : nil
        }
        switch (resolved, value) {
        case (.function(let wanted), .function(let function)):
            // Types that the function does not declare are taken on trust.
            return wanted.mayBe(function.signature) ? value : nil
        case (.list(let element), _):
            if case .list = value { return nil }
            guard let item = element.coerced(value) else { return nil }
            return accepted(.list([item]))
        case (.dateTime, .date(let date)):
            return accepted(.dateTime(DateTimeValue(date: date, time: TimeValue(nanoseconds: 0, zone: .offset(0)))))
        default:
            return nil
        }
    }

    private var isList: Bool {
        if case .list = resolved { return true }
        return false
    }

    /// The converted value must still pass the tests of the named types on the way.
    private func accepted(_ value: Value) -> Value? {
        contains(value) ? value : nil
    }
}

extension FEELType.Signature {
    /// Whether a function of that signature could serve here, as far as its types are known.
    func mayBe(_ given: FEELType.Signature) -> Bool {
        guard given.parameters.count == parameters.count else { return false }
        let pairs = zip(parameters + [result], given.parameters + [given.result])
        return pairs.allSatisfy { wanted, own in own.isAny || own.conforms(to: wanted) || wanted.conforms(to: own) }
    }
}
