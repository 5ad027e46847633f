import NIOCore

extension Crowd {
    /// A citizen's day: looks, searches, applies, follows their application.
    func citizen(_ index: Int) async {
        guard let session = city.citizens.isEmpty ? nil : city.citizens[index % city.citizens.count] else { return }
        let hat = Hat(doors.public, cookie: city.cookies.public, token: session.token, csrf: session.csrf)
        let person = Person(door: doors.public, hat: hat, chance: chance(of: index))
        var lastCase: String?
        await arrive(person)
        while !isOver {
            let due = await ticket()
            if isOver { return }
            switch Role.citizen.act(&person.chance) {
            case .search:
                let word = FormText.encode(person.chance.pick(city.words) ?? "")
                _ = await ask(person, .search, .page("/s?q=\(word)"), due: due)
            case .item:
                let code = person.chance.pick(city.items) ?? ""
                _ = await ask(person, .item, .page("/items/\(code)"), due: due)
            case .application:
                if let made = await applyOnline(person, due: due) { lastCase = made }
            case .track:
                if let known = lastCase {
                    _ = await ask(person, .track, .page("/my/cases/\(known)"), due: due)
                } else {
                    let answer = await ask(person, .track, .page("/my", readsBody: true), due: due)
                    lastCase = answer?.body.words(behind: "href=\"/my/cases/", length: 36).first
                }
            default:
                let theme = FormText.encode(person.chance.pick(city.themes) ?? "")
                _ = await ask(person, .items, .page("/themes/\(theme)"), due: due)
            }
            await think(person, .citizen)
        }
    }

    /// Draft, form, three files, submission: the wizard's own requests, one after the other without a pause.
    ///
    /// - Returns: the id of the case.
    func applyOnline(_ person: Person, due: NIODeadline? = nil) async -> String? {
        guard let service = person.chance.pick(work.services) else { return nil }
        let start = due ?? .now()
        let draft = FormText.uuid(&fresh)
        let address = "/apply/drafts/\(draft)"
        var fields = [("csrf", person.csrf), ("draft", draft)]
        for (question, answer) in service.situation { fields.append(("s.\(question)", answer)) }
        guard await ask(person, .draft, .form("/apply/\(service.code)", fields), due: due) != nil else { return nil }
        var version = 1
        for (section, keys) in service.sections.sorted(by: { $0.key < $1.key }) {
            let form = sectionForm(service, keys, person, version)
            let target = "\(address)/form/\(FormText.encode(section))"
            guard await ask(person, .form, .form(target, form)) != nil else { return nil }
            version += 1
        }
        let uploads = service.materials.filter(\.upload)
        let wanted = uploads.isEmpty ? 0 : max(3, uploads.count { $0.required })
        let ordered = uploads.filter(\.required) + uploads.filter { !$0.required }
        for place in 0..<wanted {
            let material = ordered[place % ordered.count]
            guard await upload(person, draft: draft, material: material.key) else { return nil }
            version += 1
        }
        let last = [("csrf", person.csrf), ("version", String(version)), ("agree", "1")]
        guard let answer = await ask(person, .apply, .form("\(address)/submit", last)) else { return nil }
        record(.application, since: start)
        // 303 to /my/cases/ID/receipt
        let parts = (answer.location ?? "").split(separator: "/")
        guard parts.count == 4, parts[1] == "cases" else {
            misunderstood(.apply)
            return nil
        }
        let id = String(parts[2])
        work.put(OpenWork(id: id, version: 1, next: .accept), body: service.body)
        return id
    }

    private func sectionForm(
        _ service: BenchCity.Service, _ keys: [String], _ person: Person, _ version: Int
    ) -> [(String, String)] {
        var form = [("csrf", person.csrf), ("version", String(version)), ("shown", keys.joined(separator: ","))]
        for key in keys {
            for text in service.form[key]?.texts ?? [] { form.append(("f.\(key)", text)) }
        }
        return form
    }

    /// The resumable upload of one file of 32 KiB: announced, then sent in one piece.
    private func upload(_ person: Person, draft: String, material: String) async -> Bool {
        let size = SampleFile.size
        let token = "X-CSRF-Token: \(person.csrf)\r\nAccept: application/json\r\n"
        let announcement = HTTPRequestText(
            method: "POST", target: "/uploads?draft=\(draft)&material=\(FormText.encode(material))",
            headers: token + "Content-Type: application/json\r\n",
            body: ByteBuffer(string: "{\"name\":\"material.pdf\",\"size\":\(size)}"), expected: 201, readsBody: true)
        guard let begun = await ask(person, .upload, announcement) else { return false }
        guard let place = begun.body.text(between: "\"upload\":\"", and: UInt8(ascii: "\"")) else {
            misunderstood(.upload)
            return false
        }
        let piece = HTTPRequestText(
            method: "PUT", target: String(place.filter { $0 != "\\" }),
            headers: token + "Content-Type: application/octet-stream\r\nContent-Range: bytes 0-\(size - 1)/\(size)\r\n",
            body: SampleFile.make(&fresh), expected: 200)
        return await ask(person, .chunk, piece) != nil
    }
}

/// A PDF of 32 KiB, each unlike the others, so that each is stored.
enum SampleFile {
    static let size = 32 * 1_024

    static func make(_ chance: inout Chance) -> ByteBuffer {
        var file = ByteBuffer()
        file.reserveCapacity(size)
        file.writeStaticString("%PDF-1.4\n%")
        file.writeString(FormText.uuid(&chance))
        file.writeStaticString(
            "\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%")
        let end: StaticString = "\ntrailer<</Root 1 0 R>>\n%%EOF\n"
        file.writeRepeatingByte(0x2E, count: size - file.readableBytes - end.utf8CodeUnitCount)
        file.writeStaticString(end)
        return file
    }
}
