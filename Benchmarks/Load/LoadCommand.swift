import ArgumentParser
import Foundation
import LoadDriver
import NIOCore
import NIOPosix

/// Plays the people of a city against a running product on the same machine and prints JSON lines.
@main
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yanmen-load",
        abstract: "Plays citizens, clerks and supervisors against a running product on this machine.",
        discussion: """
            Reads bench.json, which `yanmen limits` writes for a sampled city, and prints results as JSON lines: one for
            each operation, then one for all. Times are milliseconds. Only this machine's own doors are ever called.
            """,
        subcommands: [DayCommand.self, CapacityCommand.self])
}

struct RunOptions: ParsableArguments {
    @Option(help: "bench.json of the sampled city.")
    var city: String?

    @Option(help: "Instead of a city: the address of another program on this machine that does the same work.")
    var peer: String?

    @Option(help: "How many cases the peer has.")
    var peerCases = 100_000

    @Option(help: "Seconds that are measured, at most 3600.")
    var seconds = 30.0

    @Option(help: "Acts per second of all together (open loop; latency counts from when an act was due).")
    var rate: Double?

    @Option(help: "Seed of all chance.")
    var seed: UInt64 = 1

    @Option(help: "Seconds that one answer may take.")
    var patience = 30.0

    func validate() throws {
        guard (city == nil) != (peer == nil) else { throw ValidationError("Give either --city or --peer.") }
        guard (1...100_000_000).contains(peerCases) else { throw ValidationError("--peer-cases is at least 1.") }
        guard (0.1...3_600).contains(seconds) else { throw ValidationError("--seconds is from 0.1 to 3600.") }
        guard (0.1...300).contains(patience) else { throw ValidationError("--patience is from 0.1 to 300.") }
        if let rate, !(0.01...100_000).contains(rate) { throw ValidationError("--rate is from 0.01 to 100000.") }
    }

    func target() throws -> BenchCity {
        if let city { return try BenchCity.load(city) }
        return BenchCity.bare(peer ?? "")
    }

    /// The other program, when it is one that is measured.
    var other: Peer? { peer.map { _ in Peer(cases: peerCases) } }

    func plan(ramp: Double) -> RunPlan {
        RunPlan(ramp: ramp, seconds: seconds, rate: rate, seed: seed, patience: patience)
    }
}

struct DayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "day", abstract: "A city day: everybody thinks between two acts.")

    @OptionGroup var options: RunOptions

    @Option(help: "How many people, at most 20000.")
    var users = 500

    @Option(help: "Seconds over which they arrive; not measured.")
    var ramp = 10.0

    func validate() throws {
        guard (1...20_000).contains(users) else { throw ValidationError("--users is from 1 to 20000.") }
        guard (0...600).contains(ramp) else { throw ValidationError("--ramp is from 0 to 600.") }
    }

    func run() async throws {
        try await Measurement(options, ramp: ramp).report("day", users: users) { crowd in
            if let peer = options.other { return await crowd.day(users: users, at: peer) }
            return await crowd.day(users: users)
        }
    }
}

struct CapacityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capacity", abstract: "One operation over and over, without a pause.")

    @OptionGroup var options: RunOptions

    @Option(help: "The operation: \(CapacityRun.allCases.map(\.rawValue).joined(separator: ", ")).")
    var op: CapacityRun

    @Option(help: "Connections, at most 20000.")
    var connections = 16

    @Option(help: "Seconds before it is measured.")
    var warmUp = 2.0

    func validate() throws {
        guard (1...20_000).contains(connections) else { throw ValidationError("--connections is from 1 to 20000.") }
        guard (0...600).contains(warmUp) else { throw ValidationError("--warm-up is from 0 to 600.") }
    }

    func run() async throws {
        try await Measurement(options, ramp: warmUp).report("capacity", users: connections) { crowd in
            if let peer = options.other { return await crowd.capacity(op, connections: connections, at: peer) }
            return await crowd.capacity(op, connections: connections)
        }
    }
}

extension CapacityRun: ExpressibleByArgument {}

/// One run from its beginning to the printed result.
struct Measurement {
    private let options: RunOptions
    private let ramp: Double

    init(_ options: RunOptions, ramp: Double) {
        self.options = options
        self.ramp = ramp
    }

    func report(_ run: String, users: Int, _ measure: (Crowd) async -> Tally) async throws {
        let city = try options.target()
        try OpenFiles.allow(users + 64)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let crowd = try Crowd(city: city, plan: options.plan(ramp: ramp), on: group.next())
        let clock = ContinuousClock()
        let begin = clock.now
        let tally = await measure(crowd)
        let whole = (clock.now - begin) / .seconds(1)
        let report = Report(
            run: run, users: users, seconds: options.seconds, offered: options.rate,
            driverSeconds: ProcessorTime.ofThisProcess, wholeSeconds: whole)
        for line in try report.lines(tally) { print(line) }
        try await group.shutdownGracefully()
    }
}
