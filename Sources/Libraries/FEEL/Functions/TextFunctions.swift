/// Functions on texts; positions count code points, from 1 or backwards from −1.
enum TextFunctions {
    static let all: [Builtin] = [
        builtin(
            "substring",
            takes(
                [parameter("string", .string), parameter("start position", .number), optional("length", .number)],
                gives: .string
            ) { machine, values in
                let scalars = Array(values[0].text.unicodeScalars)
                try machine.spend(scalars.count / 16 + 1)
                guard let start = whole(values[1].decimal), start != 0, abs(start) <= scalars.count else { return nil }
                let first = start > 0 ? start - 1 : scalars.count + start
                var end = scalars.count
                if values.count > 2 {
                    guard let length = whole(values[2].decimal), length >= 1 else { return nil }
                    end = min(end, first + min(length, scalars.count))
                }
                return .string(String(String.UnicodeScalarView(scalars[first..<end])))
            }),
        builtin(
            "string length",
            takes([parameter("string", .string)], gives: .number) { machine, values in
                try machine.spend(values[0].text.utf8.count / 64)
                return Value(values[0].text.unicodeScalars.count)
            }),
        builtin(
            "upper case",
            takes([parameter("string", .string)], gives: .string) { machine, values in
                try made(values[0].text.uppercased(), &machine)
            }),
        builtin(
            "lower case",
            takes([parameter("string", .string)], gives: .string) { machine, values in
                try made(values[0].text.lowercased(), &machine)
            }),
        builtin(
            "substring before",
            takes([parameter("string", .string), parameter("match", .string)], gives: .string) { machine, values in
                let (text, match) = (values[0].text, values[1].text)
                guard let found = try TextSearch.first(match, in: text, &machine) else { return "" }
                return try made(String(text[..<found.lowerBound]), &machine)
            }),
        builtin(
            "substring after",
            takes([parameter("string", .string), parameter("match", .string)], gives: .string) { machine, values in
                let (text, match) = (values[0].text, values[1].text)
                guard let found = try TextSearch.first(match, in: text, &machine) else { return "" }
                return try made(String(text[found.upperBound...]), &machine)
            }),
        builtin(
            "contains",
            takes([parameter("string", .string), parameter("match", .string)], gives: .boolean) { machine, values in
                .boolean(try TextSearch.first(values[1].text, in: values[0].text, &machine) != nil)
            }),
        builtin(
            "starts with",
            takes([parameter("string", .string), parameter("match", .string)], gives: .boolean) { _, values in
                .boolean(values[0].text.utf8.starts(with: values[1].text.utf8))
            }),
        builtin(
            "ends with",
            takes([parameter("string", .string), parameter("match", .string)], gives: .boolean) { _, values in
                .boolean(values[0].text.utf8.reversed().starts(with: values[1].text.utf8.reversed()))
            }),
        builtin(
            "matches",
            takes(
                [
                    parameter("input", .string), parameter("pattern", .string),
                    Builtin.Parameter(name: "flags", type: .string, isOptional: true, takesNull: true),
                ], gives: .boolean
            ) { machine, values in
                guard let pattern = Pattern(values[1].text, flags: flags(values, 2)) else { return nil }
                try machine.spend(pattern.size)
                return .boolean(
                    try pattern.firstMatch(in: Array(values[0].text.unicodeScalars), from: 0, &machine) != nil)
            }),
        builtin(
            "replace",
            takes(
                [
                    parameter("input", .string), parameter("pattern", .string), parameter("replacement", .string),
                    Builtin.Parameter(name: "flags", type: .string, isOptional: true, takesNull: true),
                ], gives: .string
            ) { machine, values in
                guard let pattern = Pattern(values[1].text, flags: flags(values, 3)) else { return nil }
                try machine.spend(pattern.size)
                return try pattern.replacing(in: values[0].text, with: values[2].text, &machine).map { .string($0) }
            }),
        builtin(
            "split",
            takes([parameter("string", .string), parameter("delimiter", .string)], gives: .list(.string)) {
                machine, values in
                guard let pattern = Pattern(values[1].text, flags: "") else { return nil }
                try machine.spend(pattern.size)
                return .list(try pattern.split(values[0].text, &machine).map { .string($0) })
            }),
        builtin(
            "string join",
            takes(
                [
                    parameter("list", .list(.string)),
                    Builtin.Parameter(name: "delimiter", type: .string, isOptional: true, takesNull: true),
                ], gives: .string
            ) { machine, values in
                let parts = values[0].items.compactMap(\.string)
                let delimiter = values.count > 1 ? values[1].text : ""
                let size = parts.reduce(parts.count * delimiter.utf8.count) { $0 + $1.utf8.count }
                try machine.take(cells: size / 24 + 1)
                return .string(parts.joined(separator: delimiter))
            }),
    ]

    private static func made(_ text: String, _ machine: inout Machine) throws -> Value {
        try machine.take(text: text)
        return .string(text)
    }

    private static func flags(_ values: [Value], _ index: Int) -> String {
        values.count > index ? values[index].text : ""
    }

    /// Fractions are cut off.
    private static func whole(_ number: DecimalNumber) -> Int? {
        number.rounded(toScale: 0, mode: .down)?.integer
    }
}

/// Finds a text in another, code point by code point.
enum TextSearch {
    static func first(_ needle: String, in text: String, _ machine: inout Machine) throws -> Range<String.Index>? {
        let (hay, wanted) = (Array(text.utf8), Array(needle.utf8))
        try machine.spend((hay.count + wanted.count) / 64)
        guard !wanted.isEmpty else { return text.startIndex..<text.startIndex }
        guard hay.count >= wanted.count else { return nil }
        for start in 0...(hay.count - wanted.count) where hay[start] == wanted[0] {
            var length = 1
            while length < wanted.count, hay[start + length] == wanted[length] { length += 1 }
            try machine.spend(length / 16 + 1)
            guard length == wanted.count else { continue }
            let lower = text.utf8.index(text.startIndex, offsetBy: start)
            return lower..<text.utf8.index(lower, offsetBy: length)
        }
        return nil
    }
}
