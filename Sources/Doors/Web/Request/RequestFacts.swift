package import People
import Synchronization

/// Who sent a request, as the pipeline found out.
package enum Visitor: Sendable {
    /// Nobody signed in.
    case nobody
    /// A citizen or a member of staff with an open session.
    case session(Session)
    /// A connected system with a bearer token, kept for row-level security.
    case client(Client, token: String)
}

/// What the stages of the pipeline learn about one request and tell each other.
final class RequestFacts: Sendable {
    private struct State {
        var requestID = ""
        var address = ClientAddress("")
        var cookies = CookieJar(header: nil)
        var reach = DoorReach()
        var forwardedProto: String?
        var visitor = Visitor.nobody
        var formNonce: String?
        var isNonceNew = false
        var saidContinue = false
    }

    private let state = Mutex(State())

    var requestID: String {
        get { state.withLock { $0.requestID } }
        set { state.withLock { $0.requestID = newValue } }
    }

    var address: ClientAddress {
        get { state.withLock { $0.address } }
        set { state.withLock { $0.address = newValue } }
    }

    /// The cookies that came with the request.
    var cookies: CookieJar {
        get { state.withLock { $0.cookies } }
        set { state.withLock { $0.cookies = newValue } }
    }

    /// How the door is reached, the same for the whole request.
    var reach: DoorReach {
        get { state.withLock { $0.reach } }
        set { state.withLock { $0.reach = newValue } }
    }

    /// What a trusted proxy says of the way to it: `http` or `https`.
    var forwardedProto: String? {
        get { state.withLock { $0.forwardedProto } }
        set { state.withLock { $0.forwardedProto = newValue } }
    }

    /// Whether the person at the other end came over TLS.
    var isSecure: Bool { state.withLock { $0.reach.isSecure || $0.forwardedProto == "https" } }

    var visitor: Visitor {
        get { state.withLock { $0.visitor } }
        set { state.withLock { $0.visitor = newValue } }
    }

    /// Whether a sender that waits for it was told to go on with its body.
    var saidContinue: Bool {
        get { state.withLock { $0.saidContinue } }
        set { state.withLock { $0.saidContinue = newValue } }
    }

    /// The nonce of forms that nobody signed in fills; made at the first need and then sent as a cookie.
    func formNonce(orElse make: () -> String) -> String {
        state.withLock { state in
            if let nonce = state.formNonce { return nonce }
            let nonce = make()
            state.formNonce = nonce
            state.isNonceNew = true
            return nonce
        }
    }

    /// The nonce that came with the request.
    func adopt(formNonce: String) {
        state.withLock { $0.formNonce = formNonce }
    }

    /// Whether a page with a form was made for somebody who is not signed in.
    var hasFormToken: Bool { state.withLock { $0.formNonce != nil } }

    /// A nonce that the browser does not know yet.
    var newFormNonce: String? {
        state.withLock { $0.isNonceNew ? $0.formNonce : nil }
    }
}
