import SeededRandom
import Testing
import WorkCalendar

@testable import Identifiers

struct SyntheticIdentityTests {
    static let seeds: ClosedRange<UInt64> = 1...30
    let today: CalendarDate

    init() throws {
        today = try #require(CalendarDate("2026-11-24"))
    }

    @Test("one seed gives one series, another seed another")
    func repeatable() {
        var first = SyntheticIdentity(seed: 7)
        var again = SyntheticIdentity(seed: 7)
        var other = SyntheticIdentity(seed: 8)
        let series = (0..<5).map { _ in first.citizenID(on: today) }

        #expect(series == (0..<5).map { _ in again.citizenID(on: today) })
        #expect(series != (0..<5).map { _ in other.citizenID(on: today) })
        #expect(first.name() == again.name())
        #expect(first.mobile() == again.mobile())
        #expect(first.creditCode() == again.creditCode())
    }

    @Test("made people have the age and sex asked for, and an area printed on no card", arguments: seeds)
    func people(seed: UInt64) {
        var people = SyntheticIdentity(seed: seed)
        for gender in CitizenID.Gender.allCases {
            let id = people.citizenID(on: today, ages: 18...40, gender: gender)

            #expect(id.gender == gender)
            #expect((18...40).contains(id.age(on: today)))
            #expect(id.area == (id.birthDate.year < 2000 ? "142200" : "140900"))
        }
        #expect(people.citizenID(on: today, ages: 0...0).age(on: today) == 0)
    }

    @Test("made organisations have the kind and area asked for, and a right organisation code", arguments: seeds)
    func organisations(seed: UInt64) {
        var organisations = SyntheticIdentity(seed: seed)
        for kind in OrganisationKind.allCases {
            let code = organisations.creditCode(kind, area: "140923")

            #expect(code.organisationKind == kind)
            #expect(code.area == "140923")
            #expect(code.organisationCode.hasPrefix("XQ"))
            #expect(code.warnings.isEmpty)
        }
    }

    @Test("made phones are mobiles of the placeholder block", arguments: seeds)
    func phones(seed: UInt64) {
        var phones = SyntheticIdentity(seed: seed)
        let number = phones.mobile()

        #expect(number.kind == .mobile)
        #expect(number.text.hasPrefix("1990000"))
        #expect((2...3).contains(phones.name().count))
    }

    @Test("absurd demands give something valid", arguments: [-5 ... -1, 500...900, 120...130, 0...Int.max])
    func absurdAges(ages: ClosedRange<Int>) throws {
        var people = SyntheticIdentity(seed: 1)
        let id = people.citizenID(on: today, ages: ages)

        #expect(id.birthDate >= (try #require(CalendarDate("1983-01-01"))))
        #expect(people.creditCode(area: "忻州").area == "140900")
    }
}

struct IdentifierFuzzTests {
    @Test("random text never traps, and what is taken is its own normal form", arguments: 1...40 as ClosedRange<UInt64>)
    func fuzz(seed: UInt64) {
        var random = SeededRandom(seed)
        var unstable: [String] = []

        for _ in 0..<500 {
            let text = random.text(upTo: random.pick([6, 12, 18, 33, 60]))
            if !Self.isStable(CitizenID.self, text) || !Self.isStable(UnifiedCreditCode.self, text)
                || !Self.isStable(PhoneNumber.self, text) || !Self.isStable(RegionCode.self, text)
                || !Self.isStable(CatalogueCode.self, text) || !Self.isStable(ImplementationCode.self, text)
                || !Self.isStable(HandlingItemCode.self, text)
            {
                unstable.append(text)
            }
            _ = try? CitizenID.converting(fifteenDigits: text)
            for masked in [Masking.name(text), Masking.citizenID(text), Masking.phone(text), Masking.address(text)]
            where text.count > 4 && masked == text && Masking.phone(text) != text {
                unstable.append(text)
            }
        }

        #expect(unstable.isEmpty)
    }

    @Test("mutated good texts never trap and every refusal has words", arguments: 1...40 as ClosedRange<UInt64>)
    func mutations(seed: UInt64) {
        var random = SeededRandom(seed)
        let good = [
            "142200198507183177", "91140900XQTX00016K", "0350-3000000", "140902001003", "000131127004",
            "11140900XQTX00040C3000131024000", "11140900XQTX00040C300013102400001",
        ]
        var speechless: [String] = []

        for _ in 0..<500 {
            var characters = Array(random.pick(good))
            for _ in 0..<random.int(1...3) {
                let position = random.int(0...characters.count)
                switch random.int(0...2) {
                case 0: characters.insert(contentsOf: random.text(upTo: 2), at: position)
                case 1 where position < characters.count: characters.remove(at: position)
                default: characters.append(contentsOf: random.text(upTo: 2))
                }
            }
            let text = String(characters)
            if !Self.hasWords(CitizenID.self, text) || !Self.hasWords(UnifiedCreditCode.self, text)
                || !Self.hasWords(PhoneNumber.self, text) || !Self.hasWords(RegionCode.self, text)
                || !Self.hasWords(ImplementationCode.self, text) || !Self.hasWords(HandlingItemCode.self, text)
            {
                speechless.append(text)
            }
        }

        #expect(speechless.isEmpty)
    }

    @Test("a text of a million characters is refused by its length")
    func longText() throws {
        let text = String(repeating: "1", count: 1_000_000)

        #expect(
            try #require(throws: IdentifierError.self) { try CitizenID(text) }.problem
                == .length(expected: [18], found: 1_000_000))
        #expect(throws: IdentifierError.self) { try PhoneNumber(text) }
    }

    private static func isStable<Identifier: TextIdentifier>(_ type: Identifier.Type, _ text: String) -> Bool {
        guard let identifier = try? Identifier(text) else { return true }
        return (try? Identifier(identifier.text)) == identifier
    }

    private static func hasWords<Identifier: TextIdentifier>(_ type: Identifier.Type, _ text: String) -> Bool {
        do {
            _ = try Identifier(text)
            return true
        } catch {
            return !error.message.isEmpty && error.code.contains(".")
        }
    }
}
