import Foundation

/// The bytes of an open file as a collection, read through a small window: for looking at a file of any size with little
/// memory. Used on one thread, while the descriptor is open.
final class FileWindow: RandomAccessCollection {
    let startIndex = 0
    let endIndex: Int
    /// The first read that failed; the bytes it should have given are zero.
    private(set) var failure: (any Error)?
    private let descriptor: Int32
    private var window: [UInt8] = []
    private var windowStart = 0

    init(descriptor: Int32, size: Int) {
        self.descriptor = descriptor
        endIndex = size
    }

    subscript(position: Int) -> UInt8 {
        let offset = position - windowStart
        if offset >= 0, offset < window.count { return window[offset] }
        load(around: position)
        let place = position - windowStart
        return place < window.count ? window[place] : 0
    }

    /// Pieces are aligned, so that walking backwards reads each piece once.
    private func load(around position: Int) {
        windowStart = position - position % DiskFile.pieceSize
        let start = windowStart
        let descriptor = descriptor
        var code: Int32 = 0
        window = [UInt8](unsafeUninitializedCapacity: DiskFile.pieceSize) { buffer, filled in
            let got = pread(descriptor, buffer.baseAddress, buffer.count, off_t(start))
            if got < 0 { code = errno }
            filled = Swift.max(0, got)
        }
        if code != 0, failure == nil { failure = DiskError(call: "read", code: code) }
    }
}
