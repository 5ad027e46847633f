import WorkCalendar

/// Sentences of documents.
enum DocumentSentences {
    static let correctionHint = "补正时只需修改上述内容，其他内容不用重新填写。"
    static let applyAgain = "需要时您可以重新申请。"

    static func salutation(_ name: String) -> String { "\(name)：" }

    static func application(_ record: Case) -> String {
        let day = CalendarDate(record.submittedAt).chineseText
        return "您（单位）于\(day)提出的“\(record.service.itemName)（\(record.service.handlingItemName)）”申请"
    }

    static func receipt(_ record: Case) -> String { "\(application(record))及下列材料已收到。" }

    static func receptionDue(_ due: CalendarDate) -> String {
        "本机关最迟于\(due.chineseText)告知您是否受理，或者一次性告知需要补正的全部内容；逾期不告知的，自收到申请材料之日起即为受理。"
    }

    static func correction(_ record: Case, due: CalendarDate) -> String {
        let day = due.chineseText
        let law = acceptanceLaw(record, item: "四")
        return """
            \(application(record))，申请材料不齐全或者不符合法定形式。\(law)现一次性告知需要补正的全部内容。\
            请最迟于\(day)补正；逾期未补正的，本机关将终止办理，您可以重新申请。
            """
    }

    static func accepted(_ record: Case) -> String {
        let law = acceptanceLaw(record, item: "五")
        return "\(application(record))，申请材料齐全、符合法定形式，属于本机关职权范围。\(law)决定予以受理。"
    }

    static func deemedAccepted(_ record: Case) -> String {
        let law = acceptanceLaw(record, item: "四")
        let day = record.days.received.chineseText
        return """
            \(application(record))，本机关未在收到申请材料之日起五个工作日内告知需要补正的内容。\
            \(law)该申请自\(day)起即为受理。
            """
    }

    static func decisionBy(_ due: CalendarDate) -> String {
        "本机关最迟于\(due.chineseText)作出决定。依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，所需时间不计算在内。"
    }

    static func nonAcceptance(_ record: Case, reason: String) -> String {
        "\(application(record))，经核对：\(reason)。决定不予受理。"
    }

    static func grant(_ record: Case) -> String {
        "\(application(record))，经审查，符合法定条件、标准。\(decisionLaw(record, clause: "一"))决定准予\(act(record))。"
    }

    static func denial(_ record: Case) -> String {
        "\(application(record))，经审查，不符合法定条件、标准。\(decisionLaw(record, clause: "二"))决定不予\(act(record))。"
    }

    static func grantDelivery(_ due: CalendarDate) -> String { "本机关最迟于\(due.chineseText)向您颁发、送达办理结果。" }

    static func opinion(_ text: String) -> String { "决定内容：\(text)" }

    static func reasons(_ text: String) -> String { "理由和依据：\(text)" }

    static func withdrawn(_ record: Case, reason: String) -> String {
        "\(application(record))，您已提出撤回，本机关终止办理。撤回原因：\(reason)"
    }

    static func terminated(_ record: Case, reason: String) -> String {
        "\(application(record))，本机关终止办理。原因：\(reason)"
    }

    static func delivery(_ record: Case) -> String { "\(application(record))的办理结果已送达，情况如下。" }

    static func queryHint(_ address: String) -> String {
        "查询进度：打开 \(address)/progress，输入办件编号和联系手机号后四位。"
    }

    static func telephone(_ number: String) -> String { "咨询电话：\(number)" }

    /// The clause of 行政许可法 第三十二条第一款, for permits only; other items follow the same way by practice.
    private static func acceptanceLaw(_ record: Case, item: String) -> String {
        isPermit(record) ? "根据《中华人民共和国行政许可法》第三十二条第一款第（\(item)）项的规定，" : ""
    }

    private static func decisionLaw(_ record: Case, clause: String) -> String {
        isPermit(record) ? "根据《中华人民共和国行政许可法》第三十八条第\(clause)款的规定，" : ""
    }

    private static func act(_ record: Case) -> String { ItemTypeTerms.act(record.service.itemType) }

    private static func isPermit(_ record: Case) -> Bool { record.service.itemType == ItemTypeTerms.permit }
}
