import Foundation
import Testing

@testable import GuoMi

struct PasswordHashTests {
    static let salt = Array(0..<16) as [UInt8]

    @Test(
        "PBKDF2-HMAC-SM3 agrees with OpenSSL and GmSSL",
        arguments: [
            (
                "password", Array("12345678".utf8), 10_000,
                "ac5b4a93a130252181434970fa9d8e6f1083badecafc4409aaf0097c813e9fc6"
            ),
            ("Xz@2025", salt, 1_000, "c7a46c88e059afb133e370460b54b880b03009288722efbc07b44c663c5f49a6"),
            ("Xz@2025test!", salt, 100_000, "1aa042a53ec766f0044c3d8e8f59ac4f203c9e9394e0de36551d6ca74baf90f5"),
        ])
    func knownAnswers(password: String, salt: [UInt8], iterations: Int, key: String) {
        let derived = PBKDF2.sm3(password: password.utf8, salt: salt, iterations: iterations, length: 32)
        #expect(Hex.encode(derived) == key)
    }

    @Test("the stored form names algorithm, rounds, salt and hash")
    func storedForm() throws {
        let hash = PasswordHash(password: "Xz@2025", salt: Self.salt, iterations: 1_000)
        let text = "$pbkdf2-sm3$1000$AAECAwQFBgcICQoLDA0ODw$x6RsiOBZr7Ez43BGC1S4gLAwCSiHIu-8B7RMZjxfSaY"

        let read = try #require(PasswordHash(encoded: text))

        #expect(hash.encoded == text)
        #expect(read == hash)
        #expect(read.verify("Xz@2025"))
        #expect(!read.verify("xz@2025"))
    }

    @Test("a stored hash made elsewhere is verified")
    func foreignHash() throws {
        let key = try #require(Hex.decode("c7a46c88e059afb133e370460b54b880b03009288722efbc07b44c663c5f49a6"))
        let encoded = "$pbkdf2-sm3$1000$\(Base64URL.encode(Self.salt))$\(Base64URL.encode(key))"

        #expect(PasswordHash.verify("Xz@2025", against: encoded))
        #expect(!PasswordHash.verify("Xz@2026", against: encoded))
        #expect(!PasswordHash.verify("", against: encoded))
    }

    @Test("two hashes of one password differ, and both verify")
    func salts() {
        let first = PasswordHash.make("雁门关2026!", iterations: 1_000)
        let second = PasswordHash.make("雁门关2026!", iterations: 1_000)

        #expect(first.encoded != second.encoded)
        #expect(first.verify("雁门关2026!") && second.verify("雁门关2026!"))
    }

    @Test("without the pepper a stolen hash verifies nothing")
    func pepper() {
        let pepper = Array("device key".utf8)
        let hash = PasswordHash.make("雁门关2026!", iterations: 1_000, pepper: pepper)

        #expect(hash.verify("雁门关2026!", pepper: pepper))
        #expect(!hash.verify("雁门关2026!"))
        #expect(!hash.verify("雁门关2026!", pepper: Array("other key".utf8)))
    }

    @Test("a hash from before the pepper still verifies, and asks for a new one")
    func fromBeforeThePepper() throws {
        let pepper = Array("device key".utf8)
        let rounds = PasswordHash.currentIterations
        let old = try #require(PasswordHash(encoded: PasswordHash.make("雁门关2026!", iterations: rounds).encoded))
        let new = try #require(
            PasswordHash(encoded: PasswordHash.make("雁门关2026!", iterations: rounds, pepper: pepper).encoded))

        #expect(old.verify("雁门关2026!", pepper: pepper))
        #expect(old.needsRehash(pepper: pepper) && !old.needsRehash())
        #expect(new.isPeppered && new.encoded.hasPrefix("$pbkdf2-sm3-pepper$"))
        #expect(!new.needsRehash(pepper: pepper))
        #expect(!PasswordHash.verify("雁门关2026!", against: new.encoded))
    }

    @Test("one password has one spelling, however the keyboard composed it")
    func spelling() {
        let hash = PasswordHash.make("Caf\u{E9} １２", iterations: 1_000)

        #expect(hash.verify("Cafe\u{301} 12"))
    }

    @Test("fewer rounds or a shorter salt than today's ask for a new hash")
    func needsRehash() {
        let rounds = PasswordHash.currentIterations

        #expect(PasswordHash(password: "a", salt: Self.salt, iterations: 1_000).needsRehash())
        #expect(PasswordHash(password: "a", salt: Array(Self.salt[..<8]), iterations: rounds).needsRehash())
        #expect(!PasswordHash(password: "a", salt: Self.salt, iterations: rounds).needsRehash())
    }

    @Test(
        "what is no stored hash is refused without computing",
        arguments: [
            "", "password", "$pbkdf2-sm3$1000$AAECAwQFBgcICQoLDA0ODw$", "$pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw$AA",
            "$pbkdf2-sm3$0$AAECAwQFBgcICQoLDA0ODw$AA", "$pbkdf2-sm3$-5$AAECAwQFBgcICQoLDA0ODw$AA",
            "$pbkdf2-sm3$99999999999$AAECAwQFBgcICQoLDA0ODw$x6RsiOBZr7Ez43BGC1S4gLAwCSiHIu-8B7RMZjxfSaY",
            "$pbkdf2-sm3$01000$AAECAwQFBgcICQoLDA0ODw$x6RsiOBZr7Ez43BGC1S4gLAwCSiHIu-8B7RMZjxfSaY",
            "$pbkdf2-sm3$1000$AA$x6RsiOBZr7Ez43BGC1S4gLAwCSiHIu-8B7RMZjxfSaY",
        ])
    func refusesOtherForms(text: String) {
        #expect(PasswordHash(encoded: text) == nil)
    }

    @Test("an unknown person costs as much time as a known one")
    func unknownPerson() {
        let stored = PasswordHash.make("right").encoded

        let known = Self.processorTime { PasswordHash.verify("wrong", against: stored) }
        let unknown = Self.processorTime { PasswordHash.verify("wrong", against: nil) }
        let damaged = Self.processorTime { PasswordHash.verify("wrong", against: "damaged row") }

        #expect((0.6...1.6).contains(unknown / known))
        #expect((0.6...1.6).contains(damaged / known))
    }

    /// Seconds of this thread's processor time for a refused sign-in, the least of three, so that a busy machine does not matter.
    private static func processorTime(_ verify: () -> Bool) -> Double {
        let times = (0..<3).map { _ in
            let start = threadTime()
            #expect(!verify())
            return threadTime() - start
        }
        return times.min() ?? 0
    }

    private static func threadTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test("the async forms answer as the plain ones, many at once")
    func background() async throws {
        let stored = await PasswordHash.makeInBackground("雁门关2026!", iterations: 1_000)

        let right = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                let password = number.isMultiple(of: 2) ? "雁门关2026!" : "雁门关2025!"
                group.addTask { await PasswordHash.verifyInBackground(password, against: stored.encoded) }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }

        #expect(right == 10)
    }

    @Test("derived keys have the length asked for, and absurd demands are held in reach")
    func lengths() {
        #expect(PBKDF2.sm3(password: [], salt: [], iterations: 1, length: 100).count == 100)
        #expect(PBKDF2.sm3(password: [], salt: [], iterations: -1, length: -1).count == 1)
    }
}
