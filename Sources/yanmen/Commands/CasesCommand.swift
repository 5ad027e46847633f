import ArgumentParser
import Cases
import Postgres

struct CasesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cases", abstract: "办件。", subcommands: [Recount.self])

    struct Recount: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "recount", abstract: "用办件核对运行总览的数字，不符的改正。",
            discussion: """
                逐条列出不符的数字：机构、项目、状态或日期、现值、应为。办理不必停。
                全部相符时退出码为 0；有不符时为 2（不加 --check 则已改正）。
                """)

        @OptionGroup var city: CityOptions

        @Flag(help: "只核对，不改正。")
        var check = false

        func run() async throws {
            let tally = CaseTally(database: try city.configuration().patientOwner)
            let found = try await check ? tally.differences() : tally.mend()
            for one in found {
                print("机构 \(one.bodyID)\t\(one.measure)\t\(one.place)\t现值 \(one.kept)\t应为 \(one.counted)")
            }
            guard !found.isEmpty else {
                print("数字全部相符。")
                return
            }
            complain("\(found.count) 个数字不符\(check ? "。" : "，已改正。")")
            throw Exit.refused
        }
    }
}
