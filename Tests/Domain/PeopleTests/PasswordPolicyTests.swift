import Testing

@testable import People

struct PasswordPolicyTests {
    private let clerk = PasswordPolicy(login: "li.xiaohua", name: "李小华", phone: "19900001234", isAdministrator: false)

    @Test(
        "each rule refuses what it should",
        arguments: [
            ("Ab3#efgx", PasswordPolicy.Problem.tooShort(minimum: 10)),
            ("mountainriver", .fewKinds),
            ("mountain4river", .fewKinds),
            ("Password2025!", .common),
            ("Xinzhou#8261", .common),
            ("My_Xiaohua_77", .containsPerson),
            ("Kq#LiXiaoHua7", .containsPerson),
            ("Zk!0000pm3Wq", .containsRun),
            ("Tr7!x0123mWe", .containsRun),
            ("Tr7!xQwErm92", .containsRun),
            ("Tr7!xdcbam92", .containsRun),
            ("Tr7!x9900mWe", .containsPerson),
        ] as [(String, PasswordPolicy.Problem)])
    func refuses(password: String, problem: PasswordPolicy.Problem) {
        #expect(clerk.problems(with: password).contains(problem))
    }

    @Test("a good password has no problem", arguments: ["Qm7#vTz2pL", "夏天Rain+94mwk", "correct Horse 7 Battery"])
    func accepts(password: String) {
        #expect(clerk.problems(with: password).isEmpty)
    }

    @Test("administrators need twelve characters")
    func administrators() {
        let officer = PasswordPolicy(login: "anquan", name: "安全管理员", phone: "", isAdministrator: true)
        #expect(officer.problems(with: "Qm7#vTz2pLx") == [.tooShort(minimum: 12)])
        #expect(officer.problems(with: "Qm7#vTz2pLx9").isEmpty)
    }

    @Test("a password longer than 128 characters is refused, however varied")
    func tooLong() {
        let long = String(repeating: "Qm7#vTz2pL", count: 13)
        #expect(clerk.problems(with: long) == [.tooLong])
    }

    @Test("one-time codes are typed in any case and grouping, and differ")
    func oneTimeCodes() {
        let codes = Set((0..<200).map { _ in OneTimeCode.make() })
        #expect(codes.count == 200)
        let code = OneTimeCode.make()
        #expect(code.count == 14)
        #expect(!code.contains { "01OIL".contains($0) })
        #expect(OneTimeCode.digest(code.lowercased().replacing("-", with: " ")) == OneTimeCode.digest(code))
    }
}
