package import WorkCalendar

/// Why a text is not the identifier it should be: a code for programs, and a Chinese sentence that helps the person.
///
/// `description` and `code` hold nothing of the text itself and may be logged; `message` is for the person who typed it.
package struct IdentifierError: Error, Sendable, Hashable {
    /// What the text should have been.
    package let subject: Subject
    /// What is wrong with it.
    package let problem: Problem

    package init(_ subject: Subject, _ problem: Problem) {
        self.subject = subject
        self.problem = problem
    }

    /// The kinds of identifier.
    package enum Subject: String, Sendable, Hashable, CaseIterable {
        case citizenID, unifiedCreditCode, phoneNumber, regionCode
        case catalogueCode, implementationCode, handlingItemCode, document
    }

    /// What can be wrong; positions count from 1 in the text without blanks.
    package enum Problem: Sendable, Hashable {
        /// Nothing but blanks.
        case empty
        /// Not one of the lengths that exist.
        case length(expected: [Int], found: Int)
        /// A character that may not stand there.
        case character(Character, position: Int, allowed: Allowed)
        /// The last character does not fit the others.
        case checkCharacter
        /// A number of the first generation, without check character.
        case firstGeneration
        /// The birth date is no day of the calendar.
        case noSuchDate(digits: String)
        /// The birth year lies before 1800.
        case implausibleYear(Int)
        /// The birth date lies after the day of reference.
        case futureDate(CalendarDate)
        /// A landline without its area code.
        case areaCodeMissing
        /// A number of a kind that this field does not take; the ones it takes.
        case kindNotAccepted([PhoneNumber.Kind])
        /// Not shaped like any number in use.
        case pattern
        /// A part that is an identifier of its own is wrong.
        indirect case part(IdentifierError, from: Int)
        /// The code names a main item that is divided into sub-items and cannot be handled itself.
        case mainItem
        /// A serial number that begins at 1 is 0.
        case zeroSerial
        /// Digits that no table defines.
        case unknownSegment(String, position: Int)
    }

    /// Which characters a position takes.
    package enum Allowed: String, Sendable, Hashable {
        case digit, digitOrX, creditLetter, authority, levelDigit, letterOrDigit
    }

    /// Stable text for programs, for example `citizenID.checkCharacter`.
    package var code: String { "\(subject.rawValue).\(problem.code)" }
}

extension IdentifierError: CustomStringConvertible {
    package var description: String { code }
}

extension IdentifierError.Problem {
    /// Stable text for programs, for example `checkCharacter`.
    package var code: String {
        switch self {
        case .empty: "empty"
        case .length: "length"
        case .character: "character"
        case .checkCharacter: "checkCharacter"
        case .firstGeneration: "firstGeneration"
        case .noSuchDate: "noSuchDate"
        case .implausibleYear: "implausibleYear"
        case .futureDate: "futureDate"
        case .areaCodeMissing: "areaCodeMissing"
        case .kindNotAccepted: "kindNotAccepted"
        case .pattern: "pattern"
        case .part(let error, _): error.code
        case .mainItem: "mainItem"
        case .zeroSerial: "zeroSerial"
        case .unknownSegment: "unknownSegment"
        }
    }
}
