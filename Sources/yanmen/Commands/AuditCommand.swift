import ArgumentParser
import Base
import Foundation
import People
import Postgres
import WorkCalendar

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "操作日志和登录日志。",
        subcommands: [SearchAudit.self, ExportAudit.self, VerifyAudit.self])

    struct VerifyAudit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "校验操作日志的 SM3 链。",
            discussion: "完整时退出码为 0；否则指出第一处被改、缺失或插入的记录，退出码为 2。")

        @OptionGroup var city: CityOptions

        func run() async throws {
            let configuration = try city.configuration()
            let head = AuditHeadFile(path: configuration.dataFolder + "/audit-head.log")
            let verdict = try await AuditVerifier(database: configuration.owner, headFile: head).verify()
            print("已校验 \(verdict.proved) 条，待封 \(verdict.waiting) 条，链头 \(verdict.head)")
            guard let finding = verdict.finding else {
                print("操作日志完整。")
                return
            }
            complain(finding.sentence)
            throw Exit.refused
        }
    }

    /// What is looked for, and in which log.
    struct Filter: ParsableArguments {
        @Flag(help: "查登录日志，不加则查操作日志。")
        var signIns = false

        @Option(help: "从哪一天起，如 2026-01-31。")
        var from: Day?

        @Option(help: "到哪一天止（含）。")
        var to: Day?

        @Option(help: "谁：登录名、姓名或账号标识。")
        var who = ""

        @Option(help: "操作的开头，如 case. 或 staff.grant（只用于操作日志）。")
        var act = ""

        @Option(help: "对象的标识（只用于操作日志）。")
        var object = ""

        @Option(help: "结果，如 ok、refused、locked。")
        var result = ""

        var log: ConsoleLogs.Log { signIns ? .signIns : .operations }

        var query: LogQuery {
            var query = LogQuery()
            query.from = from?.date
            query.to = to?.date
            query.who = who
            query.act = act
            query.object = object
            query.result = result
            return query
        }
    }

    struct SearchAudit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "search", abstract: "查日志，新的在前。", discussion: "查询本身也记入操作日志。")

        @OptionGroup var city: CityOptions
        @OptionGroup var filter: Filter

        @Option(help: "最多多少条。")
        var limit = 50

        func validate() throws {
            guard (1...1_000).contains(limit) else { throw ValidationError("--limit 应在 1 到 1000 之间。") }
        }

        func run() async throws {
            let logs = ConsoleLogs(database: try city.configuration().owner)
            var query = filter.query
            query.limit = limit
            let rows = try await logs.search(filter.log, query)
            for row in rows { print(row.joined(separator: "\t")) }
            complain("共 \(rows.count) 条\(rows.count == limit ? "，可能还有更多" : "")。")
        }
    }

    struct ExportAudit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "把日志导出为 CSV。", discussion: "导出本身也记入操作日志。不给 --output 则写到标准输出。")

        @OptionGroup var city: CityOptions
        @OptionGroup var filter: Filter

        @Option(help: "写到哪个文件；已有的文件不会被覆盖。")
        var output: String?

        func run() async throws {
            let logs = ConsoleLogs(database: try city.configuration().owner)
            let target = try output.map(Self.newFile) ?? FileHandle.standardOutput
            let count = try await logs.export(filter.log, filter.query) { try target.write(contentsOf: Data($0.utf8)) }
            complain("已导出 \(count) 条。")
        }

        private static func newFile(_ path: String) throws -> FileHandle {
            let handle = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
            guard handle >= 0 else {
                complain("不能新建文件 \(path)：\(String(cString: strerror(errno)))。")
                throw ExitCode.failure
            }
            return FileHandle(fileDescriptor: handle, closeOnDealloc: true)
        }
    }

    /// A day as an argument.
    struct Day: ExpressibleByArgument {
        let date: CalendarDate

        init?(argument: String) {
            guard let date = CalendarDate(argument) else { return nil }
            self.date = date
        }
    }
}
