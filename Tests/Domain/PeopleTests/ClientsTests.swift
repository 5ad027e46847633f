import Base
import Foundation
import Postgres
import TestSupport
import Testing

@testable import People

struct ClientsTests {
    private let origin = SignInOrigin(door: .api, address: "203.0.113.20", userAgent: "", requestID: "")

    private func registered() async throws -> (PeopleDatabase, ClientRegister, Session, secret: String) {
        let database = try await PeopleDatabase.make()
        let admin = try await database.session(
            database.people.staff("anquan", rights: ["manageClients"], category: "secadmin"))
        let register = ClientRegister(database: database.office)
        let secret = try await register.register(
            id: "shuju-1", name: "数据共享平台", scopes: ["items:read", "cases:write"], requestsPerMinute: 120, by: admin,
            from: .office())
        return (database, register, admin, secret)
    }

    @Test("the secret gives a token, the token the client with the scopes asked for")
    func token() async throws {
        let (database, _, _, secret) = try await registered()
        let clients = Clients(database: database.api)

        let all = try await clients.issueToken(id: "shuju-1", secret: secret, from: origin)
        let some = try await clients.issueToken(id: "shuju-1", secret: secret, scopes: ["items:read"], from: origin)

        #expect(try await clients.open(all.text)?.scopes == ["items:read", "cases:write"])
        let client = try #require(try await clients.open(some.text))
        #expect(client.scopes == ["items:read"])
        #expect(client.requestsPerMinute == 120)
        #expect(try await clients.open("x") == nil)
        let stored = try await database.count(
            "SELECT count(*) FROM people.client WHERE secret_hash LIKE concat('%', CAST(\(secret) AS text), '%')")
        #expect(stored == 0)
    }

    @Test("wrong secrets and unknown ids get one answer, and five of them lock the client")
    func refused() async throws {
        let (database, _, _, secret) = try await registered()
        let clients = Clients(database: database.api)
        await #expect(throws: PeopleRefusal.clientRefused) {
            try await clients.issueToken(id: "nobody", secret: secret, from: origin)
        }
        for _ in 1...5 {
            await #expect(throws: PeopleRefusal.clientRefused) {
                try await clients.issueToken(id: "shuju-1", secret: "wrong", from: origin)
            }
        }
        await #expect(throws: PeopleRefusal.locked) {
            try await clients.issueToken(id: "shuju-1", secret: secret, from: origin)
        }
    }

    @Test("a scope that was not granted is refused")
    func scope() async throws {
        let (database, _, _, secret) = try await registered()
        await #expect(throws: PeopleRefusal.clientScopeRefused) {
            try await Clients(database: database.api).issueToken(
                id: "shuju-1", secret: secret, scopes: ["items:read", "files:write"], from: origin)
        }
    }

    @Test("a token holds 15 minutes and stops at once when the client is kept out")
    func tokenLife() async throws {
        let (database, register, admin, secret) = try await registered()
        let clients = Clients(database: database.api)
        let token = try await clients.issueToken(id: "shuju-1", secret: secret, from: origin)
        #expect(token.lifetime == 900)
        try await register.set("shuju-1", active: false, by: admin, from: .office())
        #expect(try await clients.open(token.text) == nil)
        await #expect(throws: PeopleRefusal.clientRefused) {
            try await clients.issueToken(id: "shuju-1", secret: secret, from: origin)
        }
        try await register.set("shuju-1", active: true, by: admin, from: .office())
        #expect(try await clients.open(token.text) != nil)
        try await database.owner.execute("UPDATE people.client_token SET expires_at = now()")
        #expect(try await clients.open(token.text) == nil)
    }

    @Test("after a renewal both secrets work, after a week only the new one")
    func renewal() async throws {
        let (database, register, admin, secret) = try await registered()
        let clients = Clients(database: database.api)
        let renewed = try await register.renewSecret(of: "shuju-1", by: admin, from: .office())
        #expect(renewed != secret)
        _ = try await clients.issueToken(id: "shuju-1", secret: secret, from: origin)
        _ = try await clients.issueToken(id: "shuju-1", secret: renewed, from: origin)
        try await database.owner.execute("UPDATE people.client SET earlier_secret_until = now()")
        await #expect(throws: PeopleRefusal.clientRefused) {
            try await clients.issueToken(id: "shuju-1", secret: secret, from: origin)
        }
    }

    @Test("a registration names its wrong fields; an id is used once; others may not register")
    func fields() async throws {
        let (database, register, admin, _) = try await registered()
        do {
            _ = try await register.register(
                id: "A", name: "", scopes: ["all"], requestsPerMinute: 0, by: admin, from: .office())
            Issue.record("accepted")
        } catch let refusal as PeopleRefusal {
            #expect(refusal.fields.map(\.field) == ["id", "name", "scopes", "requestsPerMinute"])
        }
        await #expect(throws: PeopleRefusal.clientTaken) {
            try await register.register(
                id: "shuju-1", name: "另一个", scopes: ["items:read"], requestsPerMinute: 1, by: admin, from: .office())
        }
        let clerk = try await database.session(database.people.staff("chuangkou", rights: ["receiveCases"]))
        await #expect(throws: PeopleRefusal.rightMissing) { try await register.all(for: clerk) }
        #expect(try await register.all(for: admin).map(\.id) == ["shuju-1"])
    }
}
