import Foundation
import GuoMi

/// Keys that all program copies of a city share, each in a file of its own that only its owner can read.
struct Secrets: Sendable {
    /// Key of the tokens in forms that nobody signed in fills.
    let forms: [UInt8]
    /// Key of the digests by which one person is kept to one account of staff.
    let persons: [UInt8]
    /// Goes into the hashes of passwords (口令), so that the database alone is not enough to guess at them.
    let passwords: [UInt8]

    /// Reads the keys, making those that are missing.
    init(dataFolder: String) throws {
        let folder = dataFolder + "/secrets"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        forms = try Self.key(folder + "/forms.key")
        persons = try Self.key(folder + "/persons.key")
        passwords = try Self.key(folder + "/passwords.key")
    }

    /// Keys for a program that only lists its routes.
    static let forListing = Secrets(listing: [UInt8](repeating: 0, count: 32))

    private init(listing key: [UInt8]) {
        forms = key
        persons = key
        passwords = key
    }

    private static func key(_ path: String) throws -> [UInt8] {
        if let known = FileManager.default.contents(atPath: path), known.count == 32 { return [UInt8](known) }
        let made = SecureRandom.bytes(32)
        let handle = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard handle >= 0 else {
            // Another copy was faster.
            guard let known = FileManager.default.contents(atPath: path), known.count == 32 else {
                throw CocoaError(.fileReadUnknown, userInfo: [NSFilePathErrorKey: path])
            }
            return [UInt8](known)
        }
        defer { close(handle) }
        guard write(handle, made, made.count) == made.count, fsync(handle) == 0 else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
        }
        return made
    }
}
