import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Processes
import ServiceLifecycle
import Testing

@testable import Web

/// The door on a real socket.
struct LiveTests {
    private static let form =
        "Host: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nX-CSRF-Token: \(ExampleDoor.csrf)\r\nCookie: public-session=\(ExampleDoor.citizenToken)\r\n"

    private static func exchange(
        _ bytes: String, with example: ExampleDoor = ExampleDoor(), limits: ConnectionLimits = ConnectionLimits(),
        drip: String? = nil,
        reads: Bool = true, until stop: @escaping @Sendable (String) -> Bool = { _ in false }
    ) async throws -> RawConnection.Outcome {
        try await example.live(limits: limits) { door in
            await RawConnection.exchange(port: door.port, bytes, drip: drip, reads: reads, until: stop)
        }
    }

    @Test("a page is served, and the connection is kept for the next request")
    func keepsAlive() async throws {
        let request = "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n"

        let outcome = try await Self.exchange(request + request) { $0.components(separatedBy: "200 OK").count > 2 }

        #expect(outcome.text.components(separatedBy: "<h1>首页</h1>").count == 3)
        #expect(!outcome.isClosed)
    }

    @Test("the address of the sender is known")
    func address() async throws {
        let example = ExampleDoor(routes: [.get("/", .anyone) { .page(TextPage("from \($0.clientAddress.text)")) }])

        let outcome = try await Self.exchange(
            "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n", with: example)

        #expect(outcome.text.contains("from 127.0.0.1"))
    }

    @Test("a request without a host is refused")
    func missingHost() async throws {
        let outcome = try await Self.exchange("GET / HTTP/1.1\r\n\r\n") { $0.contains("400") }

        #expect(outcome.text.hasPrefix("HTTP/1.1 400"))
    }

    @Test("headers above their limits are refused as such", arguments: [String(repeating: "a", count: 40_000), nil])
    func headerLimits(value: String?) async throws {
        let headers = value.map { "X-Big: \($0)\r\n" } ?? (0..<200).map { "X-\($0): a\r\n" }.joined()

        let outcome = try await Self.exchange("GET / HTTP/1.1\r\nHost: localhost\r\n\(headers)\r\n")

        #expect(outcome.isClosed)
        #expect(outcome.text.hasPrefix("HTTP/1.1 431 "))
        #expect(outcome.text.contains("请求头太大"))
    }

    @Test("an endless address is refused as such", arguments: [10_000, 40_000])
    func addressLimit(length: Int) async throws {
        let outcome = try await Self.exchange(
            "GET /\(String(repeating: "a", count: length)) HTTP/1.1\r\nHost: localhost\r\n\r\n")

        #expect(outcome.isClosed)
        #expect(outcome.text.hasPrefix("HTTP/1.1 414 "))
    }

    @Test("what is no HTTP is told so, after what came before it was answered")
    func noHTTP() async throws {
        let alone = try await Self.exchange("\u{16}\u{3}\u{1}nonsense\r\n\r\n")
        let after = try await Self.exchange(
            "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\nnonsense\r\n\r\n")

        #expect(alone.text.hasPrefix("HTTP/1.1 400 ") && alone.isClosed)
        #expect(after.text.contains("<h1>首页</h1>") && after.isClosed)
    }

    @Test("a body that drips in after its answer ends the connection")
    func unreadDrip() async throws {
        var limits = ConnectionLimits()
        limits.unread = .milliseconds(300)

        let outcome = try await Self.exchange(
            "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n", limits: limits, drip: "a")

        #expect(outcome.text.hasPrefix("HTTP/1.1 200 ") && outcome.isClosed)
    }

    @Test(
        "a silent connection and one that never finishes its headers are closed",
        arguments: ["", "GET / HTTP/1.1\r\nHost: lo"])
    func idle(bytes: String) async throws {
        var limits = ConnectionLimits()
        limits.idle = .milliseconds(200)

        let outcome = try await Self.exchange(bytes, limits: limits)

        #expect(outcome.isClosed)
    }

    @Test("a body that drips in is answered with 408 and the connection ends")
    func slowBody() async throws {
        var example = ExampleDoor()
        example.settings.pace = BodyPace(grace: .milliseconds(200), bytesPerSecond: 1_000_000)

        let outcome = try await Self.exchange(
            "POST /form HTTP/1.1\r\n\(Self.form)Content-Length: 900\r\n\r\n", with: example, drip: "a")

        #expect(outcome.text.hasPrefix("HTTP/1.1 408"))
        #expect(outcome.isClosed)
    }

    @Test("a declared body above the limit is refused before it is sent, and the connection ends")
    func tooLargeAtOnce() async throws {
        let outcome = try await Self.exchange("POST /form HTTP/1.1\r\n\(Self.form)Content-Length: 999999\r\n\r\n")

        #expect(outcome.text.hasPrefix("HTTP/1.1 413"))
        #expect(outcome.isClosed)
    }

    @Test("a body that nobody reads is not taken in for ever")
    func unreadBody() async throws {
        let chunk = "1000\r\n\(String(repeating: "a", count: 4_096))\r\n"

        let outcome = try await Self.exchange(
            "GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n", drip: chunk)

        #expect(outcome.isClosed)
    }

    @Test("a client that asks first is told to go on only when its body is wanted")
    func expectContinue() async throws {
        let wanted = try await Self.exchange(
            "POST /form HTTP/1.1\r\n\(Self.form)Content-Length: 3\r\nExpect: 100-continue\r\n\r\n"
        ) { $0.contains("100 Continue") }
        #expect(wanted.text.hasPrefix("HTTP/1.1 100 Continue"))

        let unwanted = try await Self.exchange(
            "POST /form HTTP/1.1\r\n\(Self.form)Content-Length: 999999\r\nExpect: 100-continue\r\n\r\n")
        #expect(unwanted.text.hasPrefix("HTTP/1.1 413"))

        let foreign = try await Self.exchange(
            "POST /mine HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
        )
        #expect(foreign.text.hasPrefix("HTTP/1.1 401") && foreign.isClosed)
    }

    @Test("a reader who takes nothing loses the connection", .timeLimit(.minutes(1)))
    func slowReader() async throws {
        let ended = AsyncStream<Void>.makeStream()
        let route = DoorRoute.get("/endless", .anyone) { _ in
            .stream(type: "text/plain") { writer in
                defer { ended.continuation.finish() }
                let buffer = ByteBuffer(repeating: 0x61, count: 65_536)
                while true { try await writer.write(buffer) }
            }
        }
        var limits = ConnectionLimits()
        limits.write = .milliseconds(300)
        try await ExampleDoor(routes: [route]).live(limits: limits) { door in
            async let outcome = RawConnection.exchange(
                port: door.port, "GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n", reads: false, seconds: 5)
            let began = ContinuousClock.now
            for await _ in ended.stream {}

            #expect(ContinuousClock.now - began < .seconds(4), "before the reader went away by itself")
            #expect(await outcome.text.isEmpty)
        }
    }

    @Test("two servers share one socket; when one ends, the other takes what stands in the queue")
    func sharedSocket() async throws {
        let socket = try ListeningSocket(port: 0, reach: .thisMachine)
        defer { socket.close() }
        let servers = try (0..<2).map { number in
            // Each server owns its descriptor, as each process would.
            let own = dup(socket.descriptor)
            try #require(own >= 0)
            return DoorServer(
                ExampleDoor(routes: [.get("/", .anyone) { _ in .page(TextPage("server \(number)")) }]).door,
                at: .socket(ListeningSocket(descriptor: own), nil), logger: Logger(label: "test"))
        }
        let groups = servers.map { server in
            ServiceGroup(configuration: .init(services: [server], logger: Logger(label: "test")))
        }
        let port = socket.port
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await groups[0].run() }
            let request = "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
            let first = await RawConnection.exchange(port: port, request)
            await groups[0].triggerGracefulShutdown()
            try await tasks.next()
            // Nobody takes it now, and nobody refuses it.
            async let queued = RawConnection.exchange(port: port, request)
            tasks.addTask { try await groups[1].run() }

            #expect(first.text.contains("<h1>server 0</h1>"))
            #expect(await queued.text.contains("<h1>server 1</h1>"))
            await groups[1].triggerGracefulShutdown()
            try await tasks.next()
        }
    }

    @Test("when there is no room, idle connections make room; a sender with too many is turned away")
    func crowd() async throws {
        var limits = ConnectionLimits()
        limits.connections = 8
        try await ExampleDoor().live(limits: limits) { door in
            let idle = (0..<8).compactMap { _ in RawConnection.connect(door.port) }
            defer { for descriptor in idle { close(descriptor) } }
            for descriptor in idle {
                RawConnection.send(descriptor, "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n")
                _ = await RawConnection.read(descriptor) { $0.contains("</html>") }
            }

            let newcomer = await RawConnection.exchange(
                port: door.port, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")

            #expect(newcomer.text.hasPrefix("HTTP/1.1 200 "))
            #expect(door.load.now.connections <= 8)
        }
    }

    @Test("when all connections are at work, the next is told to come back", .timeLimit(.minutes(1)))
    func allAtWork() async throws {
        let entered = AsyncStream<Void>.makeStream()
        let leave = AsyncStream<Void>.makeStream()
        let route = DoorRoute.get("/held", .anyone) { _ in
            entered.continuation.yield()
            for await _ in leave.stream {}
            return .done
        }
        var limits = ConnectionLimits()
        limits.connections = 1
        try await ExampleDoor(routes: [route]).live(limits: limits) { door in
            let request = "GET /held HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            async let held = RawConnection.exchange(port: door.port, request)
            _ = await entered.stream.first { _ in true }

            let refused = await RawConnection.exchange(port: door.port, request)

            #expect(refused.text.hasPrefix("HTTP/1.1 503 ") && refused.isClosed)
            #expect(refused.text.contains("Retry-After: 5") && refused.text.contains("现在办事的人较多"))
            leave.continuation.finish()
            #expect(await held.text.hasPrefix("HTTP/1.1 204 "))
        }
    }

    @Test("asked to stop, the door finishes what is at work and then ends in time")
    func gracefulShutdown() async throws {
        let began = AsyncStream<Int>.makeStream()
        let entered = AsyncStream<Void>.makeStream()
        let route = DoorRoute.get("/work", .anyone) { _ in
            entered.continuation.yield()
            try await Task.sleep(for: .milliseconds(300))
            return .page(TextPage("办好了"))
        }
        let server = DoorServer(
            ExampleDoor(routes: [route]).door, at: .port(0, .thisMachine), logger: Logger(label: "test"),
            onRunning: { began.continuation.yield($0) })
        let group = ServiceGroup(configuration: .init(services: [server], logger: Logger(label: "test")))
        async let running: Void = group.run()
        let port = try #require(await began.stream.first { _ in true })

        async let answer = RawConnection.exchange(
            port: port, "GET /work HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n")
        _ = await entered.stream.first { _ in true }
        await group.triggerGracefulShutdown()

        #expect(await answer.text.contains("<h1>办好了</h1>"))
        try await running
    }

    @Test("while the door is being closed an open connection gets one more answer, and is told that it is the last")
    func lastAnswer() async throws {
        let began = AsyncStream<Int>.makeStream()
        let server = DoorServer(
            ExampleDoor().door, at: .port(0, .thisMachine), logger: Logger(label: "test"),
            onRunning: { began.continuation.yield($0) })
        let group = ServiceGroup(configuration: .init(services: [server], logger: Logger(label: "test")))
        async let running: Void = group.run()
        let port = try #require(await began.stream.first { _ in true })
        let descriptor = try #require(RawConnection.connect(port))
        defer { close(descriptor) }
        RawConnection.send(descriptor, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let first = await RawConnection.read(descriptor) { $0.contains("</html>") || $0.contains("\"}") }

        await group.triggerGracefulShutdown()
        while let another = RawConnection.connect(port) {
            close(another)
            await Task.yield()
        }
        RawConnection.send(descriptor, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let second = await RawConnection.read(descriptor) { _ in false }
        try await running

        #expect(first.text.hasPrefix("HTTP/1.1 200 ") && !first.text.contains("Connection: close"))
        #expect(second.text.hasPrefix("HTTP/1.1 200 ") && second.text.contains("Connection: close"))
        #expect(second.isClosed)
    }

    @Test("a request that will not end does not keep the door open")
    func boundedShutdown() async throws {
        let began = AsyncStream<Int>.makeStream()
        let entered = AsyncStream<Void>.makeStream()
        let route = DoorRoute.get("/for-ever", .anyone) { _ in
            .stream(type: "text/event-stream") { writer in
                entered.continuation.yield()
                while true {
                    try await writer.write(ByteBuffer(string: ":\n\n"))
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
        }
        var limits = ConnectionLimits()
        limits.shutdown = .milliseconds(200)
        let server = DoorServer(
            ExampleDoor(routes: [route]).door, at: .port(0, .thisMachine), limits: limits,
            logger: Logger(label: "test"),
            onRunning: { began.continuation.yield($0) })
        let group = ServiceGroup(configuration: .init(services: [server], logger: Logger(label: "test")))
        async let running: Void = group.run()
        let port = try #require(await began.stream.first { _ in true })
        async let answer = RawConnection.exchange(port: port, "GET /for-ever HTTP/1.1\r\nHost: localhost\r\n\r\n")
        _ = await entered.stream.first { _ in true }

        let asked = ContinuousClock.now
        await group.triggerGracefulShutdown()
        try? await running

        #expect(ContinuousClock.now - asked < .seconds(5))
        #expect(await answer.isClosed)
    }

    @Test("an event stream ends when the door is closed", .timeLimit(.minutes(1)))
    func eventStreamEnds() async throws {
        let began = AsyncStream<Int>.makeStream()
        let entered = AsyncStream<Void>.makeStream()
        let route = DoorRoute.get("/events", .anyone) { _ in
            .stream(type: "text/event-stream") { writer in
                while true {
                    try await writer.write(ByteBuffer(string: ":\n\n"))
                    entered.continuation.yield()
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
        }
        var limits = ConnectionLimits()
        limits.drain = .milliseconds(100)
        limits.shutdown = .seconds(600)
        let server = DoorServer(
            ExampleDoor(routes: [route]).door, at: .port(0, .thisMachine), limits: limits,
            logger: Logger(label: "test"),
            onRunning: { began.continuation.yield($0) })
        let group = ServiceGroup(configuration: .init(services: [server], logger: Logger(label: "test")))
        async let running: Void = group.run()
        let port = try #require(await began.stream.first { _ in true })
        async let answer = RawConnection.exchange(
            port: port, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n", seconds: 50)
        _ = await entered.stream.first { _ in true }

        await group.triggerGracefulShutdown()
        try await running

        #expect(await answer.isClosed)
    }

    @Test("a port that is taken is named in the failure")
    func portTaken() async throws {
        try await ExampleDoor().live { door in
            let port = door.port
            let second = DoorServer(ExampleDoor().door, at: .port(port, .everywhere), logger: Logger(label: "test"))

            let failure = await #expect(throws: ListenFailure.self) { try await second.run() }
            #expect(failure?.description.contains("端口 \(port) 已被占用") == true)
        }
    }

    @Test("a line of the access log names the route and holds nothing of the request")
    func accessLog() async throws {
        let lines = Collected<AccessLogEntry>()
        var example = ExampleDoor()
        example.settings.log = { lines.append($0) }
        try await example.test { client in
            _ = try await client.execute(uri: "/items/140902199001011234?q=secret", method: .get, headers: .citizen)
        }
        let entry = try #require(lines.values.first)

        #expect(entry.route == "/items/{code}" && entry.status == 200 && entry.visitor == "citizen")
        let text = String(decoding: entry.line, as: UTF8.self)
        #expect(!text.contains("140902199001011234") && !text.contains("secret"))
        #expect(entry.person.wholeMatch(of: /[0-9a-f]{16}/) != nil && text.contains("\"person\":\"\(entry.person)\""))
        #expect(text.contains("\"statements\":0,"))
    }
}
