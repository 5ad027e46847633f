package import Base
import Foundation
import Identifiers
package import Postgres

extension SettingKey<String> {
    /// The signature before every SMS (签名), as registered with the provider.
    package static let smsSignature = SettingKey("sms.signature", fallback: "【忻州政务】")
}

/// Sends the SMS that transactions have left behind.
package struct SMSSender: Sendable {
    let database: Database
    let gateway: any SMSGateway
    let settings: Settings
    let now: TimeSource

    package init(
        database: Database, gateway: any SMSGateway, settings: Settings, now: TimeSource = .system
    ) {
        self.database = database
        self.gateway = gateway
        self.settings = settings
        self.now = now
    }

    /// For the worker.
    package var handler: JobHandler {
        JobHandler(SendSMS.self) { try await send($0) }
    }

    /// Sends one SMS unless it was sent already, is too late, or its number cannot receive any.
    func send(_ command: SendSMS) async throws {
        let query: SQL = """
            SELECT phone, text, link FROM notices.message
            WHERE id = \(command.message) AND channel = 'sms' AND state = 'waiting'
            """
        let waiting = try await database.first(query) { row in
            (
                phone: try row.get("phone", as: String.self), text: try row.get("text", as: String.self),
                link: try row.get("link", as: String.self)
            )
        }
        guard let waiting else { return }
        if let expiresAt = command.expiresAt, expiresAt <= now() {
            return try await fail(command.message, NoticeTerms.expired)
        }
        guard let phone = try? PhoneNumber(waiting.phone, accepting: [.mobile]).text else {
            return try await fail(command.message, NoticeTerms.noMobile)
        }
        let address = waiting.link.isEmpty ? "" : try await settings.value(.publicAddress) + waiting.link
        let text = SMSText.compose(
            signature: try await settings.value(.smsSignature), text: waiting.text, address: address)
        do {
            let reference = try await gateway.send(text, to: phone, id: command.message)
            try await database.execute(
                """
                UPDATE notices.message SET state = 'sent', text = \(text), gateway_reference = \(reference), sent_at = \(now())
                WHERE id = \(command.message) AND state = 'waiting'
                """)
        } catch SMSGatewayError.refused(let reason) {
            try await fail(command.message, reason)
        }
    }

    private func fail(_ id: UUID, _ reason: String) async throws {
        try await database.execute(
            """
            UPDATE notices.message SET state = 'failed', gateway_reference = \(reason)
            WHERE id = \(id) AND state = 'waiting'
            """)
    }
}
