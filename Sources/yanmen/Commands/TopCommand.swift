import ArgumentParser
import Foundation

/// Shows how the platform does, second by second.
struct TopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top", abstract: "在终端里看平台的运行情况，每秒刷新。",
        discussion: "读本机管理门的 /metrics。按 Ctrl-C 结束；--once 只显示一次，--json 打印一行 JSON。")

    @Option(help: "端口基数，与 yanmen up 相同。")
    var portBase = 8080

    @Flag(help: "只显示一次。")
    var once = false

    @Flag(help: "只打印一行 JSON。")
    var json = false

    func validate() throws {
        guard (1...65_000).contains(portBase) else {
            throw ValidationError("--port-base 应在 1 到 65000 之间，您给的是 \(portBase)。")
        }
    }

    func run() async throws {
        var before = try await read()
        repeat {
            try await Task.sleep(for: .seconds(1))
            let now = try await read()
            let frame = TopFrame(from: before.metrics, to: now.metrics, seconds: now.at - before.at)
            if json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys]
                print(String(decoding: try encoder.encode(frame), as: UTF8.self))
            } else {
                // Home and clear: the frame before is written over.
                print((once ? "" : "\u{1B}[H\u{1B}[2J") + frame.text)
            }
            flushOutput()
            before = now
        } while !once && !json
    }

    private func read() async throws -> (metrics: MetricsReading, at: Double) {
        let reply: LoopbackRequest.Reply
        do {
            reply = try await LoopbackRequest(path: "/metrics").send(port: portBase + 4)
        } catch {
            throw TopFailure(port: portBase + 4)
        }
        guard reply.status == 200 else { throw TopFailure(port: portBase + 4) }
        return (MetricsReading(reply.body), ProcessInfo.processInfo.systemUptime)
    }
}

/// Nobody answers at the management door.
struct TopFailure: Error, CustomStringConvertible {
    let port: Int

    var description: String { "本机端口 \(port) 上没有管理门应答。平台在运行吗？--port-base 与 yanmen up 一致吗？" }
}
