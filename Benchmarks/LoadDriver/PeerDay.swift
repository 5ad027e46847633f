import NIOCore

/// Another program that does the same work without sessions and checks (Benchmarks/README.md lists its paths): the same
/// people, the same day, so that the two results are a ratio.
package struct Peer: Sendable {
    /// Its cases are numbered from 1 to here.
    let cases: Int
    let items: Int
    let departments: Int
    let themes: Int

    package init(cases: Int, items: Int = 2_000, departments: Int = 60, themes: Int = 24) {
        self.cases = cases
        self.items = items
        self.departments = departments
        self.themes = themes
    }
}

extension BenchCity {
    /// A city of which only the address is known.
    package static func bare(_ address: String) -> BenchCity {
        BenchCity(
            doors: Doors(public: address, office: address, api: address), cookies: Cookies(public: "", office: ""),
            citizens: [], clerks: [], restricted: nil, supervisors: [], clients: [], services: [], words: [],
            themes: [], items: [], ids: Numbering(first: 1, last: 1, prefix: ""),
            open: OpenCases(submitted: nil, accepted: nil, reviewing: nil, approving: nil), clientNumbers: [])
    }
}

extension Crowd {
    /// The city day against a peer.
    package func day(users: Int, at peer: Peer) async -> Tally {
        await run(count: users) { index in await self.live(index, of: users, at: peer) }
    }

    /// One operation of a peer over and over.
    package func capacity(_ what: CapacityRun, connections: Int, at peer: Peer) async -> Tally {
        await run(count: connections) { index in await self.hammer(what, index, at: peer) }
    }

    private func somebody(_ index: Int) -> Person {
        Person(door: doors.public, hat: Hat(doors.public), chance: chance(of: index))
    }

    private func live(_ index: Int, of users: Int, at peer: Peer) async {
        let role = Role.of(index, in: users)
        let person = somebody(index)
        var followed: String?
        await arrive(person)
        while !isOver {
            let due = await ticket()
            if isOver { return }
            let act = role.act(&person.chance)
            switch act {
            case .application: followed = await apply(person, peer, due) ?? followed
            case .track:
                let path = followed ?? Self.trackPath(1 + person.chance.below(peer.cases))
                let answer = await ask(person, .track, .page(path, readsBody: followed != nil), due: due)
                // The page names the case that was just made; the clerks take it from there.
                if followed != nil, let id = answer?.body.text(between: "data-id=\"", and: UInt8(ascii: "\"")) {
                    work.put(OpenWork(id: id, version: 0, next: .accept), body: 0)
                    followed = nil
                }
            case .accept, .approve: await decide(act, person, peer, due)
            default: _ = await ask(person, act, request(act, person, peer), due: due)
            }
            await think(person, role)
        }
    }

    private func hammer(_ what: CapacityRun, _ index: Int, at peer: Peer) async {
        let person = somebody(index)
        while !isOver {
            let due = await ticket()
            if isOver { return }
            switch what {
            case .create: _ = await ask(person, .create, creation(person, peer), due: due)
            case .apply: _ = await apply(person, peer, due)
            case .get: _ = await ask(person, .get, request(.get, person, peer), due: due)
            case .caseFile: _ = await ask(person, .caseFile, request(.caseFile, person, peer), due: due)
            case .dashboard: _ = await ask(person, .dashboard, request(.dashboard, person, peer), due: due)
            case .items: _ = await ask(person, .items, request(.items, person, peer), due: due)
            case .search: _ = await ask(person, .search, request(.search, person, peer), due: due)
            case .item: _ = await ask(person, .item, request(.item, person, peer), due: due)
            case .inbox, .inboxRestricted, .inboxAll:
                _ = await ask(person, .inbox, request(.inbox, person, peer), due: due)
            case .accept, .approve: return
            }
        }
    }

    private static func trackPath(_ number: Int) -> String {
        let digits = String(number)
        return "/track/C" + String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    }

    private func request(_ act: Operation, _ person: Person, _ peer: Peer) -> HTTPRequestText {
        let item = 1 + person.chance.below(peer.items)
        let file = 1 + person.chance.below(peer.cases)
        switch act {
        case .search: return .page("/items?q=\(item)")
        case .item: return .page("/items/\(item)")
        case .caseFile: return .page("/case/\(file)")
        case .dashboard: return .page("/dashboard")
        case .get: return .page("/api/cases/\(file)")
        case .inbox:
            let list = "/inbox?dept=\(1 + person.chance.below(peer.departments))"
            guard person.chance.below(10) < 3 else { return .page(list + "&status=1") }
            let month = 1 + person.chance.below(12)
            let time = "\(2_023 + person.chance.below(3))-\(month < 10 ? "0" : "")\(month)-15T00:00:00Z"
            return .page(list + "&status=3&before=\(time)&bid=1")
        default:
            return .page("/items?theme=\(person.chance.below(peer.themes))&after=\(person.chance.below(900))")
        }
    }

    private func decide(_ act: Operation, _ person: Person, _ peer: Peer, _ due: NIODeadline?) async {
        let found = act == .accept ? work.takeSubmitted(body: 0) : work.takeUnderway(body: 0)
        guard let file = found else {
            _ = await ask(person, .caseFile, request(.caseFile, person, peer), due: due)
            return
        }
        let fields = [
            ("actor", String(1 + person.chance.below(600))), ("version", String(file.version)), ("note", "ok"),
        ]
        let done = await ask(person, act, .form("/case/\(file.id)/\(act.rawValue)", fields), due: due)
        if done != nil, act == .accept {
            work.put(OpenWork(id: file.id, version: file.version + 1, next: .approve), body: 0)
        }
    }

    /// The form and three files in one request.
    private func apply(_ person: Person, _ peer: Peer, _ due: NIODeadline?) async -> String? {
        let start = due ?? .now()
        let applicant = 1 + person.chance.below(300_000)
        let fields = [
            ("item_id", String(1 + person.chance.below(peer.items))), ("applicant_id", String(applicant)),
            ("applicant_name", "样本\(applicant)"), ("form", Self.answers(applicant)),
        ]
        let boundary = "----yanmen\(FormText.uuid(&fresh))"
        var body = ByteBuffer()
        body.reserveCapacity(3 * SampleFile.size + 2_048)
        for (name, value) in fields {
            body.writeString("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n")
        }
        for place in 0..<3 {
            let head = "Content-Disposition: form-data; name=\"f\(place)\"; filename=\"f\(place).pdf\"\r\n"
            body.writeString("--\(boundary)\r\n\(head)Content-Type: application/pdf\r\n\r\n")
            body.writeImmutableBuffer(SampleFile.make(&fresh))
            body.writeStaticString("\r\n")
        }
        body.writeString("--\(boundary)--\r\n")
        let request = HTTPRequestText(
            method: "POST", target: "/apply", headers: "Content-Type: multipart/form-data; boundary=\(boundary)\r\n",
            body: body, expected: 303)
        guard let answer = await ask(person, .apply, request, due: due) else { return nil }
        record(.application, since: start)
        return answer.location
    }

    private func creation(_ person: Person, _ peer: Peer) -> HTTPRequestText {
        let applicant = 1 + person.chance.below(300_000)
        let text = """
            {"item_id":\(1 + person.chance.below(peer.items)),"applicant_id":\(applicant),\
            "applicant_name":"样本\(applicant)","form":\(Self.answers(applicant))}
            """
        return HTTPRequestText(
            method: "POST", target: "/api/cases", headers: "Content-Type: application/json\r\n",
            body: ByteBuffer(string: text), expected: 201)
    }

    /// A form of eight fields.
    private static func answers(_ applicant: Int) -> String {
        """
        {"name":"样本\(applicant)","idno":"14090219900101\(applicant)","phone":"15400000000",\
        "address":"忻州市样本街 1 号","reason":"申请办理","f1":\(applicant),"f2":3,"f3":true}
        """
    }
}
