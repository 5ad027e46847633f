/// A case that somebody has to act on.
struct OpenWork: Sendable {
    let id: String
    var version: Int
    /// The act that comes next.
    var next: Operation
}

/// The officers of one body who together bring a case to its end.
struct Posts: Sendable {
    let body: Int
    let windows: [BenchCity.Officer]
    let examiners: [BenchCity.Officer]
    let reviewers: [BenchCity.Officer]
    let approvers: [BenchCity.Officer]

    init(body: Int, officers: [BenchCity.Officer]) {
        self.body = body
        windows = officers.filter { $0.role == "window" }
        examiners = officers.filter { $0.role == "examiner" }
        reviewers = officers.filter { $0.role == "reviewer" }
        approvers = officers.filter { $0.role == "approver" }
    }

    var isComplete: Bool { ![windows, examiners, reviewers, approvers].contains(where: \.isEmpty) }

    /// Who does an act.
    func officer(for act: Operation, _ chance: inout Chance) -> BenchCity.Officer? {
        switch act {
        case .examine: chance.pick(examiners)
        case .review: chance.pick(reviewers)
        case .approve: chance.pick(approvers)
        default: chance.pick(windows)
        }
    }
}

/// What there is to do in a city: services to apply for, and cases on their way.
struct Workload: Sendable {
    /// Bodies with every post filled, those that citizens can apply to.
    let posts: [Posts]
    /// Everybody who works at a window.
    let windows: [BenchCity.Officer]
    /// Services for natural persons.
    let services: [BenchCity.Service]
    /// What another system hands in: without files where there are such services, so that one request is one case.
    let createdByPrograms: [BenchCity.Service]
    private(set) var submitted: [Int: [OpenWork]] = [:]
    private(set) var underway: [Int: [OpenWork]] = [:]

    init(_ city: BenchCity) {
        windows = city.clerks.filter { $0.role == "window" }
        let byBody = Dictionary(grouping: city.clerks, by: \.body)
        let complete = byBody.map { Posts(body: $0, officers: $1) }.filter(\.isComplete)
        let staffed = Set(complete.map(\.body))
        let personal = city.services.filter { $0.audience != "legal" }
        let served = personal.filter { staffed.contains($0.body) }
        services = served.isEmpty ? personal : served
        let plain = services.filter { service in !service.materials.contains { $0.upload && $0.required } }
        createdByPrograms = plain.isEmpty ? services : plain
        let applied = Set(services.map(\.body))
        let ordered = complete.sorted { $0.body < $1.body }
        let visited = ordered.filter { applied.contains($0.body) }
        // Where nobody can apply there is nothing to accept for long.
        posts = visited.isEmpty ? ordered : visited
        add(city.open.submitted, next: .accept)
        add(city.open.accepted, next: .examine)
        add(city.open.reviewing, next: .review)
        add(city.open.approving, next: .approve)
    }

    private mutating func add(_ cases: [BenchCity.OpenCase]?, next: Operation) {
        for one in cases ?? [] { put(OpenWork(id: one.id, version: one.version, next: next), body: one.body) }
    }

    mutating func put(_ work: OpenWork, body: Int) {
        if work.next == .accept {
            submitted[body, default: []].append(work)
        } else {
            underway[body, default: []].append(work)
        }
    }

    /// A case to accept; nobody else gets it.
    mutating func takeSubmitted(body: Int) -> OpenWork? { submitted[body]?.popLast() }

    /// A case to examine, review or approve.
    mutating func takeUnderway(body: Int) -> OpenWork? { underway[body]?.popLast() }
}
