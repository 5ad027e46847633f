/// What one worker holds: jobs leased and not begun, jobs running, outcomes not written down yet.
///
/// Pure state: the worker tells it what happened and asks what to do next.
struct WorkerHand {
    /// Jobs that run at the same time.
    let places: Int
    /// Most jobs leased at once.
    let largestClaim: Int

    private(set) var waiting: ArraySlice<HeldJob> = []
    private(set) var running: Set<Int> = []
    private(set) var outcomes: [JobOutcome] = []
    /// How many jobs to lease next: grows while they are done quickly, so that slow ones are left to other workers.
    private(set) var claimSize: Int
    /// Whether more may be due than was found last time.
    private(set) var mayFindMore = true
    /// Whether the last look at the queue found nothing at all.
    private(set) var foundNothing = false
    private(set) var isStopping = false
    private var claimedAt: Duration = .zero

    init(places: Int, largestClaim: Int) {
        self.places = places
        self.largestClaim = largestClaim
        claimSize = places
    }

    /// Leased jobs, which a heartbeat has to keep.
    var leased: [Int] { waiting.map(\.id) + running }
    var hasRoom: Bool { !isStopping && waiting.isEmpty && running.count < places }
    var wantsJobs: Bool { hasRoom && mayFindMore }

    mutating func nextToRun() -> HeldJob? {
        guard running.count < places, let job = waiting.popFirst() else { return nil }
        running.insert(job.id)
        return job
    }

    mutating func finished(_ outcome: JobOutcome) {
        running.remove(outcome.id)
        outcomes.append(outcome)
    }

    /// There may be something new.
    mutating func woken() { mayFindMore = true }

    mutating func claimed(_ jobs: [HeldJob], at moment: Duration) {
        mayFindMore = jobs.count >= claimSize
        foundNothing = jobs.isEmpty
        let took = moment - claimedAt
        if took < .milliseconds(250) {
            claimSize = min(claimSize * 2, largestClaim)
        } else if took > .seconds(2) {
            claimSize = max(claimSize / 2, places)
        }
        claimedAt = moment
        waiting = jobs[...]
    }

    /// The outcomes to write down now.
    mutating func takeOutcomes() -> [JobOutcome] {
        defer { outcomes = [] }
        return outcomes
    }

    /// They could not be written: the database is away.
    mutating func putBack(_ unwritten: [JobOutcome]) {
        outcomes = unwritten + outcomes
        mayFindMore = false
    }

    /// Begins nothing more; returns the jobs to give back.
    mutating func stop() -> [Int] {
        isStopping = true
        defer { waiting = [] }
        return waiting.map(\.id)
    }
}
