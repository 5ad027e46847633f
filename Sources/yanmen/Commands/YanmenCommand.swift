import ArgumentParser
import Foundation

@main
enum Program {
    /// Rights are given up here, while there is only one thread: an asynchronous `main` already has several, and its first
    /// one would keep the rights of root.
    static func main() {
        do {
            try SupervisionOptions.giveUpRights(CommandLine.arguments)
        } catch {
            YanmenCommand.exit(withError: error)
        }
        Task {
            await YanmenCommand.main()
            exit(0)
        }
        dispatchMain()
    }
}

struct YanmenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yanmen",
        abstract: "雁门：城市政务服务平台。",
        discussion: """
            一台机器上运行整个平台：yanmen up。分开运行：yanmen serve（各个门）、yanmen work（后台任务）。

            退出码：0 成功；1 失败；2 校验不通过（审计链断裂、导入被拒、数字不符）；3 缺少程序或库；4 端口被占用；
            5 磁盘空间不足；6 数据库不可用；7 数据文件夹正被使用；64 命令写错。
            """,
        version: "0.1.0",
        subcommands: [
            UpCommand.self, ServeCommand.self, WorkCommand.self, MigrateCommand.self, ItemsCommand.self,
            PeopleCommand.self, CasesCommand.self, AuditCommand.self, SettingsCommand.self, SampleCommand.self,
            LimitsCommand.self,
            RoutesCommand.self, DoctorCommand.self, TopCommand.self,
        ])

    /// Runs the command that was typed; a failure with a code of its own ends with it and a sentence.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            exit(withError: Exit.explain(error) ?? error)
        }
    }
}
