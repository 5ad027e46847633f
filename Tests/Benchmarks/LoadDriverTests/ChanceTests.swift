import Testing

@testable import LoadDriver

struct ChanceTests {
    @Test("every size of crowd has the shares of the roles", arguments: [50, 500, 2_000, 8_000])
    func shares(users: Int) {
        let roles = (0..<users).map { Role.of($0, in: users) }

        #expect(roles.count { $0 == .citizen } == users * 80 / 100)
        #expect(roles.count { $0 == .clerk } == users * 18 / 100)
        #expect(roles.count { $0 == .supervisor } == users * 2 / 100)
    }

    @Test("what a role does adds up to a hundred", arguments: Role.allCases)
    func weights(role: Role) {
        #expect(role.mix.reduce(0) { $0 + $1.weight } == 100)
    }

    @Test("people do what their mix says", arguments: Role.allCases)
    func mix(role: Role) {
        var chance = Chance(seed: 9)
        var counts: [LoadDriver.Operation: Int] = [:]
        for _ in 0..<50_000 { counts[role.act(&chance), default: 0] += 1 }

        for (operation, weight) in role.mix {
            let share = Double(counts[operation] ?? 0) / 500
            #expect(abs(share - Double(weight)) < 1, "\(operation) \(share)")
        }
        #expect(counts.count == role.mix.count)
    }

    @Test("people think as long as their role on average, and never beyond thirty seconds", arguments: Role.allCases)
    func think(role: Role) {
        var chance = Chance(seed: 11)
        let pauses = (0..<100_000).map { _ in chance.pause(mean: role.think) }

        let mean = pauses.reduce(0, +) / Double(pauses.count)
        // Cutting at 30 s takes the tail away: mean × (1 − e^(−30 / mean)).
        let cut: [Role: Double] = [.citizen: 7.81, .clerk: 4.99, .supervisor: 9.5]
        #expect(abs(mean - (cut[role] ?? 0)) < 0.1, "\(mean)")
        #expect(pauses.allSatisfy { (0...30).contains($0) })
    }

    @Test("the same seed is the same day")
    func seeds() {
        var first = Chance(seed: 5)
        var second = Chance(seed: 5)
        var third = Chance(seed: 6)
        let one = (0..<20).map { _ in first.next() }
        let other = (0..<20).map { _ in second.next() }

        #expect(one == other)
        #expect(one.first != third.next())
    }

    @Test("keys and drafts are UUIDs of version 4, each another")
    func uuids() {
        var chance = Chance(seed: 1)
        let ids = (0..<500).map { _ in FormText.uuid(&chance) }

        #expect(Set(ids).count == 500)
        for id in ids {
            let groups = id.split(separator: "-")
            #expect(groups.map(\.count) == [8, 4, 4, 4, 12])
            #expect(groups[2].first == "4")
            #expect(["8", "9", "a", "b"].contains(groups[3].first))
        }
    }
}
