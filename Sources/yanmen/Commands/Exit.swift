import ArgumentParser
import EmbeddedPostgres
import Postgres
import Processes

/// The documented exit codes of the program.
enum Exit {
    static let refused = ExitCode(2)
    static let missing = ExitCode(3)
    static let portTaken = ExitCode(4)
    static let diskFull = ExitCode(5)
    static let database = ExitCode(6)
    static let folderInUse = ExitCode(7)

    /// Says in a sentence what to do about a failure that has a code of its own.
    ///
    /// - Returns: the code, or nil for every other error.
    static func explain(_ error: any Error) -> ExitCode? {
        switch error {
        case let error as PostgresError:
            guard let advice = error.advice else { return nil }
            complain("数据库不可用：\(error)。\n\(advice)")
            return database
        case EmbeddedPostgresError.notInstalled:
            complain("没有安装 PostgreSQL 15 或更高版本。请运行：apt-get install postgresql-15")
            return missing
        case let error as EmbeddedPostgresError:
            complain("私有数据库没有启动：\(error)。\n请看数据文件夹里的 postgres/server.log，并确认没有另一个程序在用同一个数据文件夹。")
            return database
        case let error as ListenFailure:
            complain("\(error)")
            return portTaken
        case let error as DataFolderInUse:
            complain("\(error)")
            return folderInUse
        default: return nil
        }
    }
}

extension PostgresError {
    /// What the administrator can do when the database cannot be reached or refuses to work; nil for other failures.
    fileprivate var advice: String? {
        switch self {
        case .connection(let message) where message.contains("does not exist"):
            return "请核对 --database 里的数据库名；数据库角色由 yanmen migrate 建立。"
        case .connection(let message) where message.contains("authentication") || message.contains("password"):
            return "请核对数据库角色的口令（passfile）和服务器的 pg_hba.conf。"
        case .connection, .commitUnknown, .poolExhausted, .closed:
            return "请确认数据库正在运行，--data 或 --database 指的就是它；单机运行请先启动 yanmen up。"
        case .statement(_, let cause): return cause.advice
        case .server(let state, _, _, _, _):
            switch state {
            case "42P01", "3F000", "42883", "42703": return "数据库还不是本程序的版本。请先运行 yanmen migrate。"
            case "42501", "28000", "28P01": return "连接用的数据库角色没有权限。请用数据库的所有者（--owner）。"
            case "53100": return "数据库所在的磁盘已满。请清理后再试。"
            case "53300", "57P01", "57P02", "57P03": return "数据库正在启动、停止或连接已用完。请稍后再试。"
            default: return nil
            }
        case .decoding, .transactionAborted, .cancelled, .misuse: return nil
        }
    }
}
