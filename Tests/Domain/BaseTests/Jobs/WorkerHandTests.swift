import Postgres
import SeededRandom
import Testing

@testable import Base

struct WorkerHandTests {
    private func job(_ id: Int) -> HeldJob {
        HeldJob(id: id, kind: "k", payload: JSON(text: "{}"), attempt: 1)
    }

    @Test("no more jobs run than there are places")
    func places() {
        var hand = WorkerHand(places: 2, largestClaim: 8)
        hand.claimed([job(1), job(2), job(3)], at: .seconds(1))

        let begun = [hand.nextToRun(), hand.nextToRun(), hand.nextToRun()]

        #expect(begun.map { $0?.id } == [1, 2, nil])
        #expect(Set(hand.leased) == [1, 2, 3])
        #expect(!hand.wantsJobs)
    }

    @Test("a claim grows while jobs are quick and shrinks when they are slow")
    func claimSize() {
        var hand = WorkerHand(places: 2, largestClaim: 16)
        hand.claimed([], at: .milliseconds(300))
        for step in 1...5 { hand.claimed([], at: .milliseconds(300 + 10 * step)) }
        #expect(hand.claimSize == 16)
        for step in 1...5 { hand.claimed([], at: .seconds(10 * step)) }
        #expect(hand.claimSize == 2)
    }

    @Test("after a full claim there may be more; after a short one a ring or a tick is awaited")
    func more() {
        var hand = WorkerHand(places: 2, largestClaim: 2)
        hand.claimed([job(1), job(2)], at: .seconds(1))
        #expect(hand.mayFindMore)
        hand.claimed([job(3)], at: .seconds(2))
        #expect(!hand.mayFindMore)
        hand.woken()
        #expect(hand.mayFindMore)
    }

    @Test("stopping gives back what was not begun and begins nothing more")
    func stopping() {
        var hand = WorkerHand(places: 1, largestClaim: 8)
        hand.claimed([job(1), job(2), job(3)], at: .seconds(1))
        _ = hand.nextToRun()

        let given = hand.stop()

        #expect(given == [2, 3])
        #expect(hand.nextToRun() == nil)
        #expect(hand.leased == [1])
        #expect(!hand.wantsJobs)
    }

    @Test("delays double up to the longest and are spread by a quarter")
    func delays() {
        let backOff = BackOff(first: 2, longest: 60)
        var random = SeededRandom(7)
        for (attempt, expected) in [(1, 2.0), (2, 4), (3, 8), (5, 32), (6, 60), (500, 60)] {
            for _ in 0..<50 {
                let delay = backOff.delay(afterAttempt: attempt, using: &random)
                #expect((expected * 0.75...expected * 1.25).contains(delay))
            }
        }
    }

    @Test("the last attempt and a permanent failure are death, anything else is another try")
    func verdicts() {
        struct Hiccup: Error {}
        var random = SeededRandom(1)
        let backOff = BackOff()
        let last = backOff.verdict(Hiccup(), attempt: 8, maximum: 8, using: &random)
        let hopeless = backOff.verdict(JobFailure.permanent("no"), attempt: 1, maximum: 8, using: &random)
        #expect(last == .dead(error: "Hiccup()"))
        #expect(hopeless == .dead(error: "no"))
        guard case .retry = backOff.verdict(Hiccup(), attempt: 7, maximum: 8, using: &random) else {
            Issue.record("the seventh of eight attempts is not the last")
            return
        }
    }
}
