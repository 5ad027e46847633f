/// The door for the people who run the platform.
package enum ManagementDoor {
    /// The only host names it answers to: a web page elsewhere that points its own name at this machine gets nothing.
    package static let hosts: Set<String> = ["localhost", "127.0.0.1", "[::1]"]
}
