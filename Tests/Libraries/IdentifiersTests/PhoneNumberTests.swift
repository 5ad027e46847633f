import Testing

@testable import Identifiers

struct PhoneNumberTests {
    @Test(
        "numbers are reduced to one form",
        arguments: [
            ("19900000621", "19900000621", PhoneNumber.Kind.mobile), ("199 0000 0621", "19900000621", .mobile),
            ("+86 199-0000-0621", "19900000621", .mobile), ("0086-19900000621", "19900000621", .mobile),
            ("8619900000621", "19900000621", .mobile), ("１９９００００００２１", "19900000021", .mobile),
            ("0350-3000000", "0350-3000000", .landline), ("03503000000", "0350-3000000", .landline),
            ("（0350）3000000", "0350-3000000", .landline), ("0350 300 0000", "0350-3000000", .landline),
            ("0350-300-0000", "0350-3000000", .landline), ("+86 350 3000000", "0350-3000000", .landline),
            ("+86-10-8888-8888", "010-88888888", .landline), ("0350—3000000转801", "0350-3000000-801", .landline),
            ("0350-3000000-801", "0350-3000000-801", .landline), ("010-88888888", "010-88888888", .landline),
            ("02188888888", "021-88888888", .landline), ("12345", "12345", .service), ("114", "114", .service),
            ("12315", "12315", .service), ("95598", "95598", .service), ("400-800-8888", "4008008888", .service),
        ])
    func forms(typed: String, text: String, kind: PhoneNumber.Kind) throws {
        let number = try PhoneNumber(typed)

        #expect(number.text == text)
        #expect(number.kind == kind)
        #expect(try PhoneNumber(number.text) == number)
    }

    @Test(
        "a refusal says how to write the number",
        arguments: [
            ("", "请填写电话号码", "phoneNumber.empty"),
            ("1990000000", "电话号码应为 11 位，您填了 10 位，少了 1 位", "phoneNumber.length"),
            ("199000000000", "电话号码应为 11 位，您填了 12 位，多了 1 位", "phoneNumber.length"),
            ("3000000", "固定电话请加区号，例如 0350-3000000", "phoneNumber.areaCodeMissing"),
            ("12345678901", "请填写 11 位手机号（以 1 开头），或带区号的固定电话，例如 0350-3000000", "phoneNumber.pattern"),
            ("+1 650 000 0000", "请填写 11 位手机号（以 1 开头），或带区号的固定电话，例如 0350-3000000", "phoneNumber.pattern"),
            ("1990000O000", "电话号码第 8 位应为数字，您填的是“O”，是不是数字 0？", "phoneNumber.character"),
            ("---", "请填写 11 位手机号（以 1 开头），或带区号的固定电话，例如 0350-3000000", "phoneNumber.pattern"),
            ("0350-300000", "请填写 11 位手机号（以 1 开头），或带区号的固定电话，例如 0350-3000000", "phoneNumber.pattern"),
            ("0350-300", "请填写 11 位手机号（以 1 开头），或带区号的固定电话，例如 0350-3000000", "phoneNumber.pattern"),
        ])
    func messages(text: String, message: String, code: String) throws {
        let error = try #require(throws: IdentifierError.self) { try PhoneNumber(text) }

        #expect(error.message == message)
        #expect(error.code == code)
    }

    @Test("a field takes only its kinds of number")
    func kinds() throws {
        let error = try #require(throws: IdentifierError.self) {
            try PhoneNumber("12345", accepting: [.mobile, .landline])
        }

        #expect(error.message == "这里只能填写：11 位手机号或带区号的固定电话")
        #expect(try PhoneNumber("19900000621", accepting: [.mobile]).kind == .mobile)
        #expect(throws: IdentifierError.self) { try PhoneNumber("0350-3000000", accepting: [.mobile]) }
    }

    @Test(
        "masks hide the middle of a mobile and the head of a landline",
        arguments: [
            ("19900000621", "199****0621"), ("0350-3000621", "0350-****621"), ("010-88880621", "010-*****621"),
            ("0350-3000621-801", "0350-****621"), ("12345", "12345"),
        ])
    func masks(text: String, masked: String) throws {
        #expect(try PhoneNumber(text).masked == masked)
        #expect("\(try PhoneNumber(text))" == masked)
        #expect(Masking.phone(text) == masked)
    }
}
