import Base
import Foundation
import Items
import People
import Postgres
import Testing

@testable import Cases

@Suite("Crashes and crowds")
struct CrashTests {
    @Test("when the server loses its sessions during a hundred submissions, every answered case exists once and whole")
    func lostConnections() async throws {
        let world = try await CaseWorld.make(poolSize: 8)
        let keys = (0..<100).map { "crash-key-\($0)" }

        let answered = await withTaskGroup(of: (String, String)?.self) { group in
            for key in keys {
                group.addTask {
                    guard let record = try? await world.registered(key: key) else { return nil }
                    return (key, record.number)
                }
            }
            group.addTask {
                for _ in 0..<5 {
                    _ = try? await world.owner.execute(
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE usename = 'yanmen_office' AND datname = current_database()
                        """)
                }
                return nil
            }
            return await group.reduce(into: [String: String]()) { if let (key, number) = $1 { $0[key] = number } }
        }
        // Whoever got no answer asks again with the same key.
        var numbers = answered
        for key in keys where numbers[key] == nil { numbers[key] = try await world.registered(key: key).number }

        #expect(Set(numbers.values).count == 100)
        #expect(try await world.count("SELECT count(*) FROM cases.case_record") == 100)
        #expect(try await world.count("SELECT count(*) FROM cases.case_event") == 100)
        #expect(try await world.count("SELECT count(*) FROM cases.document") == 100)
        #expect(try await world.count("SELECT count(*) FROM base.audit_entry WHERE act = 'case.register'") == 100)
        for (key, number) in answered {
            #expect(try await world.registered(key: key).number == number)
        }
    }

    @Test("of many acts on one version exactly one takes effect")
    func oneActPerVersion() async throws {
        let world = try await CaseWorld.make(poolSize: 8)
        let record = try await world.submitted()
        let id = record.id

        let done = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<24 {
                group.addTask {
                    do {
                        switch index % 4 {
                        case 0: _ = try await world.office.accept(AcceptCase(id, version: 1), by: world.clerk)
                        case 1:
                            _ = try await world.open.withdraw(
                                WithdrawCase(id, version: 1, reason: "不办了"), by: world.citizen)
                        case 2: _ = try await world.correcting(record)
                        default: _ = try await world.office.receive(ReceiveCase(id, version: 1), by: world.clerk)
                        }
                        return true
                    } catch {
                        #expect((error as? CaseRefusal)?.code == "case.changed-meanwhile", "\(error)")
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }

        let detail = try await world.detail(id)
        #expect(done == 1)
        #expect(detail.record.version == 2)
        #expect(detail.events.count == 2)
    }
}
