import Foundation
import SeededRandom
import Testing

@testable import GuoMi

struct SM3Tests {
    @Test(
        "digests agree with GB/T 32905 and three other implementations",
        arguments: [
            ("", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"),
            ("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
            (repeated("abcd", 16), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
            (repeated("a", 55), "288337eef51eec62e7544d7270424c8dbe656254c99852870a73b2453a6a7fb1"),
            (repeated("a", 56), "ba00ebedaab54065a5fd4f9f56326016203166bcee3eed44ea868d59d67aa3c8"),
            (repeated("a", 64), "616ec433c359e7c2b19f360e2b8f2a1b6e9ed76b8dc1a7d207b31a5341c611e9"),
            (repeated("a", 1000), "f4bedca973227d45c5b822551d2e762d4cfb0e9af70b241452545727b5fb046f"),
            ("忻州市行政审批服务管理局", "699c939923486a73177326e0678546e98b3352f8ecbd7ac169b855251ac605f9"),
        ])
    func knownAnswers(text: String, digest: String) {
        #expect(Hex.encode(SM3.hash(text)) == digest)
        #expect(Hex.encode(SM3.hash(Array(text.utf8))) == digest)
        #expect(Hex.encode(SM3.hash(Data(text.utf8))) == digest)
    }

    @Test("an audit chain of two rows ends in the published value")
    func auditChain() {
        let rows = [
            #"{"act":"case.accept","actor":"T0001","at":"2025-09-26T10:12:31.000+08:00","#
                + #""obj":"case:01JZX0TESTCASE0000000000001","result":"ok","seq":1}"#,
            #"{"act":"file.read","actor":"T0001","at":"2025-09-26T10:12:32.000+08:00","#
                + #""obj":"file:F-2","result":"ok","seq":2}"#,
        ]

        let first = Hex.encode(SM3.hash(repeated("0", 64) + rows[0]))
        let second = Hex.encode(SM3.hash(first + rows[1]))

        #expect(first == "b1a4cf54d16a36be5cd2ce9b8c8056d655d62e22b49fa08455731340dda2458d")
        #expect(second == "e406696b157266cdb3885134e1b360d8201ec17bbb1bfe2d8862265733945f87")
    }

    @Test("pieces of any length give the digest of the whole", arguments: 1...40 as ClosedRange<UInt64>)
    func piecesEqualWhole(seed: UInt64) {
        var random = SeededRandom(seed)
        let message = random.bytes(random.int(0...5_000))
        var hasher = SM3Hasher()
        var position = 0
        while position < message.count {
            let length = min(random.int(0...300), message.count - position)
            let piece = message[position..<(position + length)]
            if random.int(0...1) == 0 {
                hasher.update(piece)
            } else {
                piece.withUnsafeBytes { hasher.update($0) }
            }
            position += length
            if random.int(0...9) == 0 { #expect(hasher.digestSoFar() == SM3.hash(message[..<position])) }
        }

        #expect(hasher.finalize() == SM3.hash(message))
    }

    @Test("a hasher that gets nothing gives the digest of nothing")
    func emptyHasher() {
        let hasher = SM3Hasher()
        #expect(hasher.finalize() == SM3.hash(""))
    }

    @Test("many tasks digest at once without mixing their bytes")
    func parallelUse() async {
        let wrong = await withTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<500).count { round in
                        let text = "\(task)-\(round)"
                        var hasher = SM3Hasher()
                        hasher.update(text.utf8)
                        return hasher.finalize() != SM3.hash(text)
                    }
                }
            }
            return await group.reduce(0, +)
        }

        #expect(wrong == 0)
    }
}

struct HMACTests {
    @Test(
        "HMAC-SM3 agrees with OpenSSL, Botan and GmSSL",
        arguments: [
            (Array(0..<32), "abc", "a8f95cf26f204957e7ca73c9602a25dda35f168b28103b51dfc968c810416b63"),
            (
                [UInt8](repeating: 0x0b, count: 16), "Hi There",
                "12d66c84b4a40ad8035c263e419bd43c7e52fb438b930eba0c94e34cdb9b63f3"
            ),
            (
                Array(0..<100), repeated("证照", 40),
                "0a5da5fdd03088e432857771606ab7e2b43523da6c8dfb5d904dd90c1dff70fe"
            ),
            (Array(0..<32), "140901199001011234", "2d50e75fd33ff1bce3db81fc576c3af2b2f4451273c46013e0f02a7fc1e8b0e4"),
        ])
    func sm3(key: [UInt8], message: String, code: String) {
        #expect(Hex.encode(HMAC.sm3(message, key: key)) == code)
        #expect(Hex.encode(HMAC.sm3(Array(message.utf8), key: key)) == code)
    }

    @Test("HMAC-SHA1 and HMAC-SHA256 agree with RFC 2202 and RFC 4231")
    func sha() {
        let key = Array("Jefe".utf8)
        let message = Array("what do ya want for nothing?".utf8)

        #expect(Hex.encode(HMAC.sha1(message, key: key)) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
        #expect(
            Hex.encode(HMAC.sha256(message, key: key))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("an empty key and an empty message have a code like any other")
    func empty() {
        #expect(
            Hex.encode(HMAC.sha256([], key: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test("SHA-256 agrees with FIPS 180-4")
    func sha256() {
        #expect(
            Hex.encode(SHA256.hash(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test(
        "equal byte strings are equal, others are not",
        arguments: [
            ([], [], true), ([1], [1], true), ([1], [2], false), ([1], [], false), ([1, 2, 3], [1, 2, 4], false),
        ] as [([UInt8], [UInt8], Bool)])
    func constantTime(left: [UInt8], right: [UInt8], expected: Bool) {
        #expect(constantTimeEquals(left, right) == expected)
    }
}

struct SecureRandomTests {
    @Test("random bytes have the length asked for and do not repeat")
    func lengths() {
        #expect([0, 1, 16, 1_000].map { SecureRandom.bytes($0).count } == [0, 1, 16, 1_000])
        #expect(SecureRandom.bytes(-1).isEmpty)
        #expect(Set((0..<1_000).map { _ in SecureRandom.bytes(16) }).count == 1_000)
    }

    @Test("codes have the digits asked for, all ten of them in turn")
    func digits() {
        let codes = (0..<500).map { _ in SecureRandom.digits(6) }

        #expect(codes.allSatisfy { $0.utf8.count == 6 && Int($0) != nil })
        #expect(Set(codes.joined()).count == 10)
        #expect(SecureRandom.digits(0).isEmpty && SecureRandom.digits(-1).isEmpty)
    }

    @Test("a token is 43 characters of Base64URL for 32 bytes")
    func tokens() throws {
        let token = SecureRandom.token()

        #expect(token.count == 43)
        #expect(try #require(Base64URL.decode(token)).count == 32)
    }
}

func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
}
