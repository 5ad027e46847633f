import Base

/// The job that the database queues with each sign-in code; the worker makes an SMS of it. The code exists only in this
/// payload and in the message: the door that asked for it can read neither.
package struct PhoneCodeMessage: JobCommand, Hashable {
    package static let kind = "people.phone-code.1"

    package let phone: String
    package let code: String
}
