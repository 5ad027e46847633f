import ArgumentParser

@main
struct YanmenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yanmen",
        abstract: "雁门：城市政务服务平台。",
        discussion: """
            一台机器上运行整个平台：yanmen up。分开运行：yanmen serve（各个门）、yanmen work（后台任务）。

            退出码：0 成功；1 失败；2 校验不通过（审计链断裂、导入被拒）；3 缺少程序或库；4 端口被占用；
            5 磁盘空间不足；6 数据库不可用；64 命令写错。
            """,
        version: "0.1.0",
        subcommands: [
            UpCommand.self, ServeCommand.self, WorkCommand.self, MigrateCommand.self, ItemsCommand.self,
            PeopleCommand.self, AuditCommand.self, SampleCommand.self, LimitsCommand.self,
            RoutesCommand.self, DoctorCommand.self,
        ])
}

/// The documented exit codes of the program.
enum Exit {
    static let refused = ExitCode(2)
    static let missing = ExitCode(3)
    static let portTaken = ExitCode(4)
    static let diskFull = ExitCode(5)
    static let database = ExitCode(6)
}
