import GuoMi

/// SM3 digests as 64 lower-case hex digits, the form in which this system names content.
package enum Digest {
    package static func sm3(_ text: String) -> String { sm3(Array(text.utf8)) }

    package static func sm3(_ bytes: [UInt8]) -> String { Hex.encode(SM3.hash(bytes)) }
}
