package import Postgres

/// The name, type and default of something that a city may change without a new version (`base.setting`).
package struct SettingKey<Value: Codable & Sendable>: Sendable {
    package let name: String
    /// What holds where the city has set nothing.
    package let fallback: Value

    package init(_ name: String, fallback: Value) {
        self.name = name
        self.fallback = fallback
    }
}

extension SettingKey<Int> {
    /// The largest file that may be handed in, in bytes.
    package static let maximumUploadBytes = SettingKey("files.maximumBytes", fallback: 200 * 1024 * 1024)
}

extension SettingKey<String> {
    /// Where the public pages are, without a slash at the end: documents and messages lead there.
    package static let publicAddress = SettingKey("public.address", fallback: "http://localhost:8080")
}

/// The city's settings, read through a cache: a change is seen by every program copy within half a minute.
package struct Settings: Sendable {
    private let cache: TimedCache<[String: JSON]>

    /// - Parameter lifetime: how long a value may be out of date.
    package init(database: Database, lifetime: Duration = .seconds(30)) {
        cache = TimedCache(lifetime: lifetime) {
            let pairs: [(String, JSON)] = try await database.rows("SELECT key, value FROM base.setting") { row in
                (try row.get("key"), try row.get("value"))
            }
            return Dictionary(uniqueKeysWithValues: pairs)
        }
    }

    /// The value of a setting, or its default.
    ///
    /// - Throws: `SettingError.unreadable` when the stored value is of another type.
    package func value<Value>(_ key: SettingKey<Value>) async throws -> Value {
        guard let stored = try await cache.value()[key.name] else { return key.fallback }
        do {
            return try stored.decode(Value.self)
        } catch {
            throw SettingError.unreadable(key: key.name)
        }
    }

    /// The statement that keeps what the program itself remembers, which is no act of anybody.
    package static func keeping<Value>(_ key: SettingKey<Value>, _ value: Value) throws -> SQL {
        """
        INSERT INTO base.setting (key, value) VALUES (\(key.name), \(try JSON(value)))
        ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()
        """
    }

    /// The value that is stored now, without the cache; nil where the city has set nothing.
    package static func stored(_ name: String, on database: Database) async throws -> JSON? {
        try await database.first("SELECT value FROM base.setting WHERE key = \(name)") { try $0.get("value") }
    }

    /// The statements that take a setting back to its default and record who did it.
    package static func reset(_ name: String, by party: ActingParty) -> [SQL] {
        [
            "DELETE FROM base.setting WHERE key = \(name)",
            AuditEntry("setting.reset", on: "setting", name, by: party).statement,
        ]
    }

    /// The statements that change a setting and record who did it.
    package static func change<Value>(_ key: SettingKey<Value>, to value: Value, by party: ActingParty) throws -> [SQL]
    {
        let detail = try JSON(["value": value])
        return [
            try keeping(key, value),
            AuditEntry("setting.change", on: "setting", key.name, by: party, detail: detail).statement,
        ]
    }
}

/// A stored setting does not fit its key: somebody changed it by hand.
package enum SettingError: Error, Hashable, CustomStringConvertible {
    case unreadable(key: String)

    package var description: String {
        switch self {
        case .unreadable(let key): "the setting \(key) has a value of another type than the program expects"
        }
    }
}
