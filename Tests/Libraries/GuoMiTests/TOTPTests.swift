import Foundation
import SeededRandom
import Testing

@testable import GuoMi

struct TOTPTests {
    static let moments: [Double] = [59, 1_111_111_109, 1_111_111_111, 1_234_567_890, 2_000_000_000, 20_000_000_000]

    @Test(
        "codes agree with RFC 6238",
        arguments: [
            (TOTP.Algorithm.sha1, 20, ["94287082", "07081804", "14050471", "89005924", "69279037", "65353130"]),
            (.sha256, 32, ["46119246", "68084774", "67062674", "91819424", "90698825", "77737706"]),
            (.sha512, 64, ["90693936", "25091201", "99943326", "93441116", "38618901", "47863826"]),
        ])
    func knownAnswers(algorithm: TOTP.Algorithm, length: Int, codes: [String]) {
        let secret = Array(String(repeating: "1234567890", count: 7).utf8.prefix(length))
        let totp = TOTP(secret: secret, digits: 8, algorithm: algorithm)

        #expect(Self.moments.map { totp.code(at: Date(timeIntervalSince1970: $0)) } == codes)
    }

    @Test("a code holds one period before and after its own, no longer")
    func window() {
        let totp = TOTP(secret: Array("12345678901234567890".utf8))
        let moment = Date(timeIntervalSince1970: 1_700_000_010)
        let code = totp.code(at: moment)
        let counter = totp.counter(at: moment)

        let answers = [-60, -30, 0, 30, 60].map { totp.verify(code, at: moment.addingTimeInterval($0)) }

        #expect(answers == [nil, counter, counter, counter, nil])
    }

    @Test("a used code, and any older one, is never accepted again")
    func replay() throws {
        let totp = TOTP(secret: Array("12345678901234567890".utf8))
        let moment = Date(timeIntervalSince1970: 1_700_000_010)
        let used = try #require(totp.verify(totp.code(at: moment), at: moment))

        #expect(totp.verify(totp.code(at: moment), at: moment, lastCounter: used) == nil)
        #expect(totp.verify(totp.code(counter: used - 1), at: moment, lastCounter: used) == nil)
        #expect(totp.verify(totp.code(counter: used + 1), at: moment, lastCounter: used) == used + 1)
    }

    @Test("a code may be typed in groups")
    func typedInGroups() {
        let totp = TOTP(secret: Array("12345678901234567890".utf8))
        let moment = Date(timeIntervalSince1970: 1_700_000_010)
        let code = totp.code(at: moment)

        #expect(totp.verify("\(code.prefix(3)) \(code.suffix(3))", at: moment) == totp.counter(at: moment))
    }

    @Test("what is no code of six digits is refused", arguments: [1, 5, 7, 12])
    func otherText(length: Int) {
        let totp = TOTP(secret: Array("12345678901234567890".utf8))
        let moment = Date(timeIntervalSince1970: 1_700_000_010)
        let code = totp.code(at: moment)

        #expect(totp.verify(String((code + code).prefix(length)), at: moment) == nil)
        #expect(totp.verify(code.dropLast() + "a", at: moment) == nil)
        #expect(totp.verify("", at: moment) == nil)
        #expect(totp.verify("１２３４５６", at: moment) == nil)
    }

    @Test("strange instants, windows and settings are held in reach")
    func extremes() {
        let totp = TOTP(secret: [], digits: 99, period: 0)
        for seconds in [-1, 0, 1e300, -1e300, .infinity, .nan] as [Double] {
            let instant = Date(timeIntervalSince1970: seconds)
            let code = totp.code(at: instant)
            #expect(code.count == 8)
            #expect(totp.verify(code, at: instant, window: .max) != nil)
        }
    }

    @Test("codes have six digits, zeros in front included", arguments: 1...10 as ClosedRange<UInt64>)
    func width(seed: UInt64) {
        var random = SeededRandom(seed)
        let totp = TOTP(secret: random.bytes(20))
        let codes = (0..<2_000).map { totp.code(counter: Int64($0)) }

        #expect(codes.allSatisfy { $0.utf8.count == 6 })
        #expect(codes.contains { $0.hasPrefix("0") })
    }

    @Test("the address for the app carries secret, account and issuer")
    func provisioning() {
        let totp = TOTP(secret: Array("foobar".utf8))

        #expect(
            totp.provisioningURI(account: "T0001@审批局", issuer: "雁门")
                == "otpauth://totp/%E9%9B%81%E9%97%A8:T0001%40%E5%AE%A1%E6%89%B9%E5%B1%80"
                + "?secret=MZXW6YTBOI&issuer=%E9%9B%81%E9%97%A8&algorithm=SHA1&digits=6&period=30")
        #expect(TOTP.makeSecret().count == 20)
    }
}
