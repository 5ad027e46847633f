import ArgumentParser
import Base
import Cases
import EmbeddedPostgres
import Foundation
import Items
import People
import Postgres
import Processes
import Sample
import WorkCalendar

/// Fills a city with synthetic cases, for measurements and for trying out.
struct SampleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "生成样例城市：三年的办件，全部为虚构。",
        discussion: """
            先备好城市（迁移、事项、机构、示例人员），再写入办件：3% 待收件、3% 在审查，其余已办结。同样的件数、种子和日期
            总是生成同样的数据。中断后再次运行会接着写；已经写完则什么也不改。有真实办件的数据库会被拒绝。
            运行时平台必须停着。人员姓名都含“样例”，证件号码和手机号不属于任何人。
            """)

    @OptionGroup var city: CityOptions

    @Option(help: "办件数。")
    var cases = 10_000

    @Option(help: "随机种子。")
    var seed = 1

    @Option(help: "截止日期（不含），例如 2026-11-25。默认今天。")
    var until: String?

    @Option(help: "城市数据文件夹（区划、机构、事项、主题）。")
    var cityData: String?

    func validate() throws {
        guard (50...10_000_000).contains(cases) else { throw ValidationError("--cases 应在 50 到 10000000 之间。") }
        if let until, CalendarDate(until) == nil { throw ValidationError("--until 应写成 2026-11-25 的样子。") }
    }

    func run() async throws {
        let configuration = try city.configuration()
        let day = until.flatMap { CalendarDate($0) } ?? CalendarDate(Date())
        let folder = try CityData.locate(cityData)
        let wanted = SampleState(cases: cases, seed: seed, until: day)
        try await PrivateServer.running(for: configuration, isPrivate: city.database == nil) {
            try await Preparation(configuration: configuration, cityData: folder, demoPeople: true).run()
            do {
                try await load(wanted, configuration)
            } catch let error as SampleError {
                complain(error.description)
                throw Exit.refused
            }
        }
    }

    private func load(_ wanted: SampleState, _ configuration: CityConfiguration) async throws {
        let owner = configuration.patientOwner
        let settings = Settings(database: owner)
        let files = FileStore(root: configuration.dataFolder + "/files")
        try await files.prepare()
        let loader = SampleLoader(
            database: owner, catalogue: try await ItemOperations(database: owner, cache: CatalogueCache()).reload(),
            calendar: try await CalendarStore(database: owner).calendar(),
            documents: DocumentSettings(
                publicAddress: try await settings.value(.publicAddress),
                isSample: try await settings.value(.documentsAreSamples)),
            store: files)
        let began = ContinuousClock.now
        let isNew = try await loader.run(wanted) { progress in
            let seconds = (ContinuousClock.now - began).components.seconds
            print("\r\(progress.sentence)，\(seconds) 秒    ", terminator: "")
            flushOutput()
        }
        // The chain's head is written down outside of the database, as the worker does.
        let head = AuditHeadFile(path: configuration.dataFolder + "/audit-head.log")
        _ = try await AuditSealer(database: owner, headFile: head).sealAll()
        await owner.close()
        let seconds = (ContinuousClock.now - began).components.seconds
        print(isNew ? "\r样例已生成：\(wanted.cases) 件，\(seconds) 秒。            " : "样例已经在：\(wanted.cases) 件。")
    }
}

extension SampleLoader.Progress {
    /// One line for the terminal.
    var sentence: String {
        switch step {
        case .people: "群众 \(done)/\(whole)"
        case .cases: "办件 \(done)/\(whole)"
        case .indexes: "索引 \(done)/\(whole)"
        case .figures: "运行总览的数字"
        case .statistics: "统计信息"
        }
    }
}

extension CityConfiguration {
    /// A pool as the owner whose statements may take their time.
    var patientOwner: Database {
        Database(
            configuration: Configuration(
                connectionString: connectionString(for: ownerRole), poolSize: 2,
                statementTimeout: .zero, idleInTransactionTimeout: .zero, applicationName: "yanmen-command"))
    }
}

/// The private PostgreSQL of a data folder, started for a command if it does not run.
enum PrivateServer {
    static func running(
        for configuration: CityConfiguration, isPrivate: Bool, _ work: () async throws -> Void
    ) async throws {
        guard isPrivate else { return try await work() }
        let server = try configuration.privateServer()
        let folders = ServiceFolders(dataFolder: configuration.dataFolder)
        let lock = try await lock(configuration.dataFolder, server)
        defer { lock?.giveBack() }
        guard let lock, !server.isRunning else {
            try await work()
            return try folders.handOverWhatRootMade()
        }
        folders.willBeChangedByRoot()
        _ = try server.start()
        do {
            try await work()
        } catch {
            lock.saysItStops()
            try? server.stop()
            throw error
        }
        lock.saysItStops()
        try server.stop()
    }

    /// Nil when the platform has it, is at work and keeps its database running.
    private static func lock(_ folder: String, _ server: EmbeddedPostgres) async throws -> FolderLock? {
        do {
            return try await DataFolderLock(folder).take()
        } catch let failure as DataFolderInUse where !failure.holder.isStopping && server.isRunning {
            return nil
        }
    }
}
