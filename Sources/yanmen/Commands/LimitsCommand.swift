import ArgumentParser
import Base
import Cases
import Foundation
import Items
import Logging
import People
import Postgres
import Processes
import Sample
import Web

/// Prints the SQL that the program really sends, as pgbench scripts, and what else a load driver needs.
struct LimitsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "limits", abstract: "把各操作实际发出的 SQL 写成 pgbench 脚本，并为压测准备会话。",
        discussion: """
            只能在 yanmen sample 生成的样例城市上运行。每个操作在本进程的门里真实办一次，记下每一次往返的语句；\
            bench.json 的内容见 Benchmarks/bench-json.md。会话按平常的闲置时间失效，请在压测前即时运行。
            """)

    @OptionGroup var city: CityOptions

    @Option(name: .customLong("out"), help: "写到这个文件夹。")
    var folder: String

    @Option(help: "打开多少个群众会话。")
    var citizens = 2_000

    func validate() throws {
        guard (8...100_000).contains(citizens) else { throw ValidationError("--citizens 应在 8 到 100000 之间。") }
    }

    func run() async throws {
        let configuration = try city.configuration()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await PrivateServer.running(for: configuration, isPrivate: city.database == nil) {
            do {
                try await record(configuration)
            } catch let error as SampleError {
                complain(error.description)
                throw Exit.refused
            }
        }
    }

    private func record(_ configuration: CityConfiguration) async throws {
        let owner = configuration.patientOwner
        let cache = CatalogueCache()
        let catalogue = try await ItemOperations(database: owner, cache: cache).reload()
        let bench = try await BenchCity(owner: owner, catalogue: catalogue, citizens: citizens)
        let recorder = StatementRecorder()
        let secrets = try Secrets(dataFolder: configuration.dataFolder)
        var doors = Doors(configuration: configuration, secrets: secrets, catalogue: cache)
        doors.isQuiet = true
        let opened = doors
        var logger = configuration.logger("limits")
        // The doors are closed in the middle of their work.
        logger.logLevel = .critical
        let quiet = logger
        let limits = try await withThrowingTaskGroup(of: Void.self) { group in
            var ports: [DoorName: Int] = [:]
            for name in [DoorName.public, .office, .api] {
                let services = CityServices(
                    configuration, door: name, catalogue: cache, poolSize: 2, observer: recorder.note)
                let (running, continuation) = AsyncStream<Int>.makeStream()
                let server = DoorServer(
                    opened.door(name, services: services), at: .port(0, .thisMachine),
                    logger: quiet, onRunning: { continuation.yield($0) })
                group.addTask {
                    defer { continuation.finish() }
                    try await server.run()
                }
                for await port in running {
                    ports[name] = port
                    break
                }
            }
            let unseen = CityServices(configuration, door: .public, catalogue: cache, poolSize: 1)
            let recording = LimitsRecording(
                city: bench, recorder: recorder, ports: ports, publicCases: unseen.cases, folder: folder)
            let limits = try await recording.run()
            group.cancelAll()
            return limits
        }
        try bench.file(configuration, limits: limits).bytes.write(to: URL(fileURLWithPath: folder + "/bench.json"))
        for (name, limit) in limits.sorted(by: { $0.key < $1.key }) {
            print("\(name)  \(limit.trips) 次往返，\(limit.statements) 条语句，\(limit.scripts.count) 个脚本")
        }
        await owner.close()
    }
}
