import Base
import Cases
import Notices
import Postgres
import Reviews

/// The rows of some cases in a row, ready to be copied; made while the batch before is being written.
struct SampleBatch: Sendable {
    private(set) var cases = PastRows()
    private var files = CopyText()
    private var messages = CopyText()
    private var invitations = CopyText()
    private var entries: [PastRows.LogEntry] = []
    /// The counters after these cases.
    private(set) var numbers: PastNumbers
    let last: Int

    init(_ range: ClosedRange<Int>, by player: SamplePlayer, numbers: PastNumbers) throws {
        self.numbers = numbers
        last = range.upperBound
        for number in range { try add(number, player) }
    }

    private mutating func add(_ number: Int, _ player: SamplePlayer) throws {
        var random = SampleRandom(seed: player.seed, number: number)
        let played = try player.play(number, numbers: &numbers, &random)
        let token = (0..<2).map { _ in String(random.next(), radix: 36) }.joined(separator: "-")
        let consequences = try cases.add(
            played.past, numbers: &numbers, random: &random, keeping: played.keeping,
            reviewPath: "/review/\(token)")
        for (file, owner) in played.files { file.add(to: &files, by: owner) }
        entries += consequences.entries
        for (notice, text, moment) in consequences.notices {
            Notice(
                purpose: notice.kind.rawValue, phone: notice.phone, accountIDs: notice.accountIDs,
                caseID: notice.caseID, title: notice.title, text: notice.text, link: notice.link
            ).add(to: &messages, text: text, at: moment, using: &random)
        }
        guard played.keeping == .all, let moment = consequences.invitedAt else { return }
        let record = played.past.record
        Invitation.add(
            to: &invitations, id: .ordered(at: moment, using: &random), caseID: record.id,
            bodyID: record.service.body.id, bodyName: record.service.body.name, itemName: record.service.itemName,
            token: token, at: moment)
    }

    /// Writes everything in the caller's transaction, with the log rows in their places of the chain.
    mutating func write(into connection: Connection, _ scroll: inout AuditScroll) async throws {
        for (entry, moment) in entries { scroll.add(entry, at: moment) }
        try await cases.copy(into: connection)
        let tables: [(SQL, CopyText)] = [
            (StoredFile.copying, files), (Notice.copying, messages), (Invitation.copying, invitations),
        ]
        for (statement, rows) in tables where !rows.isEmpty {
            try await connection.copyIn(statement, chunks: rows.pieces)
        }
        try await scroll.unroll(into: connection)
        try await numbers.save(into: connection)
    }
}
