private import CLibCrypto

/// The national digest SM3 (GB/T 32905, 杂凑算法): 32 bytes.
package enum SM3 {
    /// Length of a digest in bytes.
    package static let byteCount = 32

    /// The digest of the bytes.
    package static func hash(_ bytes: some Collection<UInt8>) -> [UInt8] {
        DigestAlgorithm.sm3.hash(bytes)
    }

    /// The digest of the text's UTF-8 bytes.
    package static func hash(_ text: String) -> [UInt8] {
        DigestAlgorithm.sm3.hash(text.utf8)
    }
}

/// SHA-256 (FIPS 180-4), for peers and formats that know no SM3: 32 bytes.
package enum SHA256 {
    /// The digest of the bytes.
    package static func hash(_ bytes: some Collection<UInt8>) -> [UInt8] {
        DigestAlgorithm.sha256.hash(bytes)
    }
}

/// SM3 over bytes that arrive piece by piece; a value that cannot be copied, so that no piece is counted twice.
///
/// `@unchecked Sendable`: the value is the only owner of its context, and it is never in two places at once.
package struct SM3Hasher: ~Copyable, @unchecked Sendable {
    private let context: OpaquePointer

    package init() {
        guard let context = EVP_MD_CTX_new(),
            EVP_DigestInit_ex2(context, DigestAlgorithm.sm3.pointer, nil) == 1
        else { preconditionFailure("libcrypto failed to begin a digest: out of memory") }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds the next piece.
    package mutating func update(_ bytes: some Collection<UInt8>) {
        let done = bytes.withBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        precondition(done == 1, "libcrypto failed to go on with a digest")
    }

    /// Adds the next piece from raw memory, for example a network buffer.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        let done = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(done == 1, "libcrypto failed to go on with a digest")
    }

    /// The digest of the pieces so far; more may follow.
    package func digestSoFar() -> [UInt8] {
        guard let copy = EVP_MD_CTX_new(), EVP_MD_CTX_copy_ex(copy, context) == 1 else {
            preconditionFailure("libcrypto failed to copy a digest: out of memory")
        }
        defer { EVP_MD_CTX_free(copy) }
        return Self.end(copy)
    }

    /// The digest of all pieces; ends the hasher.
    package consuming func finalize() -> [UInt8] {
        Self.end(context)
    }

    private static func end(_ context: OpaquePointer) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: SM3.byteCount)
        let done = EVP_DigestFinal_ex(context, &digest, nil)
        precondition(done == 1, "libcrypto failed to end a digest")
        return digest
    }
}
