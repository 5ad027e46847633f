import ArgumentParser
import Base
import Foundation
import Postgres

/// Shows and changes what a city may set without a new version.
struct SettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "查看和更改设置。",
        discussion: "更改记入操作日志，各个门十秒内、后台任务半分钟内生效，不用重启。",
        subcommands: [ListSettings.self, SetSetting.self, ResetSetting.self])

    struct ListSettings: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "列出全部设置、现在的值和含义。")

        @OptionGroup var city: CityOptions

        func run() async throws {
            let database = try city.configuration().owner
            for setting in CitySetting.all {
                let stored = try await Settings.stored(setting.name, on: database)
                let value = stored.map(setting.text) ?? setting.fallback
                print("\(setting.name) = \(value)\(stored == nil ? "（默认）" : "")\n    \(setting.meaning)")
            }
        }
    }

    struct SetSetting: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "更改一项设置。",
            discussion: "例如 yanmen settings set public.address https://zwfw.example.gov.cn")

        @OptionGroup var city: CityOptions

        @Argument(help: "设置的名称。")
        var name: String

        @Argument(help: "新的值。")
        var value: String

        func run() async throws {
            let setting = try SettingsCommand.known(name)
            let statements: [SQL]
            do {
                statements = try setting.change(value, .system("settings set"))
            } catch let refused as CitySetting.Refused {
                throw ValidationError("\(name)：\(refused)")
            }
            try await city.configuration().owner.pipeline(statements)
            print("\(name) = \(value)")
        }
    }

    struct ResetSetting: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "reset", abstract: "把一项设置恢复为默认值。")

        @OptionGroup var city: CityOptions

        @Argument(help: "设置的名称。")
        var name: String

        func run() async throws {
            let setting = try SettingsCommand.known(name)
            try await city.configuration().owner.pipeline(Settings.reset(name, by: .system("settings reset")))
            print("\(name) = \(setting.fallback)（默认）")
        }
    }

    fileprivate static func known(_ name: String) throws -> CitySetting {
        guard let setting = CitySetting.all.first(where: { $0.name == name }) else {
            throw ValidationError("没有名为 \(name) 的设置。全部设置见 yanmen settings list。")
        }
        return setting
    }
}
