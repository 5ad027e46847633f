import Base
import Cases
import Foundation
import Notices
import People
import Postgres
import Web

extension SettingKey<String> {
    /// Where people reach a door, without a slash at the end; empty means this machine by its port.
    static func address(of door: DoorName) -> SettingKey<String> {
        SettingKey("\(door.rawValue).address", fallback: "")
    }
}

extension SettingKey<[String]> {
    /// Networks of the reverse proxies whose word on senders counts, in CIDR writing.
    static let trustedProxies = SettingKey("doors.trustedProxies", fallback: [])
    /// Further host names that the doors answer to.
    static let hosts = SettingKey("doors.hosts", fallback: [])
}

extension SettingKey<Int> {
    /// From how many milliseconds on a trip to the database is written into the log; 0 is never.
    static let slowStatement = SettingKey("log.slowStatementMilliseconds", fallback: 200)
    /// From how many milliseconds on a line of the access log is marked as slow; 0 is never.
    static let slowPage = SettingKey("log.slowPageMilliseconds", fallback: 1_000)
}

/// One setting as an administrator meets it: its name, its meaning, and the rule for what may be typed.
struct CitySetting: Sendable {
    /// What was typed is no value of the setting; the sentence says what would be.
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    let name: String
    let meaning: String
    /// The default as it is typed; empty for none.
    let fallback: String
    /// The statements that change the setting, with their audit row.
    let change: @Sendable (_ typed: String, _ party: ActingParty) throws -> [SQL]
    /// A stored value as it is typed.
    let text: @Sendable (JSON) -> String

    private init<Value>(
        _ key: SettingKey<Value>, _ meaning: String, read: @escaping @Sendable (String) throws(Refused) -> Value,
        write: @escaping @Sendable (Value) -> String
    ) {
        name = key.name
        self.meaning = meaning
        fallback = write(key.fallback)
        change = { typed, party in try Settings.change(key, to: try read(typed), by: party) }
        text = { stored in (try? stored.decode(Value.self)).map(write) ?? stored.text }
    }

    /// Everything that a city may change.
    static let all: [CitySetting] = [
        address(.public, "公众门户的网址；二维码、短信和文书里的链接用它"), address(.office, "工作台的网址"),
        address(.api, "接口的网址"), address(.terminal, "终端的网址"),
        CitySetting(
            .trustedProxies, "反向代理的网段（CIDR，逗号分隔，IPv4 或 IPv6）；只有它们说的来源地址和协议才算数", read: networks, write: joined),
        CitySetting(.hosts, "网址以外还允许的主机名（逗号分隔）", read: hosts, write: joined),
        number(.staffUnusedDays, 0...3_650, "工作人员账号多少天未登录就停用；0 为不停用"),
        CitySetting(.smsSignature, "短信开头的签名", read: signature, write: { $0 }),
        number(.maximumUploadBytes, 1_024...(200 << 20), "单个材料文件最多多少字节"),
        number(.addressPerSecond, 10...100_000, "一个来源（IPv4 地址或 IPv6 /64 网段）每秒最多多少请求；短时可达四倍。整个单位共用一个出口地址时可调大"),
        number(.sessionPerSecond, 5...10_000, "一个登录会话每秒最多多少请求；短时可达四倍"),
        number(.senderAtOnce, 1...63, "一个登录会话或接入系统在每份进程里同时最多办理多少请求"),
        number(.connectionsPerAddress, 8...4_096, "一个来源对每份进程最多多少个连接"),
        number(.slowStatement, 0...600_000, "数据库往返超过多少毫秒记入慢查询日志；0 为不记"),
        number(.slowPage, 0...600_000, "请求超过多少毫秒在访问日志里标为慢；0 为不标"),
        CitySetting(.documentsAreSamples, "文书是否加盖“示例”（true 或 false）", read: truth, write: { "\($0)" }),
    ]

    private static func address(_ door: DoorName, _ meaning: String) -> CitySetting {
        CitySetting(.address(of: door), meaning, read: origin, write: { $0 })
    }

    private static func number(_ key: SettingKey<Int>, _ range: ClosedRange<Int>, _ meaning: String) -> CitySetting {
        CitySetting(key, meaning, read: { typed throws(Refused) in try whole(typed, range) }, write: { "\($0)" })
    }

    private static func joined(_ words: [String]) -> String { words.joined(separator: ",") }

    // MARK: Rules

    private static func origin(_ typed: String) throws(Refused) -> String {
        guard let origin = WebAddress(typed) else {
            throw Refused(description: "应为 https://主机名 或 http://主机名:端口，不带路径，例如 https://zwfw.example.gov.cn。")
        }
        return origin.text
    }

    private static func networks(_ typed: String) throws(Refused) -> [String] {
        var networks: [String] = []
        for word in words(typed) {
            guard let network = AddressRange(word) else {
                throw Refused(description: "“\(word)”不是网段，应写作 10.0.0.0/8、2001:db8::/32 或单个地址。")
            }
            networks.append(network.description)
        }
        return networks
    }

    private static func hosts(_ typed: String) throws(Refused) -> [String] {
        var hosts: [String] = []
        for word in words(typed) {
            guard let address = WebAddress("http://\(word)"), address.host == word.lowercased() else {
                throw Refused(description: "“\(word)”不是主机名，不要写协议、端口和路径。")
            }
            hosts.append(address.host)
        }
        return hosts
    }

    private static func whole(_ typed: String, _ range: ClosedRange<Int>) throws(Refused) -> Int {
        guard let number = Int(typed), range.contains(number) else {
            throw Refused(description: "应为 \(range.lowerBound) 到 \(range.upperBound) 的整数。")
        }
        return number
    }

    private static func signature(_ typed: String) throws(Refused) -> String {
        guard (2...22).contains(typed.count), typed.hasPrefix("【"), typed.hasSuffix("】") else {
            throw Refused(description: "应写在【】里，最多 20 字，例如【忻州政务】。")
        }
        return typed
    }

    private static func truth(_ typed: String) throws(Refused) -> Bool {
        guard let truth = Bool(typed) else { throw Refused(description: "应为 true 或 false。") }
        return truth
    }

    private static func words(_ typed: String) -> [String] {
        typed.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}

/// Scheme, host and perhaps port of a site.
struct WebAddress: Sendable, Hashable {
    /// `https://zwfw.example.gov.cn:8443`.
    let text: String
    /// The name without the port, in lower case; an IPv6 address in brackets.
    let host: String

    /// Reads an address without path, query and name of a user; nil for anything else.
    init?(_ typed: String) {
        guard let parts = URLComponents(string: typed), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.host?.lowercased(), !host.isEmpty,
            host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), ["", "/"].contains(parts.path), parts.query == nil,
            parts.fragment == nil, parts.user == nil
        else { return nil }
        self.host = host
        text = "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
    }

    /// Whether it names this machine only.
    var isLocal: Bool { ["localhost", "127.0.0.1", "[::1]"].contains(host) }
}
