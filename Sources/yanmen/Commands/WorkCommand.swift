import ArgumentParser
import Base
import Cases
import Foundation
import Items
import ManagementDoor
import Notices
import People
import Postgres
import ServiceLifecycle
import UnixSignals

/// Runs the background worker.
struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "运行后台任务：短信、文书、审计封链、到期处理、清理。",
        discussion: "可以同时运行多份；每件任务只由其中一份领取。")

    @OptionGroup var city: CityOptions
    @OptionGroup var supervision: SupervisionOptions

    func run() async throws {
        let configuration = try city.configuration()
        let logger = configuration.logger("work")
        let catalogue = CatalogueCache()
        let slow = SlowLog()
        let services = CityServices(configuration, door: .worker, catalogue: catalogue, slow: slow)
        _ = try await services.items.reload()
        let keeper = SettingsKeeper(followers: [slow], database: services.database, logger: logger)
        try await keeper.refresh()
        let head = AuditHeadFile(path: configuration.dataFolder + "/audit-head.log")
        let sender = SMSSender(
            database: services.database, gateway: DemoGateway(), settings: services.settings)
        let cleaning = FileCleaning(database: services.database, store: services.files)
        let codes = JobHandler(PhoneCodeMessage.self) { message in
            let notice = Notice.code(message.code, for: "登录", to: message.phone, minutes: 5, now: Date())
            try await services.database.pipeline(try notice.statements(now: Date()))
        }
        let worker = JobWorker(
            database: services.database, handlers: [sender.handler, codes] + services.cases.jobHandlers,
            tasks: [AuditSealer(database: services.database, headFile: head).task] + cleaning.tasks
                + services.cases.periodicTasks + [JobCleaning(database: services.database).task]
                + [UnusedAccounts(database: services.database, settings: services.settings).task],
            logger: logger, id: "\(ProcessInfo.processInfo.hostName)-\(getpid())")
        let shared = try SharedState(dataFolder: configuration.dataFolder)
        let report = ProcessReport(board: shared.board, kind: .worker, loads: [], databases: [services.database])
        let list =
            supervision.services + [
                .init(service: worker), .init(service: CatalogueKeeper(items: services.items)), .init(service: report),
                .init(service: keeper),
            ]
        var group = ServiceGroupConfiguration(
            services: list, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(12)
        supervision.readySignal(after: 1).partIsReady()
        try await ServiceGroup(configuration: group).run()
    }
}
