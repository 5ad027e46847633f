package import NIOCore
import NIOPosix

/// How long a run is, and how it is paced.
package struct RunPlan: Sendable {
    /// Seconds over which people arrive; they are not measured.
    package var ramp: Double
    /// Seconds that are measured.
    package var seconds: Double
    /// Acts per second of the whole crowd, whatever the answers take; nil: everybody waits for their answer.
    package var rate: Double?
    package var seed: UInt64
    /// Seconds that one answer may take.
    package var patience: Double

    package init(ramp: Double, seconds: Double, rate: Double? = nil, seed: UInt64 = 1, patience: Double = 30) {
        self.ramp = ramp
        self.seconds = seconds
        self.rate = rate
        self.seed = seed
        self.patience = patience
    }
}

/// All people of a run on one event loop: nothing is locked, and thousands cost little more than their requests.
package actor Crowd {
    package nonisolated let loop: any EventLoop
    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }

    let plan: RunPlan
    let city: BenchCity
    let doors: DoorAddresses
    private(set) var tally = Tally()
    var work: Workload
    private var connections: [ClientConnection] = []
    private var living = 0
    private let begin: NIODeadline
    private let measuredFrom: NIODeadline
    let end: NIODeadline
    /// Open loop: when the next act is due.
    private var nextTicket: NIODeadline
    private var ticketChance: Chance
    /// For what must never have been there before, in any run: keys, drafts, files.
    var fresh = Chance(seed: UInt64.random(in: .min ... .max))

    /// - Throws: when a door of the city is not on this machine.
    package init(city: BenchCity, plan: RunPlan, on loop: any EventLoop) throws {
        self.loop = loop
        self.city = city
        self.plan = plan
        doors = try DoorAddresses(city.doors)
        work = Workload(city)
        begin = .now()
        measuredFrom = begin + .lasting(plan.ramp)
        end = measuredFrom + .lasting(plan.seconds)
        nextTicket = begin
        ticketChance = Chance(seed: plan.seed)
    }

    // MARK: Running

    /// Lets everybody live until the end.
    ///
    /// - Parameter life: what the person of that number does; ends soon after `end`.
    func run(count: Int, _ life: @escaping @Sendable (Int) async -> Void) async -> Tally {
        living = count
        let executor = LoopExecutor(loop)
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                // Between two turns of the crowd a life would otherwise hop to a thread of the common pool and back.
                group.addTask(executorPreference: executor) {
                    await life(index)
                    await self.leave()
                }
            }
            group.addTask { await self.watch() }
        }
        for connection in connections { connection.close() }
        return tally
    }

    private func leave() {
        living -= 1
    }

    /// Ends requests whose time is over, once a second: a timer for each request would cost more than the request.
    private func watch() async {
        while living > 0 {
            await sleep(until: .now() + .milliseconds(500))
            connections.removeAll { !$0.isOpen }
            let now = NIODeadline.now()
            for connection in connections { connection.checkDeadline(now) }
        }
    }

    /// Waits, but not beyond the end of the run.
    func sleep(seconds: Double) async {
        await sleep(until: min(end, .now() + .lasting(seconds)))
    }

    func sleep(until moment: NIODeadline) async {
        guard moment > .now() else { return }
        await withCheckedContinuation { continuation in
            _ = loop.scheduleTask(deadline: moment) { continuation.resume() }
        }
    }

    var isOver: Bool { NIODeadline.now() >= end }

    /// The next act of an open loop: waits until it is due and says when that was, so that a late start counts as
    /// waiting. Nil in a closed loop.
    func ticket() async -> NIODeadline? {
        guard let rate = plan.rate else { return nil }
        let due = nextTicket
        nextTicket = due + .lasting(ticketChance.pause(mean: 1 / rate, longest: .infinity))
        await sleep(until: min(due, end))
        return due
    }

    // MARK: One request

    /// Sends a request as somebody and counts how it went.
    ///
    /// - Parameter due: when it should have begun; the time runs from there.
    /// - Returns: the answer, when it was the expected one.
    func ask(
        _ person: Person, _ operation: Operation, _ request: HTTPRequestText, due: NIODeadline? = nil
    ) async -> HTTPAnswer? {
        let start = due ?? .now()
        do {
            let answer = try await exchange(person, request)
            if answer.status == 409 {
                tally.conflict(operation)
                return nil
            }
            guard answer.status == request.expected else {
                tally.fail(operation, .status(answer.status))
                return nil
            }
            let time = (NIODeadline.now() - start).nanoseconds / 1_000
            tally.record(operation, microseconds: time, isMeasured: start >= measuredFrom && start < end)
            return answer
        } catch {
            tally.fail(operation, Self.trouble(of: error))
            return nil
        }
    }

    /// Counts what came but was not understood.
    func misunderstood(_ operation: Operation) {
        tally.fail(operation, .malformed)
    }

    /// Records something that was made of several requests.
    func record(_ operation: Operation, since start: NIODeadline) {
        let time = (NIODeadline.now() - start).nanoseconds / 1_000
        tally.record(operation, microseconds: time, isMeasured: start >= measuredFrom && start < end)
    }

    private static func trouble(of error: any Error) -> Trouble {
        switch error {
        case is ClientConnection.TimedOut: .timeout
        case is ClientConnection.Ended: .closed
        case is AnswerFault: .malformed
        default: .unreachable
        }
    }

    private func exchange(_ person: Person, _ request: HTTPRequestText) async throws -> HTTPAnswer {
        // A server ends idle connections; a browser then opens another one and asks again what is safe to ask twice.
        let isReused = person.connection?.isOpen ?? false
        do {
            return try await exchangeOnce(person, request)
        } catch let ended as ClientConnection.Ended where isReused && ended.isUntouched && request.expected == 200 {
            return try await exchangeOnce(person, request)
        }
    }

    private func exchangeOnce(_ person: Person, _ request: HTTPRequestText) async throws -> HTTPAnswer {
        let connection = try await connection(of: person)
        var bytes = ByteBuffer()
        bytes.reserveCapacity(minimumWritableBytes: 512 + request.body.readableBytes)
        request.write(to: &bytes, head: person.hat.head)
        let deadline = NIODeadline.now() + .lasting(plan.patience)
        return try await withCheckedThrowingContinuation { continuation in
            connection.send(bytes, readsBody: request.readsBody, until: deadline, continuation)
        }
    }

    private func connection(of person: Person) async throws -> ClientConnection {
        if let connection = person.connection, connection.isOpen,
            NIODeadline.now() - connection.idleSince < .seconds(28)
        {
            return connection
        }
        person.connection?.close()
        let connection = ClientConnection()
        let bound = NIOLoopBound(connection, eventLoop: loop)
        let channel = try await ClientBootstrap(group: loop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connectTimeout(.seconds(10))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(bound.value) }
            }
            .connect(to: person.door.socketAddress()).get()
        guard channel.isActive else { throw ClientConnection.Ended(isUntouched: true) }
        connections.append(connection)
        person.connection = connection
        return connection
    }
}

/// Runs on the crowd's loop also what belongs to no actor.
private final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}

extension TimeAmount {
    static func lasting(_ seconds: Double) -> TimeAmount {
        .nanoseconds(Int64(min(max(seconds, 0), 1e6) * 1e9))
    }
}

/// Who a request is sent as: host, session and what else goes along with each; whole header lines.
struct Hat: Sendable {
    let csrf: String
    let head: String

    init(_ door: DoorAddress, cookie: String, token: String, csrf: String) {
        self.csrf = csrf
        head = "Host: \(door.authority)\r\nCookie: \(cookie)=\(token)\r\n"
    }

    /// Nobody in particular.
    init(_ door: DoorAddress) {
        csrf = ""
        head = "Host: \(door.authority)\r\n"
    }

    /// A connected system.
    init(_ door: DoorAddress, bearer: String) {
        csrf = ""
        head = "Host: \(door.authority)\r\nAuthorization: Bearer \(bearer)\r\nAccept: application/json\r\n"
    }
}

/// Somebody with a connection to one door.
final class Person {
    let door: DoorAddress
    /// Clerks of one body stand for all its posts, one after the other.
    var hat: Hat
    var chance: Chance
    var connection: ClientConnection?

    init(door: DoorAddress, hat: Hat, chance: Chance) {
        self.door = door
        self.hat = hat
        self.chance = chance
    }

    var csrf: String { hat.csrf }
}
