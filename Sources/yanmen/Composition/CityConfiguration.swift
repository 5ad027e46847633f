import ArgumentParser
import Base
import EmbeddedPostgres
import Foundation
import Logging

/// Where a city lives: its data folder, its database and its ports.
struct CityConfiguration: Sendable {
    let dataFolder: String
    let portBase: Int
    /// libpq keywords without `user`; each door adds its own role.
    let database: String
    /// Whether the database is the private one in the data folder, which `up` starts and stops.
    var isPrivate = true
    /// The role that owns the schema, for migrations and administrators' commands.
    var ownerRole = EmbeddedPostgres.superuser

    func port(of door: DoorName) -> Int { portBase + (door.portOffset ?? 0) }

    /// The connection string of a door's role.
    func connectionString(for role: String) -> String { "\(database) user=\(role)" }

    /// Command-line arguments that give a child process the same city.
    var arguments: [String] {
        ["--data", dataFolder, "--port-base", String(portBase), "--database", database]
    }

    var addressLines: [String] {
        let doors: [(DoorName, String)] = [
            (.public, "公众门户"), (.office, "工作台  "), (.api, "接口    "), (.terminal, "终端    "),
            (.management, "管理（本机）"),
        ]
        return doors.map { door, name in "\(name)  http://localhost:\(port(of: door))/" }
    }

    func logger(_ label: String) -> Logger {
        var logger = Logger(label: "yanmen.\(label)")
        logger.logLevel = .notice
        return logger
    }
}

/// The options that every command on a city shares.
struct CityOptions: ParsableArguments {
    @Option(name: .customLong("data"), help: "数据文件夹。默认：root 用 /var/lib/yanmen，其他用户用 ~/.local/share/yanmen。")
    var dataFolder: String?

    @Option(help: "端口基数：公众 N、工作台 N+1、接口 N+2、终端 N+3、管理 N+4。")
    var portBase = 8080

    @Option(help: "数据库的 libpq 连接串（不含 user）。默认用数据文件夹里的私有 PostgreSQL。")
    var database: String?

    @Option(help: "数据库所有者的角色名，用于迁移和管理命令。")
    var owner = EmbeddedPostgres.superuser

    func validate() throws {
        guard (1...65_000).contains(portBase) else {
            throw ValidationError("--port-base 应在 1 到 65000 之间，您给的是 \(portBase)。")
        }
    }

    func configuration() throws -> CityConfiguration {
        let folder = absolute(dataFolder ?? Self.defaultFolder)
        let connection = try database ?? Self.privateDatabase(in: folder)
        return CityConfiguration(
            dataFolder: folder, portBase: portBase, database: connection, isPrivate: database == nil, ownerRole: owner)
    }

    static var defaultFolder: String {
        geteuid() == 0 ? "/var/lib/yanmen" : NSHomeDirectory() + "/.local/share/yanmen"
    }

    private static func privateDatabase(in folder: String) throws -> String {
        let server = try EmbeddedPostgres(folder: folder + "/postgres", durability: .full)
        return "host='\(server.socketFolder)' dbname=yanmen"
    }

    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}

/// The folder with the city's own data (`Data/xinzhou` of the project).
enum CityData {
    struct NotFound: Error, CustomStringConvertible {
        let tried: [String]
        var description: String {
            "找不到城市数据文件夹，试过：\(tried.joined(separator: "、"))。请用 --city-data 指明。"
        }
    }

    /// Beside the program or in the current folder, unless named.
    static func locate(_ named: String?) throws -> String {
        var tried: [String] = []
        if let named {
            tried = [named]
        } else {
            let program = try ProgramFile.path()
            var folder = URL(fileURLWithPath: program).deletingLastPathComponent()
            tried.append(FileManager.default.currentDirectoryPath + "/Data/xinzhou")
            for _ in 0..<5 {
                tried.append(folder.appendingPathComponent("Data/xinzhou").path)
                folder.deleteLastPathComponent()
            }
        }
        for path in tried where FileManager.default.fileExists(atPath: path + "/items-catalogue.json") { return path }
        throw NotFound(tried: tried)
    }
}

/// The running program's own file, for starting copies of it.
enum ProgramFile {
    static func path() throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }
}

/// Lines must be seen at once even when standard output is a file.
func flushOutput() { fflush(nil) }
