/// The bytes of a stored file, or of a part of it, in pieces of at most 64 KB.
///
/// The next piece is read when it is asked for, so a slow reader holds one piece and no more.
package struct StoredBytes: AsyncSequence, Sendable {
    let path: String
    /// The bytes that are given out.
    package let range: Range<Int>

    package func makeAsyncIterator() -> Iterator {
        Iterator(file: DiskFile(path: path), range: range)
    }

    package struct Iterator: AsyncIteratorProtocol {
        let file: DiskFile
        let range: Range<Int>
        private var isOpen = false
        private var offset: Int

        init(file: DiskFile, range: Range<Int>) {
            self.file = file
            self.range = range
            offset = range.lowerBound
        }

        /// The next piece.
        ///
        /// - Throws: `FileStoreError` when the stored file is missing or shorter than its record says.
        package mutating func next() async throws -> [UInt8]? {
            guard offset < range.upperBound else { return nil }
            try Task.checkCancellation()
            if !isOpen {
                guard try await file.open(for: .read) != nil else { throw FileStoreError.missing }
                isOpen = true
            }
            let count = Swift.min(DiskFile.pieceSize, range.upperBound - offset)
            let piece = try await file.read(at: offset, count: count)
            guard piece.count == count else { throw FileStoreError.cut }
            offset += count
            return piece
        }
    }
}

/// The file store does not hold what the database says it holds: a failure to be looked at, never a person's mistake.
package enum FileStoreError: Error, Hashable, CustomStringConvertible {
    case missing
    case cut
    case notWritable(String)

    package var description: String {
        switch self {
        case .missing: "a stored file is missing from the file store"
        case .cut: "a stored file is shorter than its record says"
        case .notWritable(let folder): "the file store cannot be written: \(folder)"
        }
    }
}
