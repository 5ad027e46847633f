private import CLibCrypto

/// A digest algorithm of libcrypto, looked up once.
///
/// `@unchecked Sendable`: an `EVP_MD` is immutable after the fetch and libcrypto allows its use from many threads.
final class DigestAlgorithm: @unchecked Sendable {
    let pointer: OpaquePointer
    let length: Int

    static let sm3 = DigestAlgorithm("SM3")
    static let sha1 = DigestAlgorithm("SHA1")
    static let sha256 = DigestAlgorithm("SHA256")
    static let sha512 = DigestAlgorithm("SHA512")

    private init(_ name: String) {
        // Not loading openssl.cnf keeps a host's settings from changing what the algorithms do.
        _ = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
        guard let fetched = EVP_MD_fetch(nil, name, nil) else {
            preconditionFailure(
                "This libcrypto has no \(name); OpenSSL 3 or Tongsuo with its default provider is needed")
        }
        pointer = fetched
        length = Int(EVP_MD_get_size(fetched))
    }

    deinit { EVP_MD_free(pointer) }

    func hash(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: length)
        let done = bytes.withBytes { EVP_Digest($0.baseAddress, $0.count, &digest, nil, pointer, nil) }
        precondition(done == 1, "libcrypto failed to compute a digest: out of memory")
        return digest
    }

    func authenticate(_ bytes: some Collection<UInt8>, key: some Collection<UInt8>) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: length)
        let done = key.withBytes { key in
            bytes.withBytes { bytes in
                CLibCrypto.HMAC(pointer, key.baseAddress, Int32(key.count), bytes.baseAddress, bytes.count, &code, nil)
            }
        }
        precondition(done != nil, "libcrypto failed to compute a message code: out of memory")
        return code
    }

    func stretch(
        _ password: some Collection<UInt8>, salt: some Collection<UInt8>, iterations: Int, length: Int
    ) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: length)
        let done = password.withBytes { password in
            salt.withBytes { salt in
                PKCS5_PBKDF2_HMAC(
                    password.baseAddress, Int32(password.count), salt.baseAddress, Int32(salt.count),
                    Int32(iterations), pointer, Int32(length), &key)
            }
        }
        precondition(done == 1, "libcrypto failed to derive a key: out of memory")
        return key
    }
}

extension Collection<UInt8> {
    /// Lends the bytes as one memory block that is never a null pointer, copying only if the collection is not one.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = withContiguousStorageIfAvailable({ $0.baseAddress == nil ? nil : body($0) }), let result {
            return result
        }
        var copy = Array(self)
        let count = copy.count
        // libcrypto takes a null pointer for "no key given", which differs from an empty key.
        if copy.isEmpty { copy.append(0) }
        return copy.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[..<count])) }
    }
}
