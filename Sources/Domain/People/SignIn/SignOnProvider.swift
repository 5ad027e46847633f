package import Foundation

/// Who somebody is by the word of an identity provider such as the province's unified sign-on (统一身份认证, R7.11).
package struct SignOnIdentity: Sendable, Hashable {
    package let name: String
    package let documentType: String
    package let documentNumber: String
    package let phone: String
    /// Whether the provider compared the person's face with the register (实人), not only name and number (实名).
    package let isFaceChecked: Bool

    package init(name: String, documentType: String, documentNumber: String, phone: String, isFaceChecked: Bool) {
        self.name = name
        self.documentType = documentType
        self.documentNumber = documentNumber
        self.phone = phone
        self.isFaceChecked = isFaceChecked
    }
}

/// An identity provider beside the code sent to a phone. One that redeems tickets must do so behind a database role of its
/// own: the public role may open no session but by a code it cannot read.
package protocol SignOnProvider: Sendable {
    /// What the sign-in page calls it.
    var name: String { get }
    /// Where the browser is sent; `state` comes back unchanged and is compared.
    func address(state: String, returnTo: URL) -> URL
    /// Exchanges the ticket that came back for the identity, once.
    func redeem(ticket: String) async throws -> SignOnIdentity
}
