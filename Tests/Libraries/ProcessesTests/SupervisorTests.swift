import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import Processes

/// Real children: a shell that says when it is ready.
struct SupervisorTests {
    private static func place(_ script: String) -> Supervisor.Place {
        // The last word is the descriptor after `--ready-descriptor`.
        let program = ChildProgram(
            path: "/bin/bash", arguments: ["-c", script, "child"], saysReady: true)
        return Supervisor.Place(name: "child", program: program)
    }

    private final class Notes: Sendable {
        private let lines = Mutex<[String]>([])
        let stream: AsyncStream<String>
        private let sink: AsyncStream<String>.Continuation

        init() {
            (stream, sink) = AsyncStream.makeStream()
        }

        func add(_ line: String) {
            lines.withLock { $0.append(line) }
            sink.yield(line)
        }
    }

    @Test("all children are ready, one falls and is to be started again, all end when asked", .timeLimit(.minutes(1)))
    func life() async throws {
        let notes = Notes()
        let file = NSTemporaryDirectory() + "yanmen-child-\(UUID().uuidString)"
        defer { unlink(file) }
        // Falls the first time, stays the second time.
        let falls = "echo r >&$2; if [ -e \(file) ]; then exec sleep 600; fi; touch \(file); sleep 0.2"
        let supervisor = Supervisor(
            places: [Self.place(falls), Self.place("echo r >&$2; exec sleep 600")],
            onReady: { notes.add("ready") }, onStop: { notes.add("stop") }, tell: { notes.add($0) })
        let group = ServiceGroup(configuration: .init(services: [supervisor], logger: Logger(label: "test")))
        async let running: Void = group.run()
        var seen: [String] = []
        for await note in notes.stream {
            seen.append(note)
            if seen.count == 2 { break }
        }
        #expect(Set(seen) == ["ready", "child 停了，0.5 seconds 后重新启动。"])

        let asked = ContinuousClock.now
        await group.triggerGracefulShutdown()
        try await running

        #expect(ContinuousClock.now - asked < .seconds(10), "nobody had to be killed")
    }

    @Test("a child that does not end when asked is killed", .timeLimit(.minutes(1)))
    func killed() async throws {
        let notes = Notes()
        let supervisor = Supervisor(
            places: [Self.place("trap '' TERM; echo r >&$2; exec sleep 600")],
            patience: .milliseconds(200), onReady: { notes.add("ready") }, tell: { notes.add($0) })
        let group = ServiceGroup(configuration: .init(services: [supervisor], logger: Logger(label: "test")))
        async let running: Void = group.run()
        _ = await notes.stream.first { _ in true }

        await group.triggerGracefulShutdown()
        try await running
    }

    @Test("a child gets what it is handed: environment and descriptors, and nothing else", .timeLimit(.minutes(1)))
    func inheritance() async throws {
        let socket = try ListeningSocket(port: 0, reach: .thisMachine)
        let hidden = try ListeningSocket(port: 0, reach: .thisMachine)
        defer {
            socket.close()
            hidden.close()
        }
        let script =
            "[ $GREETING = hello ] && [ -e /proc/self/fd/\(socket.descriptor) ] && [ ! -e /proc/self/fd/\(hidden.descriptor) ]"
        let program = ChildProgram(
            path: "/bin/bash", arguments: ["-c", script, "child"], environment: ["GREETING": "hello"],
            inherited: [socket.descriptor])

        let status = try await program.run()

        #expect(status == 0)
    }

    @Test("a program that is not there is named")
    func missing() {
        let program = ChildProgram(path: "/nonexistent/program", arguments: [])

        #expect(throws: StartFailure(path: "/nonexistent/program", errorNumber: ENOENT)) {
            _ = try program.start(onReady: {}, onExit: { _ in })
        }
    }
}

struct ListeningSocketTests {
    @Test("a port of one's own choice is told, and a second listener on it is refused by name")
    func taken() throws {
        let first = try ListeningSocket(port: 0)
        defer { first.close() }
        let port = first.port

        #expect(port > 0)
        let failure = #expect(throws: ListenFailure.self) { _ = try ListeningSocket(port: port) }
        #expect(failure?.description.contains("端口 \(port) 已被占用") == true)
        #expect(throws: ListenFailure.self) { _ = try ListeningSocket(port: port, reach: .thisMachine) }
    }
}
