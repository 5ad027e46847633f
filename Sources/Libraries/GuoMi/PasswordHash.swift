private import Foundation

/// A stored password (口令): PBKDF2-HMAC-SM3 with its own salt, written `$pbkdf2-sm3$iterations$salt$hash`, or
/// `$pbkdf2-sm3-pepper$…` when a secret from outside the database went into it.
///
/// One computation takes about 0.15 s of a core. The plain functions block: call them off the Swift concurrency pool,
/// or use their `async` forms, which run on threads of their own and queue when many people sign in at once.
package struct PasswordHash: Sendable, Hashable {
    /// Rounds for new passwords.
    package static let currentIterations = 200_000
    /// Length of salts in bytes.
    package static let saltLength = 16
    /// Length of derived keys in bytes.
    package static let hashLength = 32

    /// Rounds this hash was made with.
    package let iterations: Int
    /// Whether a pepper went into it; then nothing verifies without the same one.
    package let isPeppered: Bool
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Reads the stored form; nil when it is not one, or asks for more rounds than any honest row would.
    package init?(encoded: String) {
        let parts = encoded.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty,
            let isPeppered = Self.schemes[String(parts[1])],
            let iterations = Int(parts[2]), (1...10_000_000).contains(iterations), String(iterations) == parts[2],
            let salt = Base64URL.decode(String(parts[3])), (8...64).contains(salt.count),
            let hash = Base64URL.decode(String(parts[4])), hash.count == Self.hashLength
        else { return nil }
        self.iterations = iterations
        self.isPeppered = isPeppered
        self.salt = salt
        self.hash = hash
    }

    private static let schemes: [String: Bool] = ["pbkdf2-sm3": false, "pbkdf2-sm3-pepper": true]

    /// Hashes a password with a given salt.
    init(password: String, salt: [UInt8], iterations: Int, pepper: [UInt8]? = nil) {
        self.iterations = min(max(iterations, 1), 10_000_000)
        isPeppered = pepper != nil
        self.salt = salt
        hash = Self.derive(password, salt: salt, iterations: self.iterations, pepper: pepper)
    }

    /// Hashes a new password with a fresh salt; `pepper` is a secret kept outside the database. Blocks.
    package static func make(
        _ password: String, iterations: Int = currentIterations, pepper: [UInt8]? = nil
    ) -> PasswordHash {
        PasswordHash(
            password: password, salt: SecureRandom.bytes(saltLength), iterations: iterations, pepper: pepper)
    }

    /// The stored form.
    package var encoded: String {
        "$pbkdf2-sm3\(isPeppered ? "-pepper" : "")$\(iterations)$\(Base64URL.encode(salt))$\(Base64URL.encode(hash))"
    }

    /// Whether it was made with fewer rounds or a shorter salt than today's, or without the pepper that there is today, and
    /// should be made anew at the next sign-in.
    package func needsRehash(pepper: [UInt8]? = nil) -> Bool {
        iterations < Self.currentIterations || salt.count < Self.saltLength || (pepper != nil && !isPeppered)
    }

    /// Whether this is the password; compares in constant time. A hash from before the pepper needs none. Blocks.
    package func verify(_ password: String, pepper: [UInt8]? = nil) -> Bool {
        let own = isPeppered ? pepper : nil
        let candidate = Self.derive(password, salt: salt, iterations: iterations, pepper: own)
        return constantTimeEquals(candidate, hash)
    }

    /// Whether this is the password of the stored form; takes as long for an unknown person (nil) as for a known one.
    /// Blocks.
    package static func verify(_ password: String, against encoded: String?, pepper: [UInt8]? = nil) -> Bool {
        guard let encoded, let stored = PasswordHash(encoded: encoded) else {
            let decoy = PasswordHash(salt: [UInt8](repeating: 0, count: saltLength), iterations: currentIterations)
            _ = decoy.verify(password, pepper: pepper)
            return false
        }
        return stored.verify(password, pepper: pepper)
    }

    private init(salt: [UInt8], iterations: Int) {
        self.iterations = iterations
        isPeppered = false
        self.salt = salt
        hash = [UInt8](repeating: 0, count: Self.hashLength)
    }

    private static func derive(_ password: String, salt: [UInt8], iterations: Int, pepper: [UInt8]?) -> [UInt8] {
        // One spelling for one password, whatever keyboard composed its letters.
        let text = password.precomposedStringWithCompatibilityMapping
        let secret = pepper.map { HMAC.sm3(text, key: $0) } ?? Array(text.utf8)
        return DigestAlgorithm.sm3.stretch(secret, salt: salt, iterations: iterations, length: hashLength)
    }
}

// MARK: - Without blocking the caller

extension PasswordHash {
    /// As `make`, on a thread of its own.
    package static func makeInBackground(
        _ password: String, iterations: Int = currentIterations, pepper: [UInt8]? = nil
    ) async -> PasswordHash {
        await PasswordWorkers.run { make(password, iterations: iterations, pepper: pepper) }
    }

    /// As `verify(_:against:pepper:)`, on a thread of its own.
    package static func verifyInBackground(
        _ password: String, against encoded: String?, pepper: [UInt8]? = nil
    ) async -> Bool {
        await PasswordWorkers.run { verify(password, against: encoded, pepper: pepper) }
    }
}

/// Threads for password hashing: half of the cores, so that a rush of sign-ins leaves the rest to everyone else.
private enum PasswordWorkers {
    private static let queue: OperationQueue = {
        let queue = OperationQueue()
        queue.name = "yanmen.password"
        queue.maxConcurrentOperationCount = max(1, ProcessInfo.processInfo.activeProcessorCount / 2)
        return queue
    }()

    static func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            queue.addOperation { continuation.resume(returning: work()) }
        }
    }
}

/// Key derivation from a password (PBKDF2, GB/T 32905 as its digest).
package enum PBKDF2 {
    /// `length` bytes by HMAC-SM3; blocks for about 0.75 µs a round and 32 bytes.
    ///
    /// `iterations` and `length` are held within 1 and `Int32.max`.
    package static func sm3(
        password: some Collection<UInt8>, salt: some Collection<UInt8>, iterations: Int, length: Int
    ) -> [UInt8] {
        let limit = Int(Int32.max)
        return DigestAlgorithm.sm3.stretch(
            password, salt: salt, iterations: min(max(iterations, 1), limit), length: min(max(length, 1), limit))
    }
}
