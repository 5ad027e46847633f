import Glibc
import Synchronization

/// A row of 64-bit words that several processes of one machine read and change at the same time, each word as a whole.
///
/// What is counted here is counted once, however many copies of a program run, and outlives a copy that falls.
/// `@unchecked Sendable`: the memory is mapped as long as the object lives and is touched through atomic words only.
package final class SharedWords: @unchecked Sendable {
    /// How many words there are; all are 0 at first.
    package let count: Int
    private let words: UnsafeMutablePointer<Atomic<UInt64>>
    private var bytes: Int { count * MemoryLayout<UInt64>.size }

    /// Words that this process alone sees.
    package init(count: Int) {
        self.count = count
        words = Self.map(count, file: nil)
    }

    /// Words that stand in a file, for all processes that name it; the file is made when missing, readable by its owner
    /// only.
    ///
    /// - Throws: `SharedWordsError` when the file cannot be made or the disk has no room for it.
    package init(file: String, count: Int) throws {
        let handle = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard handle >= 0 else { throw SharedWordsError(file: file, errorNumber: errno) }
        defer { close(handle) }
        // Room for all of it now: touching a hole of a file on a full disk would end the process.
        let failure = posix_fallocate(handle, 0, off_t(count * MemoryLayout<UInt64>.size))
        guard failure == 0 else { throw SharedWordsError(file: file, errorNumber: failure) }
        self.count = count
        words = Self.map(count, file: handle)
    }

    private static func map(_ count: Int, file: Int32?) -> UnsafeMutablePointer<Atomic<UInt64>> {
        let flags = file == nil ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED
        let memory = mmap(nil, count * MemoryLayout<UInt64>.size, PROT_READ | PROT_WRITE, flags, file ?? -1, 0)
        guard let memory, memory != MAP_FAILED else { preconditionFailure("no memory for \(count) words") }
        // Zeroed memory is a valid row of atomic zeros.
        return memory.bindMemory(to: Atomic<UInt64>.self, capacity: count)
    }

    deinit {
        munmap(words, bytes)
    }

    /// The value of a word.
    package func load(_ index: Int) -> UInt64 {
        precondition(index >= 0 && index < count, "there is no word \(index)")
        return words[index].load(ordering: .relaxed)
    }

    /// Gives a word another value.
    package func store(_ index: Int, _ value: UInt64) {
        precondition(index >= 0 && index < count, "there is no word \(index)")
        words[index].store(value, ordering: .relaxed)
    }

    /// Adds to a word; beyond its greatest value it begins anew.
    package func add(_ index: Int, _ value: UInt64) {
        precondition(index >= 0 && index < count, "there is no word \(index)")
        words[index].wrappingAdd(value, ordering: .relaxed)
    }

    /// Gives a word another value if it is still the expected one.
    ///
    /// - Returns: whether it was.
    package func exchange(_ index: Int, from expected: UInt64, to value: UInt64) -> Bool {
        precondition(index >= 0 && index < count, "there is no word \(index)")
        return words[index].compareExchange(expected: expected, desired: value, ordering: .relaxed).exchanged
    }
}

/// Why shared words cannot be had.
package struct SharedWordsError: Error, Hashable, CustomStringConvertible {
    package let file: String
    package let errorNumber: Int32

    package var description: String { "\(file): \(String(cString: strerror(errorNumber)))" }
}
