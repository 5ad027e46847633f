import Base
package import Foundation
package import Postgres

/// A message to a person about one thing: an SMS, a site message (站内信), or both, written in the transaction of what they
/// are told about.
package struct Notice: Sendable {
    /// What the message is about, such as `accepted` or `signInCode`; for statistics and for the management page.
    package var purpose: String
    /// Where the SMS goes; nil sends none.
    package var phone: String?
    /// Whose site messages it joins.
    package var accountIDs: [UUID]
    package var caseID: UUID?
    package var title: String
    /// The text as an expression of SQL, because a new case's number exists only once its row is written.
    package var text: SQL
    /// Path of the page that shows more; the SMS carries it as a whole address. Never together with a code.
    package var link: String
    /// After this moment the SMS is not worth sending any more.
    package var expiresAt: Date?

    package init(
        purpose: String, phone: String? = nil, accountIDs: [UUID] = [], caseID: UUID? = nil, title: String, text: SQL,
        link: String = "", expiresAt: Date? = nil
    ) {
        self.purpose = purpose
        self.phone = phone
        self.accountIDs = accountIDs
        self.caseID = caseID
        self.title = title
        self.text = text
        self.link = link
        self.expiresAt = expiresAt
    }

    /// A one-time code by SMS; the phone's owner reads what it is for.
    ///
    /// - Parameters:
    ///   - use: what the code opens, such as 登录.
    ///   - minutes: how long it holds.
    package static func code(_ code: String, for use: String, to phone: String, minutes: Int, now: Date) -> Notice {
        let text = NoticeTerms.code(code, use: use, minutes: minutes)
        return Notice(
            purpose: "code", phone: phone, title: NoticeTerms.codeTitle, text: "\(text)",
            expiresAt: now.addingTimeInterval(Double(minutes) * 60))
    }

    /// The statements for the causing transaction: the messages, and the job that sends the SMS.
    package func statements(now: Date) throws -> [SQL] {
        var rows: [SQL] = []
        var accounts: [UUID] = []
        for account in accountIDs where !accounts.contains(account) {
            accounts.append(account)
            rows.append(row(.ordered(at: now), channel: "site", phone: nil, account: account))
        }
        var job: SQL?
        if let phone, !phone.isEmpty {
            let id = UUID.ordered(at: now)
            rows.append(row(id, channel: "sms", phone: phone, account: nil))
            job = try SendSMS(message: id, expiresAt: expiresAt).statement()
        }
        guard !rows.isEmpty else { return [] }
        let insertion: SQL = """
            INSERT INTO notices.message (id, channel, purpose, phone, account_id, case_id, title, text, link)
            VALUES \(rows.joined(separator: ", "))
            """
        return [insertion] + [job].compactMap { $0 }
    }

    private func row(_ id: UUID, channel: String, phone: String?, account: UUID?) -> SQL {
        """
        (CAST(\(id) AS uuid), CAST(\(channel) AS text), CAST(\(purpose) AS text), CAST(\(phone) AS text),
            CAST(\(account) AS uuid), CAST(\(caseID) AS uuid), CAST(\(title) AS text), \(text), CAST(\(link) AS text))
        """
    }
}

/// Sends one SMS that waits in `notices.message`.
struct SendSMS: JobCommand {
    static let kind = "sms.send.1"
    var message: UUID
    var expiresAt: Date?
}

// MARK: - Loads by COPY

extension Notice {
    /// The statement for rows of `add(to:…)`.
    package static let copying: SQL = """
        COPY notices.message (id, channel, purpose, phone, account_id, case_id, title, text, link, state, created_at, sent_at,
            read_at) FROM STDIN
        """

    /// The rows of a message of the past, whose text is known: one on the site for each account, read since, and the SMS
    /// that was sent.
    package func add(
        to rows: inout CopyText, text: String, at moment: Date, using random: inout some RandomNumberGenerator
    ) {
        for account in accountIDs {
            row(&rows, .ordered(at: moment, using: &random), "site", nil, account, text, "read", moment)
        }
        if let phone { row(&rows, .ordered(at: moment, using: &random), "sms", phone, nil, text, "sent", moment) }
    }

    private func row(
        _ rows: inout CopyText, _ id: UUID, _ channel: String, _ phone: String?, _ account: UUID?, _ text: String,
        _ state: String, _ moment: Date
    ) {
        rows.add(id)
        rows.add(channel)
        rows.add(purpose)
        rows.add(phone)
        rows.add(account)
        rows.add(caseID)
        rows.add(title)
        rows.add(text)
        rows.add(link)
        rows.add(state)
        rows.add(moment)
        rows.add(account == nil ? moment : nil)
        rows.add(account == nil ? nil : moment)
        rows.endRow()
    }
}
