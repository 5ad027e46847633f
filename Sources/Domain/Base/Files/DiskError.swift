import Foundation

/// A file call that failed for a reason which is not the caller's: named by the call and the system's own words.
package struct DiskError: Error, CustomStringConvertible {
    let call: String
    let code: Int32

    package var description: String { "\(call): \(String(cString: strerror(code)))" }

    /// The call that failed just now.
    static func last(_ call: String) -> DiskError { DiskError(call: call, code: errno) }

    /// As `last`, of a call that changes the store: a full or closed disk is an answer for the person, anything else a
    /// failure of ours.
    static func lastChange(_ call: String) -> any Error {
        let error = last(call)
        return error.refusal ?? error
    }

    /// What it means to somebody who wants to store something.
    var refusal: FileRefusal? {
        switch code {
        case ENOSPC, EDQUOT, EFBIG: .storageFull
        case EROFS, EACCES, EPERM: .storageReadOnly
        default: nil
        }
    }
}
