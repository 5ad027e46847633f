private import CLibCrypto

/// Keyed digests (HMAC, RFC 2104) under the algorithms in use here.
package enum HMAC {
    /// HMAC-SM3: 32 bytes; the platform's own choice.
    package static func sm3(_ bytes: some Collection<UInt8>, key: some Collection<UInt8>) -> [UInt8] {
        DigestAlgorithm.sm3.authenticate(bytes, key: key)
    }

    /// HMAC-SM3 of the text's UTF-8 bytes.
    package static func sm3(_ text: String, key: some Collection<UInt8>) -> [UInt8] {
        DigestAlgorithm.sm3.authenticate(text.utf8, key: key)
    }

    /// HMAC-SHA256: 32 bytes, for peers that ask for it.
    package static func sha256(_ bytes: some Collection<UInt8>, key: some Collection<UInt8>) -> [UInt8] {
        DigestAlgorithm.sha256.authenticate(bytes, key: key)
    }

    /// HMAC-SHA1: 20 bytes, only because authenticator apps know nothing else.
    package static func sha1(_ bytes: some Collection<UInt8>, key: some Collection<UInt8>) -> [UInt8] {
        DigestAlgorithm.sha1.authenticate(bytes, key: key)
    }
}

/// Whether two byte strings are equal, in a time that tells nothing about where they differ.
package func constantTimeEquals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}
