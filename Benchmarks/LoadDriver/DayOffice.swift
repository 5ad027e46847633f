import NIOCore

extension Crowd {
    /// A clerk's day: the work list, a case out of it, accepting, and the three posts up to the decision.
    func clerk(_ index: Int) async {
        guard !work.posts.isEmpty else { return }
        let posts = work.posts[index % work.posts.count]
        var chance = chance(of: index)
        guard let session = posts.officer(for: .accept, &chance) else { return }
        let own = hat(of: session)
        let person = Person(door: doors.office, hat: own, chance: chance)
        var seen: [String] = []
        await arrive(person)
        while !isOver {
            let due = await ticket()
            if isOver { return }
            person.hat = own
            switch Role.clerk.act(&person.chance) {
            case .accept:
                if let file = work.takeSubmitted(body: posts.body) {
                    await acceptOne(file, person, posts, due: due)
                } else {
                    await look(person, at: seen, due: due)
                }
            case .approve:
                if let file = work.takeUnderway(body: posts.body) {
                    await conclude(file, person, posts, due: due)
                } else {
                    await look(person, at: seen, due: due)
                }
            case .caseFile: await look(person, at: seen, due: due)
            default:
                let answer = await ask(person, .inbox, .page("/inbox?view=mine", readsBody: true), due: due)
                if let answer { seen = Self.casesListed(in: answer.body) }
            }
            await think(person, .clerk)
        }
    }

    /// A supervisor's day: the desk with its figures, and the list of all cases.
    func supervisor(_ index: Int) async {
        guard let session = city.supervisors.isEmpty ? nil : city.supervisors[index % city.supervisors.count] else {
            return
        }
        let person = Person(door: doors.office, hat: hat(of: session), chance: chance(of: index))
        await arrive(person)
        while !isOver {
            let due = await ticket()
            if isOver { return }
            if Role.supervisor.act(&person.chance) == .inbox {
                _ = await ask(person, .inbox, .page("/inbox?view=all"), due: due)
            } else {
                _ = await ask(person, .dashboard, .page("/dashboard"), due: due)
            }
            await think(person, .supervisor)
        }
    }

    func hat(of officer: BenchCity.Officer) -> Hat {
        Hat(doors.office, cookie: city.cookies.office, token: officer.token, csrf: officer.csrf)
    }

    /// Opens a case of the list; the list itself when it was empty.
    private func look(_ person: Person, at seen: [String], due: NIODeadline?) async {
        if let id = person.chance.pick(seen) {
            _ = await ask(person, .caseFile, .page("/cases/\(id)"), due: due)
        } else {
            _ = await ask(person, .inbox, .page("/inbox?view=mine"), due: due)
        }
    }

    /// Accepted at the window; then it waits for the examiner.
    func acceptOne(_ file: OpenWork, _ person: Person, _ posts: Posts, due: NIODeadline?) async {
        var file = file
        guard let officer = posts.officer(for: .accept, &person.chance) else { return }
        person.hat = hat(of: officer)
        if await act(person, .accept, on: &file, due: due) { work.put(file, body: posts.body) }
    }

    /// Examined, reviewed, decided: each by another officer of the body, each in favour.
    func conclude(_ file: OpenWork, _ person: Person, _ posts: Posts, due: NIODeadline?) async {
        var file = file
        var due = due
        while [.examine, .review, .approve].contains(file.next) {
            let step = file.next
            guard let officer = posts.officer(for: step, &person.chance) else { return }
            person.hat = hat(of: officer)
            guard await act(person, step, on: &file, due: due), file.next != step else { return }
            due = nil
        }
    }

    /// One act on a case; a 409 says that somebody else was faster.
    private func act(
        _ person: Person, _ step: Operation, on file: inout OpenWork, due: NIODeadline?
    ) async -> Bool {
        var fields = [("csrf", person.csrf), ("version", String(file.version))]
        let name: String
        switch step {
        case .examine: name = "examine"
        case .review: name = "review"
        case .approve: name = "decide"
        default: name = "accept"
        }
        if step != .accept { fields += [("conclusion", "grant"), ("opinion", "材料齐全，符合条件。")] }
        guard await ask(person, step, .form("/cases/\(file.id)/\(name)", fields), due: due) != nil else { return false }
        file.version += 1
        file.next = step == .accept ? .examine : step == .examine ? .review : step == .review ? .approve : .caseFile
        return true
    }

    static func casesListed(in page: ByteBuffer) -> [String] {
        page.words(behind: "href=\"/cases/", length: 36)
    }
}
