import NIOCore

/// One operation over and over, on so many connections, without a pause: what the program can do.
package enum CapacityRun: String, Sendable, CaseIterable {
    /// `POST /api/v1/cases`.
    case create
    /// `GET /api/v1/cases/NUMBER`.
    case get
    /// The work list of clerks of all bodies.
    case inbox
    /// The work list of one clerk whose scope is one department.
    case inboxRestricted = "inbox-restricted"
    /// The work list of somebody who sees every body.
    case inboxAll = "inbox-all"
    /// Any case page, by somebody who sees every body.
    case caseFile = "case"
    case dashboard
    case items, search, item
    /// A whole application through the wizard.
    case apply
    /// Acceptance of waiting cases, as long as there are any.
    case accept
    /// Examination, review and decision of accepted cases, as long as there are any.
    case approve
}

extension Crowd {
    package func capacity(_ what: CapacityRun, connections: Int) async -> Tally {
        await run(count: connections) { index in await self.hammer(what, index, of: connections) }
    }

    private func hammer(_ what: CapacityRun, _ index: Int, of count: Int) async {
        let person = Person(door: door(of: what), hat: firstHat(of: what), chance: chance(of: index))
        var turn = index
        while !isOver {
            let due = await ticket()
            if isOver { return }
            guard await once(what, person, turn, due) else { return }
            // Sessions take turns: one alone would meet its own rate limit.
            turn += count
        }
    }

    private func door(of what: CapacityRun) -> DoorAddress {
        switch what {
        case .create, .get: doors.api
        case .items, .search, .item, .apply: doors.public
        default: doors.office
        }
    }

    private func firstHat(of what: CapacityRun) -> Hat {
        switch what {
        case .create, .get: Hat(doors.api, bearer: city.clients.first?.token ?? "")
        default: Hat(door(of: what), cookie: "none", token: "", csrf: "")
        }
    }

    /// One round of the operation; false when there is nothing left to do.
    private func once(_ what: CapacityRun, _ person: Person, _ turn: Int, _ due: NIODeadline?) async -> Bool {
        switch what {
        case .create: return await create(person, due: due)
        case .get:
            guard let number = person.chance.pick(city.clientNumbers) else { return false }
            _ = await ask(person, .get, HTTPRequestText(target: "/api/v1/cases/\(number)"), due: due)
        case .inbox: return await page(.inbox, "/inbox?view=mine", work.windows, person, turn, due)
        case .inboxRestricted:
            return await page(.inbox, "/inbox?view=mine", city.restricted.map { [$0] } ?? [], person, turn, due)
        case .inboxAll: return await page(.inbox, "/inbox?view=all", city.supervisors, person, turn, due)
        case .caseFile:
            let address = "/cases/\(city.ids.random(&person.chance))"
            return await page(.caseFile, address, city.supervisors, person, turn, due)
        case .dashboard: return await page(.dashboard, "/dashboard", city.supervisors, person, turn, due)
        case .items, .search, .item, .apply: return await asCitizen(what, person, turn, due)
        case .accept, .approve: return await decide(what, person, turn, due)
        }
        return true
    }

    private func page(
        _ operation: Operation, _ address: String, _ officers: [BenchCity.Officer], _ person: Person, _ turn: Int,
        _ due: NIODeadline?
    ) async -> Bool {
        guard !officers.isEmpty else { return false }
        person.hat = hat(of: officers[turn % officers.count])
        _ = await ask(person, operation, .page(address), due: due)
        return true
    }

    private func asCitizen(_ what: CapacityRun, _ person: Person, _ turn: Int, _ due: NIODeadline?) async -> Bool {
        guard !city.citizens.isEmpty else { return false }
        let session = city.citizens[turn % city.citizens.count]
        person.hat = Hat(doors.public, cookie: city.cookies.public, token: session.token, csrf: session.csrf)
        switch what {
        case .items:
            let theme = FormText.encode(person.chance.pick(city.themes) ?? "")
            _ = await ask(person, .items, .page("/themes/\(theme)"), due: due)
        case .search:
            let word = FormText.encode(person.chance.pick(city.words) ?? "")
            _ = await ask(person, .search, .page("/s?q=\(word)"), due: due)
        case .item: _ = await ask(person, .item, .page("/items/\(person.chance.pick(city.items) ?? "")"), due: due)
        default: _ = await applyOnline(person, due: due)
        }
        return true
    }

    private func decide(_ what: CapacityRun, _ person: Person, _ turn: Int, _ due: NIODeadline?) async -> Bool {
        for offset in work.posts.indices {
            let posts = work.posts[(turn + offset) % work.posts.count]
            if what == .accept, let file = work.takeSubmitted(body: posts.body) {
                await acceptOne(file, person, posts, due: due)
                return true
            }
            if what == .approve, let file = work.takeUnderway(body: posts.body) {
                await conclude(file, person, posts, due: due)
                return true
            }
        }
        return false
    }

    // MARK: Another system

    /// An application of another system in one request; files that a service asks for are sent before.
    private func create(_ person: Person, due: NIODeadline?) async -> Bool {
        guard let service = person.chance.pick(work.createdByPrograms) else { return false }
        var materials: [String] = []
        for material in service.materials where material.upload && material.required {
            guard let file = await sendFile(person) else { return true }
            materials.append("\(JSONText.quoted(material.key)):[\"\(file)\"]")
        }
        let applicant = SampleApplicant.make(&fresh)
        let situation = service.situation.map { "\(JSONText.quoted($0)):\(JSONText.quoted($1))" }
        let body = """
            {"handlingItem":\(JSONText.quoted(service.code)),"applicant":\(applicant),\
            "situation":{\(situation.joined(separator: ","))},"form":{\(JSONText.form(service.form))},\
            "materials":{\(materials.joined(separator: ","))}}
            """
        let key = FormText.uuid(&fresh)
        let request = HTTPRequestText(
            method: "POST", target: "/api/v1/cases",
            headers: "Content-Type: application/json\r\nIdempotency-Key: \(key)\r\n", body: ByteBuffer(string: body),
            expected: 201)
        _ = await ask(person, .create, request, due: due)
        return true
    }

    private func sendFile(_ person: Person) async -> String? {
        let request = HTTPRequestText(
            method: "POST", target: "/api/v1/files?name=material.pdf",
            headers: "Content-Type: application/octet-stream\r\n", body: SampleFile.make(&fresh), expected: 201,
            readsBody: true)
        let answer = await ask(person, .upload, request)
        return answer?.body.text(between: "\"id\":\"", and: UInt8(ascii: "\""))
    }
}

/// A natural person with a number that is made right and belongs to nobody.
enum SampleApplicant {
    static func make(_ chance: inout Chance) -> String {
        let day = chance.below(28) + 1
        let sequence = chance.below(1_000)
        let body = "14090219\(80 + chance.below(20))06\(padded(day, 2))\(padded(sequence, 3))"
        let number = body + check(body)
        let phone = "154\(padded(chance.below(100_000_000), 8))"
        return """
            {"kind":"natural","name":"样本甲","documentNumber":"\(number)","phone":"\(phone)","address":"忻州市样本街 1 号"}
            """
    }

    /// The check character of GB 11643 (ISO 7064 MOD 11-2).
    static func check(_ body: String) -> String {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(body.utf8, weights).reduce(0) { $0 + (Int($1.0) - 0x30) * $1.1 }
        let marks = Array("10X98765432")
        return String(marks[sum % 11])
    }

    private static func padded(_ value: Int, _ length: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, length - digits.count)) + digits
    }
}

/// The little JSON that the driver writes by itself.
enum JSONText {
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    static func form(_ form: [String: BenchCity.FieldValue]) -> String {
        let fields = form.map { key, value in
            switch value {
            case .text(let text): "\(quoted(key)):\(quoted(text))"
            case .list(let texts): "\(quoted(key)):[\(texts.map(quoted).joined(separator: ","))]"
            }
        }
        return fields.joined(separator: ",")
    }
}
