import Foundation

/// A file call that failed for a reason which is not the caller's: named by the call and the system's own words.
package struct DiskError: Error, CustomStringConvertible {
    let call: String
    let code: Int32

    package var description: String { "\(call): \(String(cString: strerror(code)))" }

    /// What the failed call means: a full disk is an answer for the person, anything else a failure of ours.
    static func last(_ call: String) -> any Error {
        let code = errno
        switch code {
        case ENOSPC, EDQUOT, EFBIG: return FileRefusal.storageFull
        default: return DiskError(call: call, code: code)
        }
    }
}
