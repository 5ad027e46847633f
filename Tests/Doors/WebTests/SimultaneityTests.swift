import HTTPTypes
import Testing

@testable import Web

struct SimultaneityTests {
    @Test("a sender has so many requests at work and no more; others and those who are nobody go on")
    func limit() async throws {
        let limit = Simultaneity()
        try await limit.run("a", atMost: 2) {
            try await limit.run("a", atMost: 2) {
                let refusal = await #expect(throws: Problem.self) { try await limit.run("a", atMost: 2) {} }
                #expect(refusal?.status == .tooManyRequests && refusal?.retryAfter == 1)
                let others = try await limit.run("b", atMost: 2) {
                    try await limit.run(nil, atMost: 2) { limit.senders }
                }
                #expect(others == 2)
            }
            let again = try await limit.run("a", atMost: 2) { true }
            #expect(again)
        }
        #expect(limit.senders == 0)
    }

    @Test("a failure leaves the place free")
    func failure() async throws {
        let limit = Simultaneity()
        await #expect(throws: Problem.self) { try await limit.run("a", atMost: 1) { throw Problem.timedOut } }
        let next = try await limit.run("a", atMost: 1) { limit.senders }
        #expect(next == 1)
    }

    @Test("a limit that becomes smaller lets those at work finish and takes nobody else in")
    func smaller() async throws {
        let limit = Simultaneity()
        try await limit.run("a", atMost: 3) {
            let refusal = try await limit.run("a", atMost: 3) {
                await #expect(throws: Problem.self) { try await limit.run("a", atMost: 1) {} }
            }
            #expect(refusal?.status == .tooManyRequests)
            await #expect(throws: Problem.self) { try await limit.run("a", atMost: 1) {} }
        }
        let alone = try await limit.run("a", atMost: 1) { limit.senders }
        #expect(alone == 1)
    }
}
