import Base
import Foundation
import Postgres
import Synchronization
import Web

/// Marks requests and writes down statements that took longer than the city allows: of statements the text alone, whose
/// values are parameters and stay out.
final class SlowLog: SettingsFollower {
    private struct Line: Encodable {
        let door: String
        let milliseconds: Double
        let slow = "statement"
        let sql: [String]
        let time: Date
    }

    private let statementLimit = Atomic<Int>(SettingKey<Int>.slowStatement.fallback)
    private let pageLimit = Atomic<Int>(SettingKey<Int>.slowPage.fallback)
    private let write: @Sendable (Data) -> Void

    /// - Parameter write: takes whole lines.
    init(write: @escaping @Sendable (Data) -> Void = SlowLog.toStandardOutput) {
        self.write = write
    }

    func refresh(from settings: Settings) async throws {
        statementLimit.store(try await settings.value(.slowStatement), ordering: .relaxed)
        pageLimit.store(try await settings.value(.slowPage), ordering: .relaxed)
    }

    /// Writes a line when a round trip took long.
    func note(_ trip: [SQL], took time: Duration, door: DoorName) {
        let limit = statementLimit.load(ordering: .relaxed)
        guard limit > 0, time >= .milliseconds(limit) else { return }
        let milliseconds = Double(Int(time / .microseconds(1))) / 1_000
        let line = Line(door: door.rawValue, milliseconds: milliseconds, sql: trip.map(\.text), time: Date())
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(line) else { return }
        write(data + [UInt8(ascii: "\n")])
    }

    /// A `DoorSettings.log` that marks what was slow.
    func marking(
        _ log: @escaping @Sendable (AccessLogEntry) -> Void = AccessLogEntry.toStandardOutput
    ) -> @Sendable (AccessLogEntry) -> Void {
        { [self] entry in
            let limit = pageLimit.load(ordering: .relaxed)
            guard limit > 0, entry.milliseconds >= Double(limit) else { return log(entry) }
            var marked = entry
            marked.isSlow = true
            log(marked)
        }
    }

    private static let toStandardOutput: @Sendable (Data) -> Void = { line in
        line.withUnsafeBytes { bytes in _ = Glibc.write(1, bytes.baseAddress, bytes.count) }
    }
}
