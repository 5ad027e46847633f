import Base
import HTTPTypes
import HummingbirdTesting
import Processes
import Synchronization
import Testing

@testable import Web

struct PressureTests {
    /// Holds a handler until it is let go.
    private final class Brake: Sendable {
        private let state = Mutex<(isOpen: Bool, entered: Int, waiting: [CheckedContinuation<Void, Never>])>(
            (false, 0, []))

        func hold() async {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    state.entered += 1
                    if !state.isOpen { state.waiting.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
        }

        var entered: Int { state.withLock { $0.entered } }

        func release() {
            let waiting = state.withLock { state in
                state.isOpen = true
                return state.waiting
            }
            for continuation in waiting { continuation.resume() }
        }
    }

    @Test("when all places and the line are taken, the next is told to come back, and the others are served")
    func gateSheds() async throws {
        let brake = Brake()
        var example = ExampleDoor(routes: [
            .get("/held", .anyone) { _ in
                await brake.hold()
                return .page(TextPage("办好了"))
            }
        ])
        example.settings.places = 1
        example.settings.waitingPlaces = 0
        try await example.test { client in
            async let held = client.execute(uri: "/held", method: .get, headers: .browser)
            while brake.entered == 0 { await Task.yield() }

            let shed = try await client.execute(uri: "/held", method: .get, headers: .browser)
            #expect(shed.status == .serviceUnavailable)
            #expect(shed.headers[.retryAfter] == "5")
            #expect(shed.text.contains("现在办事的人较多"))
            #expect(shed.text.contains(">再试一次<"))

            let asset = try await client.execute(uri: Assets.shared.path("ui.css"), method: .get)
            #expect(asset.status == .ok)

            brake.release()
            #expect(try await held.status == .ok)
            #expect(try await client.execute(uri: "/held", method: .get, headers: .browser).status == .ok)
        }
    }

    @Test("those who wait in line are served in the order in which they came")
    func gateOrder() async throws {
        let gate = Gate(places: 1, maximumWaiting: 10)
        let brake = Brake()
        let order = Collected<Int>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await gate.enter { await brake.hold() } }
            while brake.entered == 0 { await Task.yield() }
            for number in 0..<5 {
                group.addTask { try await gate.enter { order.append(number) } }
                while gate.waitingCount <= number { await Task.yield() }
            }
            brake.release()
            try await group.waitForAll()
        }

        #expect(order.values == [0, 1, 2, 3, 4])
    }

    @Test("whoever gives up waiting leaves the line, and no place is lost")
    func gateCancellation() async throws {
        let gate = Gate(places: 1, maximumWaiting: 10)
        let brake = Brake()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await gate.enter { await brake.hold() } }
            while brake.entered == 0 { await Task.yield() }
            let impatient = Task { try await gate.enter {} }
            while gate.waitingCount == 0 { await Task.yield() }
            impatient.cancel()
            await #expect(throws: CancellationError.self) { try await impatient.value }
            #expect(gate.waitingCount == 0)
            brake.release()
            try await group.waitForAll()
        }

        let isFree = try await gate.enter { true }
        #expect(isFree)
    }

    @Test("who is inside is served before newcomers, of whom every fourth place is for one")
    func gateInsiders() async throws {
        let gate = Gate(places: 1, maximumWaiting: 20)
        let brake = Brake()
        let order = Collected<String>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await gate.enter { await brake.hold() } }
            while brake.entered == 0 { await Task.yield() }
            let lines = Array(repeating: "new", count: 3) + Array(repeating: "inside", count: 6)
            for (number, line) in lines.enumerated() {
                group.addTask { try await gate.enter(isInside: line == "inside") { order.append(line) } }
                while gate.waitingCount <= number { await Task.yield() }
            }
            brake.release()
            try await group.waitForAll()
        }

        #expect(order.values == ["inside", "inside", "inside", "new", "inside", "inside", "inside", "new", "new"])
    }

    @Test("in a full line a newcomer gives way to who is inside; nobody waits longer than is of use")
    func gateGivesWay() async throws {
        let gate = Gate(places: 1, maximumWaiting: 2, longestWait: .milliseconds(500))
        let brake = Brake()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await gate.enter { await brake.hold() } }
            while brake.entered == 0 { await Task.yield() }
            let newcomer = Task { try await gate.enter {} }
            while gate.waitingCount < 1 { await Task.yield() }
            let insiders = (0..<2).map { _ in Task { try await gate.enter(isInside: true) {} } }

            await #expect(throws: Problem.busy) { try await newcomer.value }
            for insider in insiders { await #expect(throws: Problem.busy) { try await insider.value } }
            #expect(gate.waitingCount == 0)
            brake.release()
            try await group.waitForAll()
        }
    }

    @Test("who showed a right session is known for a while, and the memory of it is bounded")
    func knownVisitors() {
        let known = KnownVisitors(maximum: 10, memory: .seconds(60))
        known.note("a", now: .zero)

        #expect(known.knows("a", now: .seconds(59)))
        #expect(!known.knows("a", now: .seconds(60)))
        #expect(!known.knows("b", now: .zero) && !known.knows(nil, now: .zero))
        for number in 0..<100 { known.note("\(number)", now: .seconds(1)) }
        #expect(known.knows("99", now: .seconds(1)) && !known.knows("a", now: .seconds(1)))
    }

    @Test("a limit lets the burst through, then one at a time as time passes")
    func rate() {
        let limiter = RateLimiter(Rate(perSecond: 2, burst: 3))
        let answers = (0..<4).map { _ in limiter.refusal(for: "a", now: .zero) }

        #expect(answers == [nil, nil, nil, 1])
        #expect(limiter.refusal(for: "b", now: .zero) == nil)
        #expect(limiter.refusal(for: "a", now: .milliseconds(400)) == 1)
        #expect(limiter.refusal(for: "a", now: .milliseconds(500)) == nil)
        #expect(limiter.refusal(for: "a", now: .seconds(100)) == nil)
    }

    @Test("a connected system is held to the number of requests a minute that it was granted")
    func clientRate() async throws {
        try await ExampleDoor(.api).test { client in
            let headers: HTTPFields = [.authorization: "Bearer bearer-of-cases"]
            var statuses: [Int] = []
            for _ in 0..<20 {
                statuses.append(try await client.execute(uri: "/api/cases", method: .get, headers: headers).status.code)
            }

            // 60 a minute: a quarter of them at once.
            #expect(statuses.prefix(15) == ArraySlice(repeatElement(200, count: 15)))
            #expect(statuses.last == 429)
        }
    }

    @Test("copies of the program that share a table hold one limit together")
    func sharedRate() {
        let words = SharedWords(count: LimitTable.size)
        let copies = (0..<2).map { _ in RateLimiter(Rate(perSecond: 1, burst: 4), table: LimitTable(words)) }
        let answers = (0..<6).map { copies[$0 % 2].refusal(for: "a", now: .seconds(9)) }

        #expect(answers == [nil, nil, nil, nil, 1, 1])
    }

    @Test("limits in one table do not touch each other, and nor does what is left from before the machine was started")
    func tableRate() {
        let words = SharedWords(count: LimitTable.size)
        let first = RateLimiter(Rate(perSecond: 1, burst: 1), scope: "first", table: LimitTable(words))
        let second = RateLimiter(Rate(perSecond: 1, burst: 1), scope: "second", table: LimitTable(words))

        #expect(first.refusal(for: "a", now: .seconds(1_000_000)) == nil)
        #expect(second.refusal(for: "a", now: .seconds(1_000_000)) == nil)
        #expect(first.refusal(for: "a", now: .seconds(1_000_000)) == 1)
        #expect(first.refusal(for: "a", now: .seconds(5)) == nil)
    }

    @Test("a flood of senders in a small table slows nobody who asks seldom")
    func rateFlood() {
        let limiter = RateLimiter(Rate(perSecond: 10, burst: 2), table: LimitTable(SharedWords(count: 256)))
        let refused = (0..<5_000).filter { number in
            limiter.refusal(for: "\(number)", now: .milliseconds(number * 10)) != nil
        }

        #expect(refused == [])
    }

    @Test("one session that asks too often is slowed down, and only that one")
    func sessionRate() async throws {
        var example = ExampleDoor()
        example.settings.limits = { DoorLimits(sessionRate: Rate(perSecond: 0.01, burst: 2)) }
        try await example.test { client in
            var statuses: [Int] = []
            for _ in 0..<3 {
                statuses.append(try await client.execute(uri: "/mine", method: .get, headers: .citizen).status.code)
            }
            #expect(statuses == [200, 200, 429])
            #expect(try await client.execute(uri: "/", method: .get, headers: .browser).status == .ok)
        }
    }

    @Test("one address, an IPv6 /64 counting as one, that asks too often is slowed down, and only that one")
    func addressRate() async throws {
        var example = ExampleDoor()
        example.settings.limits = { DoorLimits(addressRate: Rate(perSecond: 0.01, burst: 2)) }
        example.settings.reach = { DoorReach(trustedProxies: ["127.0.0.1", "::1"].compactMap { AddressRange($0) }) }
        try await example.live { door in
            func isServed(_ address: String) async -> Bool {
                let words =
                    "GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: \(address)\r\nConnection: close\r\n\r\n"
                return await RawConnection.exchange(port: door.port, words).text.hasPrefix("HTTP/1.1 200")
            }
            var served: [Bool] = []
            for number in 1...3 { served.append(await isServed("2001:db8::\(number)")) }
            #expect(served == [true, true, false])
            #expect(await isServed("2001:db8:0:1::1"))
        }
    }

    @Test("a limit that the city changes holds for the next request")
    func changedLimit() async throws {
        let rate = Mutex(Rate(perSecond: 0.01, burst: 1))
        var example = ExampleDoor()
        example.settings.limits = { DoorLimits(sessionRate: rate.withLock { $0 }) }
        try await example.test { client in
            func status() async throws -> Int {
                try await client.execute(uri: "/mine", method: .get, headers: .citizen).status.code
            }
            let first = try await status()
            let second = try await status()
            rate.withLock { $0 = Rate(perSecond: 1_000, burst: 1_000_000) }
            let third = try await status()
            #expect([first, second, third] == [200, 429, 200])
        }
    }

    @Test("one address, an IPv6 /64 counting as one, has so many connections; this machine and proxies have no limit")
    func connectionsPerAddress() {
        let connections = Connections(ConnectionLimits(), perAddress: { 2 }, trusts: { $0.network == "192.0.2.9" })
        let first = ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1", "203.0.113.5"]
            .map { connections.admit(from: $0) }

        #expect(first.map { $0 != nil } == [true, true, false, true, true])
        #expect((0..<5).allSatisfy { _ in connections.admit(from: "127.0.0.1") != nil })
        #expect((0..<5).allSatisfy { _ in connections.admit(from: "192.0.2.9") != nil })
        if let gone = first[0] { connections.remove(gone) }
        #expect(connections.admit(from: "2001:db8::3") != nil)
    }
}

struct AddressTests {
    @Test(
        "an address has one writing and its network",
        arguments: [
            ("192.0.2.1", "192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1"),
            ("192.0.2.1:4711", "192.0.2.1", "192.0.2.1"), ("[2001:DB8::1]:443", "2001:db8::1", "2001:db8::/64"),
            ("2001:db8:0:0:1:2:3:4", "2001:db8::1:2:3:4", "2001:db8::/64"), ("fe80::1%eth0", "fe80::1", "fe80::/64"),
            ("::1", "::1", "::/64"), ("nonsense", "", ""), ("", "", ""), ("1.2.3.4.5", "", ""),
        ])
    func addresses(written: String, text: String, network: String) {
        let address = ClientAddress(written)

        #expect(address.text == text && address.network == network)
    }

    @Test("only proxies that we trust may say for whom they ask; the first stranger from the right is the sender")
    func forwarded() {
        let proxies = ["10.0.0.0/30", "2001:db8:1::/48"].compactMap { AddressRange($0) }
        func sender(_ peer: String, _ headers: String...) -> String {
            ClientAddress.sender(peer: peer, forwardedFor: headers, trustedProxies: proxies).text
        }

        #expect(sender("10.0.0.1", "198.51.100.7, 203.0.113.9") == "203.0.113.9")
        #expect(sender("::ffff:10.0.0.1", "203.0.113.9") == "203.0.113.9")
        #expect(sender("10.0.0.1", "198.51.100.7", "203.0.113.9, 10.0.0.2") == "203.0.113.9")
        #expect(sender("2001:db8:1::7", "2001:db8:2::9,10.0.0.3") == "2001:db8:2::9")
        #expect(sender("198.51.100.1", "203.0.113.9") == "198.51.100.1")
        #expect(sender("10.0.0.4", "203.0.113.9") == "10.0.0.4")
        #expect(sender("10.0.0.1") == "10.0.0.1")
        #expect(sender("10.0.0.1", "unknown") == "10.0.0.1")
    }

    @Test(
        "a network is read in CIDR writing of both families",
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
            ("192.0.2.128/25", "192.0.2.127", false),
            ("192.0.2.1", "192.0.2.1", true), ("0.0.0.0/0", "198.51.100.1", true), ("0.0.0.0/0", "::1", false),
            ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
        ])
    func networks(written: String, address: String, lies: Bool) throws {
        let network = try #require(AddressRange(written))

        #expect(network.contains(ClientAddress(address)) == lies)
    }

    @Test(
        "what is no network is none",
        arguments: ["", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/08", "a/8", "1.2.3.4/8/8"])
    func noNetworks(written: String) {
        #expect(AddressRange(written) == nil)
    }
}
