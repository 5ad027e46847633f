private import Foundation

extension WorkdayCalendar {
    /// The arrangements known when this program was made: 2025 and 2026 published, 2027 by its statutory festivals.
    package static let bundledYears: [CalendarYear] = {
        do {
            return try JSONDecoder().decode([CalendarYear].self, from: Data(bundledCalendar.utf8))
        } catch {
            preconditionFailure("The calendar compiled into the program does not decode: \(error)")
        }
    }()

    /// The calendar of `bundledYears`, without local changes.
    package static let bundled: WorkdayCalendar = {
        do {
            return try WorkdayCalendar(years: bundledYears)
        } catch {
            preconditionFailure("The calendar compiled into the program contradicts itself: \(error)")
        }
    }()
}

/// The form in which an administrator also loads a new year.
private let bundledCalendar = """
    [
      {
        "year": 2025,
        "published": true,
        "notice": "https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm",
        "festivals": [
          {"name": "元旦", "from": "2025-01-01", "to": "2025-01-01"},
          {"name": "春节", "from": "2025-01-28", "to": "2025-02-04"},
          {"name": "清明节", "from": "2025-04-04", "to": "2025-04-06"},
          {"name": "劳动节", "from": "2025-05-01", "to": "2025-05-05"},
          {"name": "端午节", "from": "2025-05-31", "to": "2025-06-02"},
          {"name": "国庆节、中秋节", "from": "2025-10-01", "to": "2025-10-08"}
        ],
        "off_weekdays": [
          "2025-01-01", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31", "2025-02-03", "2025-02-04",
          "2025-04-04", "2025-05-01", "2025-05-02", "2025-05-05", "2025-06-02", "2025-10-01", "2025-10-02",
          "2025-10-03", "2025-10-06", "2025-10-07", "2025-10-08"
        ],
        "working_weekends": [
          "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"
        ]
      },
      {
        "year": 2026,
        "published": true,
        "notice": "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm",
        "festivals": [
          {"name": "元旦", "from": "2026-01-01", "to": "2026-01-03"},
          {"name": "春节", "from": "2026-02-15", "to": "2026-02-23"},
          {"name": "清明节", "from": "2026-04-04", "to": "2026-04-06"},
          {"name": "劳动节", "from": "2026-05-01", "to": "2026-05-05"},
          {"name": "端午节", "from": "2026-06-19", "to": "2026-06-21"},
          {"name": "中秋节", "from": "2026-09-25", "to": "2026-09-27"},
          {"name": "国庆节", "from": "2026-10-01", "to": "2026-10-07"}
        ],
        "off_weekdays": [
          "2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20",
          "2026-02-23", "2026-04-06", "2026-05-01", "2026-05-04", "2026-05-05", "2026-06-19", "2026-09-25",
          "2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"
        ],
        "working_weekends": [
          "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"
        ]
      },
      {
        "year": 2027,
        "published": false,
        "festivals": [
          {"name": "元旦", "from": "2027-01-01", "to": "2027-01-01"},
          {"name": "春节", "from": "2027-02-05", "to": "2027-02-08"},
          {"name": "清明节", "from": "2027-04-05", "to": "2027-04-05"},
          {"name": "劳动节", "from": "2027-05-01", "to": "2027-05-02"},
          {"name": "端午节", "from": "2027-06-09", "to": "2027-06-09"},
          {"name": "中秋节", "from": "2027-09-15", "to": "2027-09-15"},
          {"name": "国庆节", "from": "2027-10-01", "to": "2027-10-03"}
        ],
        "off_weekdays": [
          "2027-01-01", "2027-02-05", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15", "2027-10-01"
        ],
        "working_weekends": []
      }
    ]
    """
