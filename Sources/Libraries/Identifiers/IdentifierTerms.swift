private import WorkCalendar

// Official names and the sentences that explain a refusal.

extension IdentifierError {
    /// What is wrong, where, and how to mend it, in Chinese.
    package var message: String {
        switch problem {
        case .empty: "请填写\(subject.term)"
        case .length(let expected, let found):
            "\(subject.term)应为 \(Self.list(expected)) 位，您填了 \(found) 位\(Self.difference(expected, found))"
        case .character(let character, let position, let allowed):
            "\(subject.term)第 \(position) 位应为\(allowed.term)，您填的是“\(character)”\(Self.lookalike(character))"
        case .checkCharacter: checkMessage
        case .firstGeneration: "这是 15 位旧号码，已停止使用，请填写现用身份证上的 18 位号码"
        case .noSuchDate(let digits): "身份证号第 7 至 14 位是出生日期，但\(Self.date(digits))并不存在，请对照证件核对"
        case .implausibleYear(let year): "身份证号第 7 至 10 位是出生年份，\(year) 年不合常理，请对照证件核对"
        case .futureDate(let date): "身份证号中的出生日期\(date.chineseText)还没有到，请核对第 7 至 14 位"
        case .areaCodeMissing: "固定电话请加区号，例如 0350-3000000"
        case .kindNotAccepted(let kinds): "这里只能填写：\(kinds.map(\.term).joined(separator: "或"))"
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

    /// Letters that are easily read for a digit.
    private static func lookalike(_ character: Character) -> String {
        let digits: [Character: String] = ["O": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8"]
        return digits[character].map { "，是不是数字 \($0)？" } ?? ""
    }

    private static func list(_ lengths: [Int]) -> String {
        lengths.map(String.init).joined(separator: " 或 ")
    }

    private static func difference(_ expected: [Int], _ found: Int) -> String {
        guard expected.count == 1, let wanted = expected.first else { return "" }
        return found < wanted ? "，少了 \(wanted - found) 位" : "，多了 \(found - wanted) 位"
    }

    private static func date(_ digits: String) -> String {
        "\(digits.prefix(4))年\(digits.dropFirst(4).prefix(2))月\(digits.suffix(2))日"
    }
}

extension IdentifierError.Subject {
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

extension IdentifierError.Allowed {
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

extension CitizenID.Holder {
    /// The name of the card.
    package var cardTerm: String {
        switch self {
        case .citizen: "居民身份证"
        case .hongKong, .macao: "港澳居民居住证"
        case .taiwan: "台湾居民居住证"
        case .foreignPermanentResident: "外国人永久居留身份证"
        }
    }
}

extension CitizenID.Gender {
    /// 男 or 女.
    package var term: String { self == .male ? "男" : "女" }
}

extension CitizenID.Warning {
    /// What a clerk should look at, in Chinese.
    package var message: String {
        switch self {
        case .areaUnknown(let area): "前六位 \(area) 不在已知的行政区划中，请核对证件原件；属实的可以继续办理"
        }
    }
}

extension UnifiedCreditCode.Warning {
    /// What a clerk should look at, in Chinese.
    package var message: String { "其中第 9 至 17 位（原组织机构代码）的校验位不符，请核对证照原件；属实的可以继续办理" }
}

extension OrganisationKind {
    /// The Chinese name.
    package var term: String {
        switch self {
        case .organ: "机关"
        case .publicInstitution: "事业单位"
        case .massOrganisation: "群众团体"
        case .socialOrganisation: "社会团体"
        case .privateNonEnterprise: "民办非企业单位"
        case .foundation: "基金会"
        case .villageCommittee: "村（居）民委员会"
        case .enterprise: "企业"
        case .individualBusiness: "个体工商户"
        case .farmersCooperative: "农民专业合作社"
        case .groupCollective: "组级集体经济组织"
        case .villageCollective: "村级集体经济组织"
        case .townCollective: "乡镇级集体经济组织"
        case .other: "其他组织"
        }
    }
}

extension PhoneNumber.Kind {
    /// The Chinese name, with an example to copy.
    package var term: String {
        switch self {
        case .mobile: "11 位手机号"
        case .landline: "带区号的固定电话"
        case .service: "服务热线"
        }
    }
}

extension RegionCode.Level {
    /// The Chinese name.
    package var term: String {
        switch self {
        case .province: "省级"
        case .city: "市级"
        case .county: "县级"
        case .town: "乡镇（街道）级"
        case .village: "村（社区）级"
        }
    }
}

extension ExerciseLevel {
    /// The Chinese name.
    package var term: String {
        switch self {
        case .national: "国家级"
        case .province: "省级"
        case .city: "市级"
        case .county: "县级"
        case .town: "镇（乡、街道）级"
        case .village: "村（社区）级"
        case .divided: "分级管理"
        }
    }
}
