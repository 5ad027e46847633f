package import Base
import Foundation
import GuoMi
import Identifiers
package import Postgres
import WorkCalendar

/// Signs citizens in by a code sent to their phone (验证码登录) and registers them at the first time.
package struct CitizenSignIn: Sendable {
    let database: Database
    let now: TimeSource

    /// - Parameter database: the public door's own pool.
    package init(database: Database, now: TimeSource = .system) {
        self.database = database
        self.now = now
    }

    /// What a right code leads to.
    package enum Outcome: Sendable, Hashable {
        /// The secret token of the new session.
        case signedIn(token: String)
        /// The phone is unknown: its holder registers with this ticket within 15 minutes.
        case register(ticket: String)
    }

    /// Who registers.
    package struct Registration: Sendable, Hashable {
        package var name: String
        package var documentType: String
        package var documentNumber: String

        package init(name: String, documentType: String = "111", documentNumber: String) {
            self.name = name
            self.documentType = documentType
            self.documentNumber = documentNumber
        }
    }

    /// Has a code sent to a phone; whether it belongs to an account never shows.
    ///
    /// - Returns: the normalised number.
    /// - Throws: `.fields` (`phone`), `.codeTooSoon`, `.codeLimitOfPhone`, `.codeLimitOfSource`.
    package func requestCode(phone typed: String, from origin: SignInOrigin) async throws -> String {
        let phone = try Self.mobile(typed)
        let outcome = try await word("SELECT people.request_phone_code(\(phone), \(origin.address)) AS word")
        switch outcome {
        case "ok": return phone
        case "wait": throw PeopleRefusal.codeTooSoon
        case "phoneLimit": throw PeopleRefusal.codeLimitOfPhone
        default: throw PeopleRefusal.codeLimitOfSource
        }
    }

    /// Opens a session, or registration, by the code of the last message.
    ///
    /// - Throws: `.fields` (`phone`), `.codeWrong`, `.codeExpired` after five minutes or five tries, `.locked`.
    package func signIn(phone typed: String, code: String, from origin: SignInOrigin) async throws -> Outcome {
        let phone = try Self.mobile(typed)
        let token = SecretToken()
        let ticket = SecretToken()
        let digits = String(code.filter { $0.isASCII && $0.isNumber })
        let outcome = try await word(
            """
            SELECT people.sign_in_by_phone(\(phone), \(digits), \(token.digest), \(SecureRandom.token(byteCount: 16)),
                \(ticket.digest), \(origin.address), \(origin.userAgent)) AS word
            """)
        switch outcome {
        case "ok": return .signedIn(token: token.text)
        case "register": return .register(ticket: ticket.text)
        case "locked": throw PeopleRefusal.locked
        case "expired": throw PeopleRefusal.codeExpired
        default: throw PeopleRefusal.codeWrong
        }
    }

    /// Makes the account of the phone that was proved, and opens its first session.
    ///
    /// - Returns: the secret token of the session.
    /// - Throws: `.fields` (`name`, `documentType`, `documentNumber`), `.registrationExpired`, `.registrationRefused`.
    package func register(
        _ registration: Registration, ticket: String, from origin: SignInOrigin
    ) async throws -> String {
        let person = try PersonRules.check(registration, on: CalendarDate(now()))
        let token = SecretToken()
        let account = UUID()
        let act = AuditEntry(
            "account.register", on: "account", account.text,
            by: .anonymous(door: origin.door, clientAddress: origin.address, requestID: origin.requestID))
        let outcome = try await database.transaction { connection in
            let outcome = try await connection.first(
                """
                SELECT people.register_person(\(ticket), \(account), \(person.name), \(person.documentType),
                    \(person.documentNumber), \(token.digest), \(SecureRandom.token(byteCount: 16)), \(origin.address),
                    \(origin.userAgent)) AS word
                """
            ) { try $0.get("word", as: String.self) }
            if outcome == "ok" { try await connection.execute(act.statement) }
            return outcome
        }
        switch outcome {
        case "ok": return token.text
        case "refused": throw PeopleRefusal.registrationRefused
        default: throw PeopleRefusal.registrationExpired
        }
    }

    private static func mobile(_ typed: String) throws(PeopleRefusal) -> String {
        do {
            return try PhoneNumber(typed, accepting: [.mobile]).text
        } catch {
            // The general message offers landlines as well.
            let message = error.problem == .pattern ? PeopleTerms.mobileWanted : error.message
            throw .fields([FieldProblem(field: "phone", message: message)])
        }
    }

    private func word(_ statement: SQL) async throws -> String {
        try await database.first(statement) { try $0.get("word", as: String.self) } ?? ""
    }
}

/// Names and numbers of persons and organisations as people type them.
enum PersonRules {
    static func check(
        _ typed: CitizenSignIn.Registration, on today: CalendarDate
    ) throws(PeopleRefusal) -> CitizenSignIn.Registration {
        var problems: [FieldProblem] = []
        let name = self.name(typed.name)
        if name == nil { problems.append(FieldProblem(field: "name", message: PersonTerms.name)) }
        var number = ""
        if let type = DocumentType(code: typed.documentType) {
            do {
                number = try type.normalised(typed.documentNumber, on: today)
            } catch {
                problems.append(FieldProblem(field: "documentNumber", message: error.message))
            }
        } else {
            problems.append(FieldProblem(field: "documentType", message: PersonTerms.documentType))
        }
        guard problems.isEmpty, let name else { throw .fields(problems) }
        return .init(name: name, documentType: typed.documentType, documentNumber: number)
    }

    /// A person's name of 2 to 50 letters, with 间隔号 and blanks inside; nil for anything else.
    static func name(_ typed: String) -> String? {
        let name = typed.trimmingCharacters(in: .whitespacesAndNewlines).replacingOccurrences(of: "•", with: "·")
        let isName = name.allSatisfy { $0.isLetter || $0 == "·" || $0 == " " || $0 == "." || $0 == "-" }
        return (2...50).contains(name.count) && isName ? name : nil
    }

    /// The name of an organisation, 2 to 100 characters of one line; nil for anything else.
    static func organisationName(_ typed: String) -> String? {
        let name = typed.trimmingCharacters(in: .whitespacesAndNewlines)
        let isLine = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        return (2...100).contains(name.count) && isLine ? name : nil
    }
}

enum PersonTerms {
    static let name = "请填写证件上的姓名，2 至 50 个字，不含数字和符号"
    static let documentType = "请从列表中选择证件类型"
    static let organisationName = "请填写营业执照或登记证书上的全称，2 至 100 个字"
    static let validTo = "授权截止日期应是今天或以后的日期"
    static let evidence = "请上传授权书、户口簿或监护证明等文件"
}
