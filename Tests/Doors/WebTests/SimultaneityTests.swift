import HTTPTypes
import Testing

@testable import Web

struct SimultaneityTests {
    @Test("a sender has so many requests at work and no more; others and those who are nobody go on")
    func limit() async throws {
        let limit = Simultaneity(limit: 2)
        try await limit.run("a") {
            try await limit.run("a") {
                let refusal = await #expect(throws: Problem.self) { try await limit.run("a") {} }
                #expect(refusal?.status == .tooManyRequests && refusal?.retryAfter == 1)
                let others = try await limit.run("b") { try await limit.run(nil) { limit.senders } }
                #expect(others == 2)
            }
            let again = try await limit.run("a") { true }
            #expect(again)
        }
        #expect(limit.senders == 0)
    }

    @Test("a failure leaves the place free")
    func failure() async throws {
        let limit = Simultaneity(limit: 1)
        await #expect(throws: Problem.self) { try await limit.run("a") { throw Problem.timedOut } }
        let next = try await limit.run("a") { limit.senders }
        #expect(next == 1)
    }
}
