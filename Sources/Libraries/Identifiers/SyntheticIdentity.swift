package import WorkCalendar

/// Makes identifiers for demonstrations and tests that pass every check and belong to nobody; one seed, one series.
///
/// Citizens get the area code of the prefecture, which is printed on no card; organisations the invented series `XQ…`;
/// phones the placeholder block 1990000.
package struct SyntheticIdentity: Sendable {
    private var random: SplitMix64

    package init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// A citizen born in 1983 or later, at most on `today`, between the given ages.
    package mutating func citizenID(
        on today: CalendarDate, ages: ClosedRange<Int> = 18...60, gender: CitizenID.Gender? = nil
    ) -> CitizenID {
        let earliest = CalendarDate(compact: "19830101") ?? .earliest
        let oldest = max(earliest, today.adding(years: -min(max(ages.upperBound, 0), 200) - 1).adding(days: 1))
        let youngest = max(oldest, today.adding(years: -min(max(ages.lowerBound, 0), 200)))
        let birth = oldest.adding(days: random.below(oldest.days(to: youngest) + 1))
        let wanted = gender ?? (random.below(2) == 0 ? .male : .female)
        let sequence = random.below(499) * 2 + (wanted == .male ? 1 : 2)
        let area = birth.year < 2000 ? "142200" : "140900"
        let body = Array("\(area)\(birth.compact)\(Self.padded(sequence, to: 3))".utf8)
        return Self.checked(body + [CitizenID.checkCharacter(of: body)])
    }

    /// An organisation of that kind registered in that area (six digits).
    package mutating func creditCode(
        _ kind: OrganisationKind = .enterprise, area: String = "140900"
    ) -> UnifiedCreditCode {
        let digits = area.utf8.prefix(6).filter { (48...57).contains($0) }
        let place = digits.count == 6 ? Array(digits) : Array("140900".utf8)
        var organisation = Array("XQ".utf8)
        for _ in 0..<6 { organisation.append(CreditAlphabet.letters[random.below(CreditAlphabet.letters.count)]) }
        let body = Array(kind.rawValue.utf8) + place + organisation
        let whole = body + [UnifiedCreditCode.organisationCheck(of: organisation)]
        return Self.checked(whole + [UnifiedCreditCode.checkCharacter(of: whole)])
    }

    /// A mobile number.
    package mutating func mobile() -> PhoneNumber {
        Self.checked(Array("1990000\(Self.padded(random.below(10_000), to: 4))".utf8))
    }

    /// A name of two or three characters.
    package mutating func name() -> String {
        let surnames = Array("王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林郑")
        let given = Array("建国秀英志强丽华明军玉兰海燕文斌晓霞永红春梅")
        let length = 1 + random.below(2)
        var name = String(surnames[random.below(surnames.count)])
        for _ in 0..<length { name.append(given[random.below(given.count)]) }
        return name
    }

    private static func padded(_ value: Int, to width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func checked<Identifier: TextIdentifier>(_ bytes: [UInt8]) -> Identifier {
        do {
            return try Identifier(String(decoding: bytes, as: UTF8.self))
        } catch {
            preconditionFailure("The generator made an invalid identifier: \(error.code)")
        }
    }
}

// MARK: - Whole cities

extension SyntheticIdentity {
    /// How many citizens can be told apart by `citizenID(number:)`.
    package static let numberedCitizens = 5_400_000

    /// The ID number of the citizen of that number, unlike any other's and any that a seed gives: born from 1985 to 1999
    /// with the area code that the prefecture has had only since 2000.
    package static func citizenID(number: Int) -> CitizenID {
        let days = 5_478
        let number = number % numberedCitizens
        let birth = (CalendarDate(compact: "19850101") ?? .earliest).adding(days: number % days)
        let body = Array("140900\(birth.compact)\(padded(1 + number / days, to: 3))".utf8)
        return checked(body + [CitizenID.checkCharacter(of: body)])
    }

    /// The mobile number of the citizen of that number: 154, a block that no operator has.
    package static func mobile(number: Int) -> PhoneNumber {
        checked(Array("154\(padded(number % 100_000_000, to: 8))".utf8))
    }

    /// The credit code of the organisation of that number, unlike any that a seed gives for the city itself.
    package static func creditCode(number: Int) -> UnifiedCreditCode {
        var rest = number
        var organisation = Array("XQ".utf8)
        for _ in 0..<6 {
            organisation.append(CreditAlphabet.letters[rest % CreditAlphabet.letters.count])
            rest /= CreditAlphabet.letters.count
        }
        let body = Array("91140902".utf8) + organisation
        let whole = body + [UnifiedCreditCode.organisationCheck(of: organisation)]
        return checked(whole + [UnifiedCreditCode.checkCharacter(of: whole)])
    }
}
