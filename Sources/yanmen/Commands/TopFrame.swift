import Foundation

/// What happened between two readings.
struct TopFrame: Encodable, Sendable {
    struct Door: Encodable, Sendable {
        let door: String
        let requestsPerSecond: Double
        /// In milliseconds, by the classes of the histogram; nil without requests.
        let p50: Double?
        let p90: Double?
    }

    struct Process: Encodable, Sendable {
        let kind: String
        let pid: String
        let megabytes: Int
        let atWork: Int
        let waiting: Int
        let poolLent: Int
        let poolWaiting: Int
    }

    let doors: [Door]
    let processes: [Process]
    let jobsWaiting: Int
    let jobsDead: Int
    let oldestWaitSeconds: Double
    /// Nil when no worker was ever there.
    let workerSilenceSeconds: Double?
    let isDatabaseUp: Bool

    init(from before: MetricsReading, to now: MetricsReading, seconds: Double) {
        let time = max(seconds, 0.001)
        let names = Set(now.all("yanmen_requests_total").compactMap { $0.labels["door"] })
        doors = names.sorted().map { Self.door($0, before, now, time) }
        processes = now.all("yanmen_process_memory_bytes").map { sample in
            func figure(_ name: String) -> Int { Int(now.sum(name, ["pid": sample.labels["pid"] ?? ""])) }
            return Process(
                kind: sample.labels["kind"] ?? "", pid: sample.labels["pid"] ?? "", megabytes: Int(sample.value) >> 20,
                atWork: figure("yanmen_requests_at_work"), waiting: figure("yanmen_requests_waiting"),
                poolLent: figure("yanmen_pool_lent"), poolWaiting: figure("yanmen_pool_waiting"))
        }
        jobsWaiting = Int(now.sum("yanmen_jobs", ["state": "waiting"]))
        jobsDead = Int(now.sum("yanmen_jobs", ["state": "dead"]))
        oldestWaitSeconds = now.sum("yanmen_jobs_oldest_wait_seconds")
        workerSilenceSeconds = now.all("yanmen_worker_silence_seconds").first?.value
        isDatabaseUp = now.sum("yanmen_database_up") == 1
    }

    private static func door(_ name: String, _ before: MetricsReading, _ now: MetricsReading, _ time: Double) -> Door {
        let bucket = "yanmen_request_duration_seconds_bucket"
        var counts: [(end: Double, count: Double)] = []
        for sample in now.all(bucket) where sample.labels["door"] == name {
            let end = sample.labels["le"] ?? ""
            let count = sample.value - before.sum(bucket, ["door": name, "le": end])
            counts.append((Double(end) ?? .infinity, count))
        }
        counts.sort { $0.end < $1.end }
        let total = counts.last?.count ?? 0
        func percentile(_ part: Double) -> Double? {
            guard total > 0 else { return nil }
            // What took longer than the last class is told as its end.
            let longest = counts.dropLast().last?.end ?? 0
            let end = counts.first { $0.count >= total * part }?.end ?? longest
            return min(end, longest) * 1_000
        }
        return Door(
            door: name, requestsPerSecond: (total / time * 10).rounded() / 10, p50: percentile(0.5),
            p90: percentile(0.9))
    }

    /// The frame for a terminal.
    var text: String {
        var lines = ["雁门  数据库\(isDatabaseUp ? "正常" : "无法访问")"]
        let worker = workerSilenceSeconds.map { "\(Int($0)) 秒前" } ?? "没有"
        lines.append("任务  等待 \(jobsWaiting)  失败 \(jobsDead)  最久 \(Int(oldestWaitSeconds)) 秒  后台进程响应 \(worker)")
        lines.append("")
        lines.append(Self.row(["DOOR", "REQ/S", "P50 MS", "P90 MS"]))
        for door in doors {
            let times = [door.p50, door.p90].map { $0.map { "≤\(Int($0))" } ?? "-" }
            lines.append(Self.row([door.door, "\(door.requestsPerSecond)"] + times))
        }
        lines.append("")
        lines.append(Self.row(["PROCESS", "PID", "MB", "AT WORK", "IN LINE", "POOL", "POOL LINE"]))
        for one in processes {
            let figures = [one.megabytes, one.atWork, one.waiting, one.poolLent, one.poolWaiting]
            lines.append(Self.row([one.kind, one.pid] + figures.map { "\($0)" }))
        }
        return lines.joined(separator: "\n")
    }

    private static func row(_ words: [String]) -> String {
        words.enumerated().map { index, word in
            let blanks = String(repeating: " ", count: max(1, (index == 0 ? 12 : 10) - word.count))
            return index == 0 ? word + blanks : blanks + word
        }.joined()
    }
}
