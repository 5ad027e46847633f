// Official names and the sentences that explain a refusal.

extension CalendarDate {
    /// `2026年3月2日`, the form of documents.
    package var chineseText: String {
        let own = parts
        return "\(own.year)年\(own.month)月\(own.day)日"
    }

    /// `12 月 1 日`, the form of sentences; with the year where that is another than the year of `reference`.
    package func sentence(since reference: CalendarDate) -> String {
        let own = parts
        let day = "\(own.month) 月 \(own.day) 日"
        return own.year == reference.parts.year ? day : "\(own.year) 年 \(day)"
    }
}

extension Weekday {
    /// 星期一 … 星期日.
    package var term: String {
        let numerals = ["一", "二", "三", "四", "五", "六", "日"]
        return "星期" + numerals[rawValue - 1]
    }
}

extension CalendarError {
    /// What is wrong and how to mend it, in Chinese.
    package var message: String {
        switch self {
        case .yearOutOfRange(let year): "年份 \(year) 超出范围，请填写 1949 至 9998 年"
        case .yearListedTwice(let year): "\(year) 年的节假日安排重复出现，请只保留一份"
        case .dayOfAnotherYear(let day, let year): "\(day) 不属于 \(year) 年，请移到对应年份"
        case .offDayIsWeekend(let day): "\(day) 是\(day.weekday.term)，本来就休息，不应列为工作日放假"
        case .workingDayIsNoWeekend(let day): "\(day) 是\(day.weekday.term)，不是周末，不应列为调休上班"
        case .dayListedTwice(let day): "\(day) 重复列出，请只保留一次"
        case .festivalEndsBeforeStart(let name): "“\(name)”的结束日早于开始日，请核对"
        }
    }
}

extension ClockError {
    /// What is wrong and how to mend it, in Chinese.
    package var message: String {
        switch self {
        case .alreadyAccepted: "该办件已受理，不能重复受理"
        case .acceptedBeforeReceipt: "受理日期不能早于收件日期，请核对日期"
        case .notStarted: "尚未开始计时，受理后才能中止或延期"
        case .alreadyPaused: "计时已中止，请先恢复计时"
        case .pauseTooEarly: "中止日期不能早于计时开始日或上次恢复日，请核对日期"
        case .notPaused: "计时没有中止，不需要恢复"
        case .resumedBeforePause: "恢复日期不能早于中止日期，请核对日期"
        case .alreadyExtended: "时限只能延长一次"
        case .emptyExtension: "延长的天数应大于 0"
        }
    }
}

extension Limit.Unit {
    /// 个工作日, 个自然日, 个月, 年, 小时: what stands after the number.
    package var term: String {
        switch self {
        case .workingDay: "个工作日"
        case .calendarDay: "个自然日"
        case .month: "个月"
        case .year: "年"
        case .hour: "小时"
        }
    }
}
