import Base
import Postgres

/// Whether the platform can do its work now, check by check.
struct Readiness: Encodable, Sendable {
    /// One thing that must work.
    struct Check: Encodable, Sendable, Hashable {
        let name: String
        let isFine: Bool
        /// What was found, in Chinese.
        let found: String
    }

    /// A worker gives a sign every five seconds.
    static let longestSilence = 60.0
    /// Below this the file store counts as full, in bytes.
    static let leastSpace = 1 << 30

    let isReady: Bool
    let checks: [Check]

    init(_ checks: [Check]) {
        self.checks = checks
        isReady = checks.allSatisfy(\.isFine)
    }

    static func check(database: Database, jobs: JobAdministration, store: FileStore) async -> Readiness {
        async let work = Self.work(jobs)
        async let files = Self.files(store)
        return Readiness(await work + [await files])
    }

    /// One query tells about the database and about the workers.
    private static func work(_ jobs: JobAdministration) async -> [Check] {
        do {
            return [Check(name: "database", isFine: true, found: "数据库正常"), worker(try await jobs.counts().workerAge)]
        } catch {
            return [Check(name: "database", isFine: false, found: "数据库无法访问")]
        }
    }

    static func worker(_ age: Double?) -> Check {
        guard let age else { return Check(name: "worker", isFine: false, found: "没有后台任务进程") }
        let seconds = Int(age.rounded())
        return Check(name: "worker", isFine: age <= longestSilence, found: "后台任务进程 \(seconds) 秒前有响应")
    }

    static func files(_ store: FileStore) async -> Check {
        do {
            try await store.prepare()
            return space(try await store.freeBytes)
        } catch FileRefusal.storageFull {
            return space(0)
        } catch {
            return Check(name: "files", isFine: false, found: "文件存储不能写入，不能上传")
        }
    }

    static func space(_ free: Int) -> Check {
        Check(name: "files", isFine: free >= leastSpace, found: "文件存储剩余 \(free >> 20) MB")
    }
}
