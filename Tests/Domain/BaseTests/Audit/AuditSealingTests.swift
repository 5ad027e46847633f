import Foundation
import Postgres
import TestSupport
import Testing

@testable import Base

struct AuditSealingTests {
    let test: TestDatabase
    let owner: Database
    let folder: TemporaryFolder
    let headFile: AuditHeadFile
    let sealer: AuditSealer
    let verifier: AuditVerifier

    init() async throws {
        test = try await TestDatabase.create(template: .base)
        owner = test.database
        folder = try TemporaryFolder()
        headFile = AuditHeadFile(path: folder.path + "/heads", spacing: 0)
        let worker = test.connect(user: "yanmen_worker")
        sealer = AuditSealer(database: worker, headFile: headFile)
        verifier = AuditVerifier(database: worker, headFile: headFile, batchSize: 7)
    }

    private func act(_ number: Int, detail: String = #"{"n": 1, "aa": [true]}"#) -> SQL {
        AuditEntry("test.act", on: "test", "\(number)", by: .tester, detail: JSON(text: detail)).statement
    }

    private func write(_ count: Int) async throws {
        for number in 0..<count { try await owner.execute(act(number)) }
    }

    /// Seals at least `count` rows. Transactions of other tests, in other databases of the same server, hold the sealer back
    /// as long as they are open.
    private func seal(_ count: Int, by other: AuditSealer? = nil) async throws {
        var sealed = 0
        try await eventually("\(count) rows sealed") {
            sealed += try await (other ?? sealer).sealAll()
            return sealed >= count
        }
    }

    /// As the superuser who has switched the guard off.
    private func tamper(_ statements: SQL...) async throws {
        let tables: [SQL] = ["base.audit_entry", "base.audit_seal"]
        let off = tables.map { "ALTER TABLE \($0) DISABLE TRIGGER USER" as SQL }
        let on = tables.map { "ALTER TABLE \($0) ENABLE TRIGGER USER" as SQL }
        try await owner.pipeline(off + statements + on)
    }

    private func entryID(of sequence: Int) async throws -> Int {
        let query: SQL = "SELECT entry_id FROM base.audit_seal WHERE sequence = \(sequence)"
        return try #require(try await owner.first(query) { try $0.get("entry_id", as: Int.self) })
    }

    // MARK: Sealing

    @Test("an empty log is whole")
    func empty() async throws {
        let sealed = try await sealer.sealAll()
        let verdict = try await verifier.verify()
        #expect(sealed == 0)
        #expect(verdict == AuditVerdict(proved: 0, head: AuditChain.genesis, waiting: 0, headLines: 0, finding: nil))
    }

    @Test("sealed rows are proved, later ones wait")
    func sealed() async throws {
        try await write(20)
        try await seal(20)
        try await write(3)

        let verdict = try await verifier.verify()

        #expect(verdict.finding == nil)
        #expect(verdict.proved == 20)
        #expect(verdict.waiting == 3)
        #expect(verdict.headLines >= 1)
        let state = try await owner.first("SELECT sealed, waiting FROM base.audit_state()") { row in
            [try row.get("sealed", as: Int.self), try row.get("waiting", as: Int.self)]
        }
        #expect(state == [20, 3])
    }

    @Test("rows of a transaction that is still open, and all younger ones, are left for later")
    func openTransaction() async throws {
        try await write(2)
        try await owner.transaction { connection in
            try await connection.execute(act(100))
            try await write(2)
            try await seal(2)
            #expect(try await sealer.sealAll() == 0)
        }
        try await seal(3)

        let verdict = try await verifier.verify()

        #expect(verdict.finding == nil)
        #expect(verdict.proved == 5)
    }

    @Test("eight writers and two sealers at once leave a whole chain")
    func concurrency() async throws {
        let other = AuditSealer(database: test.connect(user: "yanmen_worker"), headFile: headFile)
        let writers = test.connect(poolSize: 8)
        let isDone = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for sealer in [sealer, other] {
                group.addTask {
                    while !isDone.isSet { try await sealer.sealAll() }
                }
            }
            group.addTask {
                while !isDone.isSet {
                    let finding = try await verifier.verify().finding
                    #expect(finding == nil)
                }
            }
            try await withThrowingTaskGroup(of: Void.self) { writing in
                for writer in 0..<8 {
                    writing.addTask {
                        for round in 0..<60 {
                            // Some transactions have several rows, some are rolled back.
                            try? await writers.transaction { connection in
                                for row in 0...(round % 3) {
                                    try await connection.execute(act(writer * 1000 + round * 10 + row))
                                }
                                if round % 7 == 0 { throw CutConnection() }
                            }
                        }
                    }
                }
                try await writing.waitForAll()
            }
            isDone.set()
            try await group.waitForAll()
        }
        try await eventually("all sealed") {
            try await sealer.sealAll()
            return try await verifier.verify().waiting == 0
        }

        let verdict = try await verifier.verify()

        #expect(verdict.finding == nil)
        // 60 rounds of 1, 2, 3 rows by 8 writers, without each seventh.
        let rows = try await owner.first("SELECT count(*) AS n FROM base.audit_entry") { try $0.get("n", as: Int.self) }
        #expect(verdict.proved == rows)
        #expect(verdict.proved == 8 * (0..<60).filter { $0 % 7 != 0 }.map { $0 % 3 + 1 }.reduce(0, +))
    }

    @Test("nobody but the owner can change, delete or back-date rows")
    func appendOnly() async throws {
        try await write(1)
        let worker = test.connect(user: "yanmen_worker")
        for statement: SQL in ["UPDATE base.audit_entry SET act = 'x'", "DELETE FROM base.audit_entry"] {
            await #expect(throws: PostgresError.self) { try await worker.execute(statement) }
            await #expect(throws: PostgresError.self) { try await owner.execute(statement) }
        }
        let backDated: SQL = """
            INSERT INTO base.audit_entry (door, actor_kind, actor_id, act, object_kind, object_id, transaction_id)
            VALUES ('office', 'staff', 'x', 'x', 'x', 'x', '5')
            """
        let office = test.connect(user: "yanmen_office")
        await #expect(throws: PostgresError.self) { try await office.execute(backDated) }
    }

    // MARK: Tampering by the superuser

    @Test(
        "a changed column is found, whichever it is",
        arguments: [
            "act = 'other'", "at = at + interval '1 microsecond'", "actor_id = 'x'", "actor_name = 'x'",
            "door = 'office'",
            "object_id = 'x'", "object_kind = 'x'", "result = 'x'", "reason = 'x'", "request_id = 'x'", "body_id = 1",
            "client_address = '127.0.0.1'", "detail = '{\"n\": 2, \"aa\": [true]}'",
            "detail = '{\"n\": 1.0, \"aa\": [true]}'",
            "actor_kind = 'staff'", "transaction_id = (transaction_id::text::bigint - 1)::text::xid8",
        ])
    func changed(assignment: String) async throws {
        try await write(20)
        try await seal(20)
        let id = try await entryID(of: 11)
        try await tamper("UPDATE base.audit_entry SET \(SQL(trusted: assignment)) WHERE id = \(id)")

        let verdict = try await verifier.verify()

        #expect(verdict.finding == .changed(sequence: 11, entryID: id))
        #expect(verdict.proved == 10)
    }

    @Test("a deleted row is named")
    func missing() async throws {
        try await write(20)
        try await seal(20)
        let id = try await entryID(of: 5)
        try await tamper("DELETE FROM base.audit_entry WHERE id = \(id)")

        #expect(try await verifier.verify().finding == .missing(sequence: 5, entryID: id))
    }

    @Test("a row put in among sealed ones is named")
    func inserted() async throws {
        try await write(20)
        try await seal(20)
        let before = try await entryID(of: 8)
        try await tamper(
            """
            INSERT INTO base.audit_entry (id, transaction_id, door, actor_kind, actor_id, act, object_kind, object_id)
            OVERRIDING SYSTEM VALUE
            SELECT 900000, transaction_id, 'office', 'staff', 'x', 'forged', 'x', 'x' FROM base.audit_entry
            WHERE id = \(before)
            """)

        #expect(try await verifier.verify().finding == .inserted(entryID: 900_000))
    }

    @Test("a deleted seal is a gap; so is one whose row went with it")
    func gap() async throws {
        try await write(20)
        try await seal(20)
        let id = try await entryID(of: 13)
        try await tamper(
            "DELETE FROM base.audit_seal WHERE sequence = 13", "DELETE FROM base.audit_entry WHERE id = \(id)")

        let verdict = try await verifier.verify()

        #expect(verdict.finding == .gap(sequence: 13))
        #expect(verdict.proved == 12)
    }

    @Test("a changed seal is found")
    func changedSeal() async throws {
        try await write(20)
        try await seal(20)
        let id = try await entryID(of: 3)
        try await tamper("UPDATE base.audit_seal SET hash = repeat('0', 64) WHERE sequence = 3")

        #expect(try await verifier.verify().finding == .changed(sequence: 3, entryID: id))
    }

    @Test("an end that was cut off is known from the head file")
    func cutOff() async throws {
        try await write(20)
        try await seal(20)
        try await tamper(
            "DELETE FROM base.audit_entry WHERE id IN (SELECT entry_id FROM base.audit_seal WHERE sequence > 15)",
            "DELETE FROM base.audit_seal WHERE sequence > 15")

        let verdict = try await verifier.verify()

        // Sealed in several goes, the file has lines before the last one.
        guard case .cutOff(sequence: 15, let head) = verdict.finding else {
            Issue.record("\(String(describing: verdict.finding))")
            return
        }
        #expect((16...20).contains(head))
        #expect(verdict.proved == 15)
    }

    @Test("a chain made anew over changed rows is known from the head file")
    func rewritten() async throws {
        try await write(20)
        try await seal(20)
        try await tamper(
            "UPDATE base.audit_entry SET act = 'other' WHERE object_id = '7'", "DELETE FROM base.audit_seal")
        let forger = AuditSealer(database: owner, headFile: nil)
        try await seal(20, by: forger)

        guard case .rewritten(let sequence) = try await verifier.verify().finding else {
            Issue.record("the head file was not compared")
            return
        }
        #expect((8...20).contains(sequence))
        let blind = AuditVerifier(database: owner, headFile: nil)
        #expect(try await blind.verify().finding == nil)
    }

    @Test("a head file that goes backwards is named")
    func rewound() async throws {
        try await write(10)
        try await seal(10)
        try append("4 \(String(repeating: "c", count: 64)) 2026-01-01T00:00:00Z\n", to: folder.path + "/heads")

        #expect(try await verifier.verify().finding == .headRewound(sequence: 10))
    }

    @Test("the first of several faults is named, and each has its sentence")
    func firstOfSeveral() async throws {
        try await write(20)
        try await seal(20)
        let late = try await entryID(of: 18)
        let early = try await entryID(of: 2)
        try await tamper(
            "UPDATE base.audit_entry SET act = 'x' WHERE id = \(late)",
            "DELETE FROM base.audit_entry WHERE id = \(early)")

        let finding = try #require(try await verifier.verify().finding)

        #expect(finding == .missing(sequence: 2, entryID: early))
        #expect(finding.sentence == "第 2 条日志（记录号 \(early)）已被删除。")
    }
}
