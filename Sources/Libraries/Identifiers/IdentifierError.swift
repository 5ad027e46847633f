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

        /// The Chinese name.
        package var term: String {
            switch self {
            case .citizenID: "身份证号"
            case .unifiedCreditCode: "统一社会信用代码"
            case .phoneNumber: "电话号码"
            case .regionCode: "区划代码"
            case .catalogueCode: "事项基本编码"
            case .implementationCode: "事项实施编码"
            case .handlingItemCode: "业务办理项编码"
            case .document: "证件号码"
            }
        }
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
        case noSuchDate(String)
        /// The birth year lies before 1800.
        case implausibleYear(Int)
        /// The birth date lies after the day of reference.
        case futureDate(String)
        /// A landline without its area code.
        case areaCodeMissing
        /// A number of a kind that this field does not take.
        case kindNotAccepted(String)
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

        var term: String {
            switch self {
            case .digit: "数字"
            case .digitOrX: "数字或字母 X"
            case .creditLetter: "数字或大写字母（不含 I、O、S、V、Z）"
            case .authority: "“1”至“9”或字母 A、N、Y"
            case .levelDigit: "“1”至“7”的行使层级"
            case .letterOrDigit: "数字或字母"
            }
        }
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

// MARK: - Words for people

extension IdentifierError {
    /// What is wrong, where, and how to mend it, in Chinese.
    package var message: String {
        switch problem {
        case .empty: "请填写\(subject.term)"
        case .length(let expected, let found):
            "\(subject.term)应为 \(Self.list(expected)) 位，您填了 \(found) 位\(Self.difference(expected, found))"
        case .character(let character, let position, let allowed):
            "\(subject.term)第 \(position) 位应为\(allowed.term)，您填的是“\(character)”"
        case .checkCharacter: checkMessage
        case .firstGeneration: "这是 15 位旧号码，已停止使用，请填写现用身份证上的 18 位号码"
        case .noSuchDate(let date): "身份证号第 7 至 14 位是出生日期，但\(date)并不存在，请对照证件核对"
        case .implausibleYear(let year): "身份证号第 7 至 10 位是出生年份，\(year) 年不合常理，请对照证件核对"
        case .futureDate(let date): "身份证号中的出生日期\(date)还没有到，请核对第 7 至 14 位"
        case .areaCodeMissing: "固定电话请加区号，例如 0350-3000000"
        case .kindNotAccepted(let wanted): "这里只能填写：\(wanted)"
        case .pattern: patternMessage
        case .part(let error, let from): "\(subject.term)第 \(from) 位起的\(error.message)"
        case .mainItem: "这个编码是含有子项的主项，不能直接办理，请填写子项的编码"
        case .zeroSerial: "\(subject.term)的顺序号从 1 开始，不能全为 0"
        case .unknownSegment(let segment, let position):
            "\(subject.term)第 \(position) 位起的“\(segment)”没有对应的代码，请核对"
        }
    }

    private var checkMessage: String {
        let last = subject == .citizenID ? "最后一位（校验码）" : "最后一位校验码"
        return "\(subject.term)的\(last)与前面各位不符，可能有一位填错或相邻两位颠倒，请对照证件逐位核对"
    }

    private var patternMessage: String {
        switch subject {
        case .phoneNumber: "请填写 11 位手机号（以 1 开头），或带区号的固定电话，例如 0350-3000000"
        default: "\(subject.term)的格式不对，请对照证件核对"
        }
    }

    private static func list(_ lengths: [Int]) -> String {
        lengths.map(String.init).joined(separator: " 或 ")
    }

    private static func difference(_ expected: [Int], _ found: Int) -> String {
        guard expected.count == 1, let wanted = expected.first else { return "" }
        return found < wanted ? "，少了 \(wanted - found) 位" : "，多了 \(found - wanted) 位"
    }
}
