import Base
import Foundation
import Postgres

/// Memory and processor time of this process, as Linux tells them.
enum ProcessMetrics {
    static var exposition: Exposition {
        var text = Exposition()
        if let memory = residentBytes() {
            text.single("process_resident_memory_bytes", .gauge, "Resident memory of this process.", Double(memory))
        }
        // 0 is RUSAGE_SELF, whose Swift type does not fit the parameter.
        var usage = rusage()
        if getrusage(0, &usage) == 0 {
            let seconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
            text.single("process_cpu_seconds_total", .counter, "Processor time of this process.", seconds)
        }
        return text
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }

    /// User and system time of a process, from its `stat`, whose second field may hold blanks.
    static func processorSeconds(of identifier: Int32) -> Double? {
        guard let text = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[end...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return nil }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    static func residentBytes(of identifier: Int32 = getpid()) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(identifier)/statm", encoding: .utf8) else { return nil }
        let fields = text.split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}

/// Figures of the pool, of the background work, of the audit chain, of the file store.
struct DatabaseMetrics {
    let database: Database
    let jobs: JobAdministration
    let store: FileStore

    /// What cannot be asked now is left out; `yanmen_database_up` says why.
    func exposition() async -> Exposition {
        var text = Exposition()
        pool(&text)
        let isUp = await work(&text)
        text.single("yanmen_database_up", .gauge, "Whether the database answers.", isUp ? 1 : 0)
        if let free = try? await store.freeBytes {
            text.single("yanmen_files_free_bytes", .gauge, "Room left in the file store.", Double(free))
        }
        let isWritable = (try? await store.prepare()) != nil
        text.single("yanmen_files_writable", .gauge, "Whether the file store takes files.", isWritable ? 1 : 0)
        return text
    }

    private func pool(_ text: inout Exposition) {
        let statistics = database.statistics
        text.describe("yanmen_database_connections", .gauge, "Connections of this door's pool.")
        text.sample("yanmen_database_connections", ["state": "open"], Double(statistics.open))
        text.sample("yanmen_database_connections", ["state": "idle"], Double(statistics.idle))
        text.sample("yanmen_database_connections", ["state": "lent"], Double(statistics.lent))
        text.single("yanmen_database_waiting", .gauge, "Callers in line for a connection.", Double(statistics.waiting))
        text.single(
            "yanmen_database_statements_total", .counter, "Statements sent.", Double(statistics.statements))
    }

    private func work(_ text: inout Exposition) async -> Bool {
        do {
            let counts = try await jobs.counts()
            text.describe("yanmen_jobs", .gauge, "Background jobs by state.")
            text.sample("yanmen_jobs", ["state": "waiting"], Double(counts.waiting))
            text.sample("yanmen_jobs", ["state": "running"], Double(counts.running))
            text.sample("yanmen_jobs", ["state": "dead"], Double(counts.dead))
            text.single("yanmen_jobs_oldest_wait_seconds", .gauge, "Wait of the oldest due job.", counts.oldestWait)
            if let age = counts.workerAge {
                text.single("yanmen_worker_silence_seconds", .gauge, "Time since a worker gave a sign.", age)
            }
            let audit = try await AuditState.read(database)
            text.single("yanmen_audit_sealed_total", .counter, "Rows in the audit chain.", Double(audit.sealed))
            text.single("yanmen_audit_waiting", .gauge, "Audit rows that wait for their seal.", Double(audit.waiting))
            text.single("yanmen_audit_lag_seconds", .gauge, "Age of the oldest unsealed audit row.", audit.lag)
            return true
        } catch {
            return false
        }
    }
}
