package import Foundation

/// Carries SMS to phones. A city has one provider's; the demo gateway carries them nowhere.
package protocol SMSGateway: Sendable {
    /// Hands one SMS over.
    ///
    /// - Parameters:
    ///   - phone: a mobile number of 11 digits.
    ///   - text: with signature and address, at most `SMSText.limit` units.
    ///   - id: the same for every attempt, so that a provider can recognise a repetition.
    /// - Returns: the provider's own number of the message.
    /// - Throws: `SMSGatewayError.refused` when no further attempt can succeed; any other error is tried again.
    func send(_ text: String, to phone: String, id: UUID) async throws -> String
}

/// The provider's "no".
package enum SMSGatewayError: Error, Sendable, CustomStringConvertible {
    /// The provider will never take this message, with its code or word for it.
    case refused(String)

    package var description: String {
        switch self {
        case .refused(let reason): "the gateway refused the message: \(reason)"
        }
    }
}

/// Takes every SMS and sends none: its messages are read on a page of the management door.
package struct DemoGateway: SMSGateway {
    package init() {}

    package func send(_ text: String, to phone: String, id: UUID) async throws -> String { "demo" }
}
