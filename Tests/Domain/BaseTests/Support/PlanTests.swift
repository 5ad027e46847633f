import Foundation
import Postgres
import TestSupport
import Testing

@testable import Base

/// The statements that run all the time, or over everything, use their indexes once the tables are large.
struct PlanTests {
    let owner: Database

    init() async throws {
        owner = try await TestDatabase.create(template: .base).database
        try await owner.pipeline([
            """
            INSERT INTO base.audit_entry (door, actor_kind, actor_id, act, object_kind, object_id)
            SELECT 'office', 'staff', 's' || n % 50, 'case.accept', 'case', n::text FROM generate_series(1, 30000) AS n
            """,
            """
            INSERT INTO base.audit_seal (sequence, entry_id, transaction_id, hash)
            SELECT id, id, transaction_id, repeat('0', 64) FROM base.audit_entry WHERE id <= 29900
            """,
            """
            INSERT INTO base.job (kind, payload, state, finished_at)
            SELECT 'a', '{}', 'done', now() FROM generate_series(1, 20000)
            """,
            "INSERT INTO base.job (kind, payload) SELECT 'a', '{}' FROM generate_series(1, 50)",
        ])
        for table: SQL in ["base.audit_entry", "base.audit_seal", "base.job"] {
            try await owner.execute("ANALYZE \(table)")
        }
    }

    /// The plan that is made without looking at the values, as prepared statements get it after a while.
    private func plan(_ statement: SQL) async throws -> String {
        try await owner.transaction(settings: ["plan_cache_mode": "force_generic_plan"]) { connection in
            let lines = try await connection.rows("EXPLAIN \(statement)") { try $0.get("QUERY PLAN", as: String.self) }
            return lines.joined(separator: "\n")
        }
    }

    @Test("sealing reads behind its head only")
    func sealing() async throws {
        let head = SealHead(sequence: 29_900, hash: AuditChain.genesis, transaction: 5, entryID: 29_900)
        let plan = try await plan(AuditSealer.sealable(after: head))
        #expect(plan.contains("Index Scan using audit_entry_by_transaction"))
        #expect(!plan.contains("Seq Scan"))
    }

    @Test("proving reads seals by number and looks for inserted rows by index")
    func proving() async throws {
        let verifier = AuditVerifier(database: owner, headFile: nil)
        let head = SealHead(sequence: 10_000, hash: AuditChain.genesis, transaction: 5, entryID: 10_000)
        let end = SealHead(sequence: 12_000, hash: AuditChain.genesis, transaction: 5, entryID: 12_000)
        let batch = try await plan(verifier.batch(after: head))
        let inserted = try await plan(AuditVerifier.inserted(after: head, before: end))
        #expect(batch.contains("Index Scan using audit_seal_pkey"))
        #expect(inserted.contains("audit_entry_by_transaction"))
        #expect(!inserted.contains("Seq Scan"))
    }

    @Test("searching by person and by time uses the indexes")
    func searching() async throws {
        let newest = try await plan(AuditSearch.query(AuditFilter(), after: nil, limit: 50))
        let person = try await plan(
            AuditSearch.query(AuditFilter(objectKind: "case", objectID: "77"), after: nil, limit: 50))
        #expect(newest.contains("Index Scan Backward using audit_entry_by_time"))
        #expect(person.contains("audit_entry_by_object"))
    }

    @Test("leasing reads waiting jobs only")
    func leasing() async throws {
        let plan = try await plan(JobStore(owner: "w", lease: .seconds(30)).claim(10, kinds: ["a"]))
        #expect(plan.contains("job_due"))
        #expect(!plan.contains("Seq Scan on job"))
    }
}
