import HTTPTypes
package import People

extension DoorRequest {
    /// Where this request comes from, for the login log and for limits.
    package var origin: SignInOrigin {
        SignInOrigin(
            door: door, address: clientAddress.text.isEmpty ? nil : clientAddress.text,
            userAgent: headers[.userAgent] ?? "", requestID: requestID)
    }

    /// The page that a person wanted before they had to sign in: `next` of the form or the query, a path of this site.
    package var wantedPage: String? {
        (form["next"] ?? query["next"]).map(LocalPath.safe)
    }
}
