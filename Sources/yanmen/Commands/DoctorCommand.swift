import ArgumentParser
import Base
import EmbeddedPostgres
import Foundation

/// Says what is missing or wrong on this machine, and how to mend it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "检查本机缺什么、哪里不对。", discussion: "全部正常时退出码为 0，否则为 3。")

    @OptionGroup var city: CityOptions

    func run() async throws {
        var faults = 0
        func report(_ name: String, _ isFine: Bool, _ advice: String) {
            print("\(isFine ? "正常" : "问题")  \(name)\(isFine ? "" : "：\(advice)")")
            if !isFine { faults += 1 }
        }
        let server = try? EmbeddedPostgres(folder: CityOptions.defaultFolder + "/postgres", durability: .full)
        report("PostgreSQL 15 或更高", server != nil, "apt-get install postgresql-15")
        let font = FileManager.default.fileExists(atPath: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
        report("中文字体", font, "apt-get install fonts-noto-cjk")
        guard let configuration = try? city.configuration() else { throw Exit.missing }
        let free = Preflight.freeBytes(of: existing(configuration.dataFolder)) ?? 0
        report("磁盘空间（剩 \(free >> 20) MB）", free >= Preflight.leastFreeBytes, "清理磁盘，或用 --data 换一个位置")
        let store = Preflight.faultOfStore(configuration.dataFolder + "/files")
        report("文件存储可写", store == nil, store ?? "")
        for door in DoorName.allCases where door.portOffset != nil {
            let port = configuration.port(of: door)
            report("端口 \(port)（\(door.rawValue)）", Preflight.isFree(port: port), "已被占用；平台正在运行时属正常")
        }
        if geteuid() == 0, let user = ServiceUser.find(ServiceUser.name) {
            let faults = ServiceFolders(dataFolder: configuration.dataFolder).faults(for: user)
            report("数据文件夹的属主", faults.isEmpty, "\(faults.joined(separator: "、")) 不属于 \(user.name)；下次 yanmen up 会改正")
        } else if geteuid() == 0 {
            let canAdd = FileManager.default.isExecutableFile(atPath: "/usr/sbin/useradd")
            report("系统用户 \(ServiceUser.name)（启动时建立）", canAdd, "apt-get install passwd，或用普通用户运行")
        }
        let data = try? CityData.locate(nil)
        report("城市数据", data != nil, "在项目目录中运行，或用 --city-data 指明")
        if faults > 0 { throw Exit.missing }
    }

    private func existing(_ path: String) -> String {
        var url = URL(fileURLWithPath: path)
        while !FileManager.default.fileExists(atPath: url.path), url.path != "/" { url.deleteLastPathComponent() }
        return url.path
    }
}
