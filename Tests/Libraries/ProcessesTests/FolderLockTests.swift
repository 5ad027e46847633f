import Foundation
import Testing

@testable import Processes

struct FolderLockTests {
    private let file = NSTemporaryDirectory() + "yanmen-lock-\(UUID().uuidString)"

    private func holder() -> FolderLock.Holder? {
        do {
            try FolderLock(file: file).giveBack()
            return nil
        } catch .held(let holder) {
            return holder
        } catch {
            Issue.record(error)
            return nil
        }
    }

    @Test("whoever comes second is told who is there, and whether he is leaving")
    func second() throws {
        defer { unlink(file) }
        let lock = try FolderLock(file: file)

        #expect(holder() == FolderLock.Holder(process: getpid(), isStopping: false))
        lock.saysItStops()
        #expect(holder() == FolderLock.Holder(process: getpid(), isStopping: true))
        lock.giveBack()
        #expect(holder() == nil)
    }

    @Test("a child does not have the lock, so it cannot keep it when it outlives its parent", .timeLimit(.minutes(1)))
    func childrenDoNotInherit() async throws {
        defer { unlink(file) }
        let lock = try FolderLock(file: file)
        defer { lock.giveBack() }
        let child = try ChildProgram(path: "/bin/sleep", arguments: ["600"]).start(onReady: {}, onExit: { _ in })
        defer { child.end(patience: .zero) }

        let folder = "/proc/\(child.identifier)/fd"
        let open = try FileManager.default.contentsOfDirectory(atPath: folder).compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
        }

        #expect(open.contains("/dev/null"))
        #expect(!open.contains(file))
    }

    @Test("one that was killed leaves nothing to clear away", .timeLimit(.minutes(1)))
    func killed() async throws {
        defer { unlink(file) }
        // Takes the lock and says so, as another program of the same convention.
        let script = "exec 9<>\(file); flock 9; echo 12345 >&9; echo r >&$2; kill -9 $$"
        let program = ChildProgram(path: "/bin/bash", arguments: ["-c", script, "child"], saysReady: true)
        #expect(try await program.run() == 128 + SIGKILL)

        let lock = try FolderLock(file: file)

        #expect(holder()?.process == getpid())
        lock.giveBack()
    }

    @Test("words that are no process number name nobody", arguments: ["", "\n", "abc\n", "99999999999999999999\n"])
    func nonsense(text: String) throws {
        defer { unlink(file) }
        let lock = try FolderLock(file: file)
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))

        #expect(holder()?.process == nil)
        lock.giveBack()
    }

    @Test("a folder that is not there is an error with its reason")
    func missingFolder() {
        #expect(throws: FolderLockFailure.unusable(file: "/nonexistent/lock", errorNumber: ENOENT)) {
            try FolderLock(file: "/nonexistent/lock")
        }
    }
}
