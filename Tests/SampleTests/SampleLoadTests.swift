import Base
import Foundation
import People
import Postgres
import Sample
import Synchronization
import TestSupport
import Testing

@Suite("Loading a sample", .serialized)
struct SampleLoadTests {
    private static let all: SQL = """
        SELECT md5(string_agg(md5(c::text), '' ORDER BY c.id)) AS value FROM cases.case_record c
        """

    @Test("The same plan gives the same cases, another seed others")
    func deterministic() async throws {
        let wanted = SampleState(cases: 120, seed: 3, until: SampledCity.until)
        let other = SampleState(cases: 120, seed: 4, until: SampledCity.until)
        var digests: [String] = []
        for state in [wanted, wanted, other] {
            let city = try await SampledCity.empty()
            _ = try await SampledCity.loader(for: city.owner).run(state)
            digests.append(try await city.text(Self.all))
        }

        #expect(digests[0] == digests[1])
        #expect(digests[0] != digests[2])
    }

    @Test("A finished sample is left as it is, and another number is refused")
    func twice() async throws {
        let city = try await SampledCity.make()
        let before = try await city.text(Self.all)
        let loader = try await SampledCity.loader(for: city.owner)

        let isNew = try await loader.run(SampleState(cases: SampledCity.cases, seed: 7, until: SampledCity.until))

        #expect(!isNew)
        #expect(try await city.text(Self.all) == before)
        await #expect(throws: SampleError.self) {
            try await loader.run(SampleState(cases: 3_000, seed: 7, until: SampledCity.until))
        }
    }

    @Test("Real cases are never mixed with a sample")
    func realCases() async throws {
        let city = try await SampledCity.make()
        try await city.owner.execute("DELETE FROM base.setting WHERE key = 'sample.city'")
        let loader = try await SampledCity.loader(for: city.owner)

        await #expect(throws: SampleError.self) {
            try await loader.run(SampleState(cases: 100, seed: 1, until: SampledCity.until))
        }
        #expect(try await city.number("SELECT count(*) FROM cases.case_record") == SampledCity.cases)
    }

    @Test("A load that was cut off goes on, and its indexes come back as they were")
    func interrupted() async throws {
        let indexes: SQL = """
            SELECT string_agg(indexdef, E'\\n' ORDER BY indexdef) FROM pg_indexes WHERE schemaname IN ('cases', 'base')
            """
        let wanted = SampleState(cases: 4_100, seed: 5, until: SampledCity.until)
        let city = try await SampledCity.empty()
        let before = try await city.text(indexes)
        let loader = try await SampledCity.loader(for: city.owner, manyCases: 1_000)
        let load = Mutex<Task<Bool, any Error>?>(nil)
        let cut = Task {
            try await loader.run(wanted) { progress in
                if progress.step == .cases, progress.done > 0 { load.withLock { $0?.cancel() } }
            }
        }
        load.withLock { $0 = cut }
        await #expect(throws: (any Error).self) { try await cut.value }
        let done = try #require(try await SampleLoader.state(of: city.owner))
        #expect((1..<4_100).contains(done.casesDone))
        #expect(try await city.text(indexes) != before)

        let isNew = try await loader.run(wanted)

        #expect(isNew)
        #expect(try await city.text(indexes) == before)
        #expect(try await city.number("SELECT count(*) FROM cases.case_record") == 4_100)
        #expect(try await AuditVerifier(database: city.owner, headFile: nil).verify().finding == nil)
    }

    @Test("A city on which the platform runs is refused")
    func inUse() async throws {
        let city = try await SampledCity.empty()
        let door = city.test.connect(user: "yanmen_office", poolSize: 1)
        _ = try await door.query("SELECT 1")
        let loader = try await SampledCity.loader(for: city.owner)

        await #expect(throws: SampleError.self) {
            try await loader.run(SampleState(cases: 100, seed: 1, until: SampledCity.until))
        }
    }
}
