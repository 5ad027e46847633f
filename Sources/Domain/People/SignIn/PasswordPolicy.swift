import Foundation

/// What a new password (口令) must be (domain/security 3): long enough, of several kinds of characters, and nothing that a
/// guesser tries first.
package struct PasswordPolicy: Sendable {
    /// What is wrong with a password, in the order in which it is looked for.
    package enum Problem: Sendable, Hashable {
        case tooShort(minimum: Int)
        case tooLong
        case fewKinds
        case common
        case containsPerson
        case containsRun
        case usedBefore
    }

    /// How many earlier passwords may not come back.
    package static let historyLength = 5

    /// What is known of the person; a password may hold no part of it.
    package let login: String
    package let name: String
    package let phone: String
    package let isAdministrator: Bool

    package init(login: String, name: String, phone: String, isAdministrator: Bool) {
        self.login = login
        self.name = name
        self.phone = phone
        self.isAdministrator = isAdministrator
    }

    /// The fewest characters.
    package var minimumLength: Int { isAdministrator ? 12 : 10 }

    /// What is wrong with the password, or an empty array; earlier passwords are compared elsewhere, by their hashes.
    package func problems(with password: String) -> [Problem] {
        var problems: [Problem] = []
        if password.count < minimumLength { problems.append(.tooShort(minimum: minimumLength)) }
        if password.count > 128 { problems.append(.tooLong) }
        if Self.kinds(in: password) < 3 { problems.append(.fewKinds) }
        let plain = password.lowercased()
        if CommonPasswords.contains(plain) { problems.append(.common) }
        if personalParts.contains(where: plain.contains) { problems.append(.containsPerson) }
        if Self.hasRun(plain) { problems.append(.containsRun) }
        return problems
    }

    private var personalParts: [String] {
        var parts = login.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { $0.count >= 3 }
        if name.count >= 2 { parts.append(name.lowercased()) }
        if let latin = name.applyingTransform(.toLatin, reverse: false)?.applyingTransform(
            .stripDiacritics, reverse: false)
        {
            let spelling = latin.lowercased().filter { $0.isASCII && $0.isLetter }
            if spelling.count >= 4 { parts.append(spelling) }
        }
        let digits = Array(phone.filter(\.isNumber))
        if digits.count >= 4 {
            // Any four digits of the number in a row.
            parts += (0...(digits.count - 4)).map { String(digits[$0..<($0 + 4)]) }
        }
        return parts
    }

    private static func kinds(in password: String) -> Int {
        let hasLower = password.contains { $0.isASCII && $0.isLowercase }
        let hasUpper = password.contains { $0.isASCII && $0.isUppercase }
        let hasDigit = password.contains { $0.isASCII && $0.isNumber }
        let hasOther = password.contains { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return [hasLower, hasUpper, hasDigit, hasOther].count { $0 }
    }

    /// Four characters that repeat, count up or down, or lie side by side on a keyboard.
    private static func hasRun(_ plain: String) -> Bool {
        let scalars = plain.unicodeScalars.map { Int($0.value) }
        guard scalars.count >= 4 else { return false }
        for start in 0...(scalars.count - 4) {
            let steps = (1...3).map { scalars[start + $0] - scalars[start + $0 - 1] }
            if Set(steps).count == 1, [-1, 0, 1].contains(steps[0]) { return true }
        }
        let rows = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "!@#$%^&*()"]
        return (rows + rows.map { String($0.reversed()) }).contains { row in
            let keys = Array(row)
            return (0...(keys.count - 4)).contains { plain.contains(String(keys[$0..<($0 + 4)])) }
        }
    }
}

/// Words that guessers try first, with whatever digits and signs people put around them.
enum CommonPasswords {
    private static let words: Set<String> = [
        "password", "passw0rd", "p@ssword", "p@ssw0rd", "pa$$word", "passwd", "admin", "administrator", "root", "guest",
        "user", "test", "tester", "demo", "welcome", "login", "letmein", "default", "changeme", "secret", "master",
        "system", "manager", "operator", "oracle", "postgres", "mysql", "server", "database", "computer", "internet",
        "qwerty", "qwertyuiop", "asdfgh", "zxcvbn", "iloveyou", "woaini", "woaini1314", "dragon", "monkey", "sunshine",
        "princess", "football", "baseball", "superman", "michael", "charlie", "freedom", "whatever", "trustno", "hello",
        "helloworld", "killer", "shadow", "jordan", "hunter", "summer", "winter", "spring", "autumn", "monday",
        "friday",
        "china", "zhongguo", "beijing", "shanxi", "taiyuan", "xinzhou", "xinzhoushi", "wutai", "wutaishan", "yanmen",
        "yanmenguan", "zhengwu", "zhengfu", "zhengwufuwu", "xingzheng", "shenpi", "xingzhengshenpi", "fuwu",
        "chuangkou",
        "mima", "kouling", "nihao", "huanying", "gongzuo", "danwei", "bangong", "keji", "xinxi", "anquan", "guanli",
        "aini", "baobei", "laopo", "laogong", "zhang", "wang", "liu", "chen", "yang", "zhao", "huang", "zhou",
        "123456", "12345678", "123456789", "1234567890", "111111", "000000", "666666", "888888", "88888888", "5201314",
        "1314520", "123123", "abc123", "a123456", "qaz123", "aa123456", "1qaz2wsx", "q1w2e3r4", "asd123", "zxc123",
    ]

    /// Whether the lower-case text is such a word, by itself or within digits and signs.
    static func contains(_ plain: String) -> Bool {
        if words.contains(plain) { return true }
        let core = plain.drop { !$0.isLetter }
        guard let last = core.lastIndex(where: \.isLetter) else { return false }
        return words.contains(String(core[...last]))
    }
}
