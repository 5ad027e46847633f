import Foundation
import SeededRandom
import Testing

@testable import GuoMi

struct TextEncodingTests {
    @Test(
        "Base32 agrees with RFC 4648",
        arguments: [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ])
    func base32(plain: String, text: String) {
        #expect(Base32.encode(plain.utf8) == text)
        #expect(Base32.decode(text) == Array(plain.utf8))
    }

    @Test("a typed secret may have blanks, hyphens, small letters and padding")
    func typedBase32() {
        #expect(Base32.decode("mzxw 6ytb-oi======") == Array("foobar".utf8))
    }

    @Test(
        "Base64URL agrees with RFC 4648",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ])
    func base64(plain: String, text: String) {
        #expect(Base64URL.encode(plain.utf8) == text)
        #expect(Base64URL.decode(text) == Array(plain.utf8))
    }

    @Test(
        "every byte string survives each encoding, and Foundation reads the same",
        arguments: 1...40 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededRandom(seed)
        let bytes = random.bytes(random.int(0...200))

        let standard = Data(bytes).base64EncodedString()
        let url = standard.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")

        #expect(Base64URL.encode(bytes) == url)
        #expect(Base64URL.decode(url) == bytes)
        #expect(Base32.decode(Base32.encode(bytes)) == bytes)
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Hex.decode(Hex.encode(bytes).uppercased()) == bytes)
    }

    @Test(
        "text that is not canonical Base64URL is refused",
        arguments: [
            "Z", "Zg==", "Zh", "Zm9", "Zm9v!", "Zm+v", "Zm/v", "Zm 9v", "Zm9v\n", "忻州", "ｚｍ９ｖ",
        ])
    func refusesBase64(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test("text that is not Base32 is refused", arguments: ["M", "MZ1", "MZ8Q", "MZ=XQ", "MR", "忻"])
    func refusesBase32(text: String) {
        #expect(Base32.decode(text) == nil)
    }

    @Test("text that is not hexadecimal is refused", arguments: ["a", "0x00", "gg", "0 00", "００", "+1"])
    func refusesHex(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test(
        "random text is never a trap, and what is read is written back the same",
        arguments: 1...20 as ClosedRange<UInt64>)
    func fuzz(seed: UInt64) {
        var random = SeededRandom(seed)
        var changed: [String] = []

        for _ in 0..<2_000 {
            let text = random.text(upTo: 16)
            if let bytes = Base64URL.decode(text), Base64URL.encode(bytes) != text { changed.append(text) }
            if let bytes = Hex.decode(text), Hex.encode(bytes) != text.lowercased() { changed.append(text) }
            if let bytes = Base32.decode(text), Base32.decode(Base32.encode(bytes)) != bytes { changed.append(text) }
            if PasswordHash(encoded: text) != nil { changed.append(text) }
        }

        #expect(changed.isEmpty)
    }
}
