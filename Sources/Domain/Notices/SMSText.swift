import Identifiers

/// What an SMS may look like: length as providers count it, and no full ID number.
package enum SMSText {
    /// Most that providers take, in UTF-16 code units with signature and link.
    package static let limit = 500
    private static let singlePart = 70
    private static let longPart = 67

    /// How many parts a text is sent and billed in: 70 UTF-16 code units, or 67 for each part of a longer one; a character
    /// of two units is never split.
    package static func parts(_ text: String) -> Int {
        guard text.utf16.count > singlePart else { return 1 }
        var parts = 1
        var used = 0
        for scalar in text.unicodeScalars {
            let width = scalar.value > 0xFFFF ? 2 : 1
            if used + width > longPart {
                parts += 1
                used = 0
            }
            used += width
        }
        return parts
    }

    /// Signature, text and address as one SMS; a text that is too long ends with an ellipsis, the address stays whole.
    package static func compose(signature: String, text: String, address: String) -> String {
        let ending = address.isEmpty ? "" : " " + address
        let room = limit - signature.utf16.count - ending.utf16.count
        return signature + shortened(withoutIDNumbers(text), to: room) + ending
    }

    private static func shortened(_ text: String, to room: Int) -> String {
        guard text.utf16.count > room else { return text }
        var short = ""
        var used = 1
        for character in text {
            used += character.utf16.count
            if used > room { break }
            short.append(character)
        }
        return short + "…"
    }

    /// ID numbers of persons with only their ends left (`1409**********0021`). Other long numbers, such as case numbers,
    /// have another length or fail the check digit.
    static func withoutIDNumbers(_ text: String) -> String {
        var result = ""
        var run = ""
        func flush() {
            result += isIDNumber(run) ? Masking.citizenID(run) : run
            run = ""
        }
        for character in text {
            if ("0"..."9").contains(character) || character == "X" || character == "x" {
                run.append(character)
            } else {
                flush()
                result.append(character)
            }
        }
        flush()
        return result
    }

    private static func isIDNumber(_ run: String) -> Bool {
        switch run.count {
        case 18: (try? CitizenID(run)) != nil
        case 15: (try? CitizenID.converting(fifteenDigits: run)) != nil
        default: false
        }
    }
}
