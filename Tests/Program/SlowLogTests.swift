import Base
import Foundation
import Postgres
import Synchronization
import Testing

@testable import yanmen

struct SlowLogTests {
    @Test("a slow trip is written down with its text and without its values; a quick one is not")
    func statements() throws {
        let lines = Mutex<[String]>([])
        let log = SlowLog { line in lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        let number = "140902199001011234"
        let trip: [SQL] = ["SELECT 1 FROM people.account WHERE document_number = \(number)"]

        log.note(trip, took: .milliseconds(199), door: .office)
        log.note(trip, took: .milliseconds(200), door: .office)
        let line = try #require(lines.withLock { $0 }.first)

        #expect(lines.withLock { $0.count } == 1)
        #expect(line.contains("document_number = $1") && !line.contains(number))
        #expect(line.contains("\"slow\":\"statement\"") && line.contains("\"door\":\"office\"") && line.hasSuffix("\n"))
    }
}

struct TopFrameTests {
    @Test("a frame tells rates and percentiles between two readings")
    func frame() {
        func text(_ quick: Int, _ all: Int) -> String {
            """
            # HELP x y
            yanmen_requests_total{door="office",status="2xx"} \(all)
            yanmen_request_duration_seconds_bucket{door="office",le="0.05"} \(quick)
            yanmen_request_duration_seconds_bucket{door="office",le="0.5"} \(all)
            yanmen_request_duration_seconds_bucket{door="office",le="+Inf"} \(all)
            yanmen_jobs{state="waiting"} 7
            yanmen_database_up 1
            yanmen_process_memory_bytes{kind="worker",pid="12"} 104857600
            nonsense
            """
        }
        let frame = TopFrame(from: MetricsReading(text(10, 10)), to: MetricsReading(text(16, 20)), seconds: 2)

        #expect(frame.doors.map(\.requestsPerSecond) == [5])
        #expect(frame.doors.first?.p50 == 50 && frame.doors.first?.p90 == 500)
        #expect(frame.jobsWaiting == 7 && frame.isDatabaseUp && frame.workerSilenceSeconds == nil)
        #expect(frame.processes.map(\.megabytes) == [100])
        #expect(frame.text.contains("office") && frame.text.contains("≤500"))
    }
}
