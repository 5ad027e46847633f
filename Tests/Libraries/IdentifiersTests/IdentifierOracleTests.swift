import Foundation
import Testing
import WorkCalendar

@testable import Identifiers

/// What public Python libraries said about made-up identifiers; made by `Tests/Foreign/identifiers_oracle.py`.
private struct IdentifierOracle: Decodable {
    let today: CalendarDate
    let citizens: [Verdict]
    let converted: [Conversion]
    let creditCodes: [Verdict]
    let phones: [Phone]

    struct Verdict: Decodable {
        let input: String
        let oracle: String
        let valid: Bool
        /// The library's known error in this case.
        let defect: String?
        let birth: CalendarDate?
        let age: Int?
        let male: Bool?
    }

    struct Conversion: Decodable {
        let input: String
        let output: String?
    }

    struct Phone: Decodable {
        let input: String
        let kind: PhoneNumber.Kind
        let national: String
    }

    static let path = ProcessInfo.processInfo.environment["YANMEN_ORACLE"]

    static func load() throws -> IdentifierOracle {
        let path = try #require(path)
        return try JSONDecoder().decode(IdentifierOracle.self, from: Data(contentsOf: URL(filePath: path)))
    }
}

@Suite(
    .enabled(
        if: IdentifierOracle.path != nil,
        "needs the verdicts of Python libraries: run scripts/test, or set YANMEN_ORACLE as Tests/Foreign says"))
struct IdentifierOracleTests {
    @Test("citizen numbers are taken or refused as stdnum and id-validator say, their known errors apart")
    func citizens() throws {
        let oracle = try IdentifierOracle.load()

        let disagreements = oracle.citizens.filter { verdict in
            Self.disagrees(verdict, isAccepted: (try? CitizenID(verdict.input, on: oracle.today)) != nil)
        }

        #expect(disagreements.map(\.input).isEmpty)
        #expect(oracle.citizens.count { $0.defect == nil } > 1_000)
    }

    @Test("birth date, age and sex are those that id-validator reads")
    func facts() throws {
        let oracle = try IdentifierOracle.load()
        let valid = oracle.citizens.filter { $0.birth != nil && $0.defect == nil }

        let wrong = try valid.filter { verdict in
            let id = try CitizenID(verdict.input)
            return id.birthDate != verdict.birth || (id.gender == .male) != verdict.male
                || verdict.age.map { $0 != id.age(on: oracle.today) } ?? false
        }

        #expect(wrong.map(\.input).isEmpty)
        #expect(valid.count { $0.age != nil } > 100)
    }

    @Test("numbers of the first generation become what id-validator makes of them")
    func conversions() throws {
        let oracle = try IdentifierOracle.load()

        let wrong = oracle.converted.filter { (try? CitizenID.converting(fifteenDigits: $0.input))?.text != $0.output }

        #expect(wrong.map(\.input).isEmpty)
        #expect(oracle.converted.contains { $0.output != nil })
    }

    @Test("credit codes are taken or refused as stdnum says, its known errors apart")
    func creditCodes() throws {
        let oracle = try IdentifierOracle.load()

        let disagreements = oracle.creditCodes.filter { verdict in
            Self.disagrees(verdict, isAccepted: (try? UnifiedCreditCode(verdict.input)) != nil)
        }

        #expect(disagreements.map(\.input).isEmpty)
        #expect(oracle.creditCodes.count { $0.defect == nil } > 1_000)
    }

    @Test("every number that phonenumbers holds valid is taken, with the same digits and kind")
    func phones() throws {
        let oracle = try IdentifierOracle.load()

        let wrong = oracle.phones.filter { phone in
            guard let number = try? PhoneNumber(phone.input), number.kind == phone.kind else { return true }
            let digits = number.text.filter { $0 != "-" }
            return digits != phone.national && digits != "0" + phone.national
        }

        #expect(wrong.map(\.input).isEmpty)
        #expect(oracle.phones.count > 500)
    }

    /// A library with a known error in a case is no judge of it; what it wrongly takes must still be refused here.
    private static func disagrees(_ verdict: IdentifierOracle.Verdict, isAccepted: Bool) -> Bool {
        verdict.defect == nil ? isAccepted != verdict.valid : verdict.valid && isAccepted
    }
}
